import { parseFinnish, type IsoDate } from '../../../shared/domain/dates.ts';
import { parseMoney, type Cents } from '../../../shared/domain/money.ts';
import {
  attachmentsOf,
  legalBaseOf,
  routeOf,
  type ClaimRoute,
} from '../../../shared/domain/payment-claim/index.ts';
import type {
  ClaimAnswers,
  ClaimChannel,
  PaymentClaim,
  PaymentClaimDraft,
} from '../../../shared/domain/payment-claim/types.ts';
import type { PaymentClaimRequest } from '../../../shared/service-api/payment-claims.ts';
import { groupsOf } from './claim-groups.ts';
import { enclosedPapers, type ClaimForm, type YesNo } from './claim-form.ts';
import { parseMonth } from './month.ts';

export interface ReadForm {
  readonly draft: PaymentClaimDraft;
  readonly route: ClaimRoute;
  /** How the claim goes to Kela, as far as the answers tell. */
  readonly channel: ClaimChannel;
  /** Fields that hold something that is no date, month or amount, by their path in the draft. */
  readonly unreadable: readonly string[];
}

/** Reads typed texts; what cannot be read is remembered by its field. */
const createReader = () => {
  const unreadable: string[] = [];
  const read = <Value>(text: string, field: string, parse: (text: string) => Value | null): Value | null => {
    if (text.trim() === '') return null;
    const value = parse(text);
    if (value === null) unreadable.push(field);
    return value;
  };
  return {
    unreadable,
    date: (text: string, field: string): IsoDate | null =>
      read(text, field, (typed) => {
        const parsed = parseFinnish(typed);
        return parsed.ok ? parsed.value : null;
      }),
    money: (text: string, field: string): Cents | null =>
      read(text, field, (typed) => {
        const parsed = parseMoney(typed);
        return parsed.ok ? parsed.value : null;
      }),
    month: (text: string, field: string): string | null => read(text, field, parseMonth),
  };
};

type Reader = ReturnType<typeof createReader>;

const yes = (answer: YesNo): boolean | null => (answer === '' ? null : answer === 'yes');
const chosen = <Code extends string>(value: '' | Code): Code | null => (value === '' ? null : value);

const decisionOf = ({ decisionState, decisionDate }: ClaimForm, reader: Reader) =>
  decisionState === ''
    ? null
    : {
        state: decisionState,
        decisionDate:
          decisionState === 'decided'
            ? reader.date(decisionDate, 'answers.benefitDecision.decisionDate')
            : null,
      };

/** The answers to the questions of the situation; those of others stay with the form. */
const answersOf = (form: ClaimForm, reader: Reader): ClaimAnswers => {
  const ground = chosen(form.childBenefitGround);
  const ofChild = ground === 'child-in-care' || ground === 'weighty-reason';
  switch (form.situation) {
    case 'A':
      return { benefitDecision: decisionOf(form, reader) };
    case 'B':
      return form.benefitCode === 'KHT' ? { childInCareOverThreeMonths: yes(form.childInCare) } : {};
    case 'C':
      return {
        childBenefitGround: ground,
        childBenefitPayee: ofChild ? chosen(form.childBenefitPayee) : null,
        careOverOneMonth: ground === 'child-in-care' ? yes(form.careOverOneMonth) : null,
      };
    case 'D':
      return {
        allowanceInPayment: yes(form.allowanceInPayment),
        maintenanceBase: chosen(form.maintenanceBase),
      };
    case 'F':
      return { clientConsents: yes(form.clientConsents) };
    default:
      return {};
  }
};

const amountOf = (form: ClaimForm, reader: Reader): PaymentClaimDraft['amount'] => {
  // The guide allows an advance to be collected as a total only, so it is not asked.
  const kind = form.situation === 'A' ? 'total' : form.amountKind;
  if (kind === '') return null;
  return kind === 'whole-benefit' ? { kind } : { kind, cents: reader.money(form.amount, 'amount.cents') };
};

const rowsOf = (form: ClaimForm, reader: Reader): NonNullable<PaymentClaimDraft['assistanceRows']> =>
  form.rows.map((row, at) => ({
    month: reader.month(row.month, `assistanceRows.${at}.month`),
    decisionDate: reader.date(row.decisionDate, `assistanceRows.${at}.decisionDate`),
    decisionNumber: row.decisionNumber,
    kind: chosen(row.kind),
    cents: reader.money(row.amount, `assistanceRows.${at}.cents`),
  }));

const careOf = (form: ClaimForm, reader: Reader): NonNullable<PaymentClaimDraft['care']> => ({
  unitName: form.careUnit.trim() === '' ? null : form.careUnit,
  careType: form.careType,
  start: reader.date(form.careStart, 'care.start'),
  expectedEnd: reader.date(form.careEnd, 'care.expectedEnd'),
});

/** Titles of the user's own first, so that their places in the form and in the draft agree. */
const papersOf = (form: ClaimForm, route: ClaimRoute): readonly string[] => {
  const known = 'legalBase' in route ? attachmentsOf(route.legalBase) : [];
  const ticked = enclosedPapers(form);
  return [
    ...form.attachments.map(({ title }) => title),
    ...known.map(({ code }) => code).filter((code) => ticked.includes(code)),
  ];
};

/** What the groups ask that the answers so far open. */
const partsOf = (form: ClaimForm, route: ClaimRoute, reader: Reader): PaymentClaimDraft => {
  const groups = groupsOf(form, route);
  const asked = (name: (typeof groups)[number]): boolean => groups.includes(name);
  return {
    assistanceRows: asked('assistance') ? rowsOf(form, reader) : [],
    care: asked('care') ? careOf(form, reader) : null,
    children: asked('children')
      ? form.children.map(({ name, code }) => ({ name, personalIdentityCode: code.trim() }))
      : [],
    maintenancePayer: asked('maintenance')
      ? { name: form.payerName, personalIdentityCode: form.payerCode.trim() }
      : null,
    maintenanceItems:
      asked('maintenance') && form.benefitCode === 'ELA'
        ? form.items.map((item, at) => ({
            month: reader.month(item.month, `maintenanceItems.${at}.month`),
            cents: reader.money(item.amount, `maintenanceItems.${at}.cents`),
          }))
        : [],
    agreement: asked('agreement')
      ? {
          madeOn: reader.date(form.agreementMadeOn, 'agreement.madeOn'),
          consentKind: chosen(form.consentKind),
          consentedOn: reader.date(form.consentedOn, 'agreement.consentedOn'),
        }
      : null,
    provision: asked('reasons') ? form.provision : null,
    reasons: asked('reasons') ? form.reasons : null,
    form: asked('paper') ? form.paperForm : null,
    attachments: asked('paper') ? papersOf(form, route) : [],
  };
};

const channelOf = (route: ClaimRoute, situation: ClaimForm['situation']): ClaimChannel => {
  if (route.kind === 'electronic') return 'electronic';
  if (route.kind === 'paper-form' || route.kind === 'letter') return 'paper';
  return situation === 'A' || situation === 'B' || situation === '' ? 'electronic' : 'paper';
};

/** The draft that the rules of the guide read; leaves out what the answers so far do not ask. */
export const readForm = (form: ClaimForm, personalIdentityCode: string): ReadForm => {
  const reader = createReader();
  const situation = chosen(form.situation);
  const answers = answersOf(form, reader);
  const only = situation === 'C' ? 'LL' : situation === 'G' ? 'TOTU' : null;
  const benefitCode = only ?? chosen(form.benefitCode);
  const base = situation === null ? null : legalBaseOf(situation, answers, benefitCode);
  const core = { situation, answers, benefitCode };
  const route = routeOf({ ...core, assistanceRows: situation === 'A' ? rowsOf(form, createReader()) : [] });
  const draft: PaymentClaimDraft = {
    ...core,
    clientCode: personalIdentityCode,
    // A stop is the matter of its question, not of the base that it keeps from being known.
    legalBase: base?.ok === true ? base.value : situation === 'B' ? 'AML_14' : null,
    period: {
      start: reader.date(form.periodStart, 'period.start'),
      end: reader.date(form.periodEnd, 'period.end'),
    },
    amount: amountOf(form, reader) ?? null,
    ...partsOf(form, route, reader),
    payeeAccountId: form.payeeAccountId,
    reference: form.reference,
    ownCaseId: form.ownCaseId,
    handler: { name: form.handlerName, phone: form.handlerPhone, email: form.handlerEmail },
    clientInformed: {
      informed: form.informed,
      date: reader.date(form.informedDate, 'clientInformed.date'),
    },
  };
  return { draft, route, channel: channelOf(route, form.situation), unreadable: reader.unreadable };
};

/** What is sent of a claim that passed the rules. The client is named by the handle, never by the code. */
export const requestOf = ({ clientCode: _, ...claim }: PaymentClaim): PaymentClaimRequest => ({
  ...claim,
  answers: {
    ...claim.answers,
    benefitDecision: claim.answers.benefitDecision && { ...claim.answers.benefitDecision },
  },
  period: { ...claim.period },
  amount: { ...claim.amount },
  assistanceRows: claim.assistanceRows.map((row) => ({ ...row })),
  care: claim.care && { ...claim.care },
  children: claim.children.map((child) => ({ ...child })),
  maintenancePayer: claim.maintenancePayer && { ...claim.maintenancePayer },
  maintenanceItems: claim.maintenanceItems.map((item) => ({ ...item })),
  agreement: claim.agreement && { ...claim.agreement },
  attachments: [...claim.attachments],
  handler: { ...claim.handler },
  clientInformed: { ...claim.clientInformed },
});
