import type { SituationCode } from '../../../shared/codes/index.ts';
import { parseFinnish, type IsoDate } from '../../../shared/domain/dates.ts';
import { parseMoney, type Cents } from '../../../shared/domain/money.ts';
import { legalBaseOf } from '../../../shared/domain/payment-claim/index.ts';
import type {
  AmountKind,
  ClaimAnswers,
  PaymentClaim,
  PaymentClaimDraft,
} from '../../../shared/domain/payment-claim/types.ts';
import type { PaymentClaimRequest } from '../../../shared/service-api/payment-claims.ts';

/** One month of assistance as it is typed. */
export interface AssistanceRowForm {
  /** Tells rows apart on the screen; not sent. */
  readonly key: number;
  /** 'm/yyyy' */
  month: string;
  decisionDate: string;
  decisionNumber: string;
  kind: '' | 'supplementary' | 'preventive';
  amount: string;
}

/**
 * Everything that the user has typed, as text, whichever step or situation it belongs to: nothing is thrown
 * away when a step is left or another situation is tried.
 */
export interface ClaimForm {
  situation: '' | SituationCode;
  benefitCode: string;
  decisionState: '' | 'pending' | 'decided' | 'not-applied';
  decisionDate: string;
  childInCare: '' | 'yes' | 'no';
  periodStart: string;
  periodEnd: string;
  amountKind: '' | AmountKind;
  amount: string;
  rows: AssistanceRowForm[];
  careUnit: string;
  careType: string;
  careStart: string;
  careEnd: string;
  payeeAccountId: string;
  reference: string;
  ownCaseId: string;
  handlerName: string;
  handlerPhone: string;
  handlerEmail: string;
  informed: boolean;
  informedDate: string;
}

export const emptyRow = (key: number): AssistanceRowForm => ({
  key,
  month: '',
  decisionDate: '',
  decisionNumber: '',
  kind: '',
  amount: '',
});

export const emptyForm = (): ClaimForm => ({
  situation: '',
  benefitCode: '',
  decisionState: '',
  decisionDate: '',
  childInCare: '',
  periodStart: '',
  periodEnd: '',
  amountKind: '',
  amount: '',
  rows: [emptyRow(0)],
  careUnit: '',
  careType: '',
  careStart: '',
  careEnd: '',
  payeeAccountId: '',
  reference: '',
  ownCaseId: '',
  handlerName: '',
  handlerPhone: '',
  handlerEmail: '',
  informed: false,
  informedDate: '',
});

/** Only situations A and B can be registered electronically. */
export const isElectronic = (situation: ClaimForm['situation']): situation is 'A' | 'B' =>
  situation === 'A' || situation === 'B';

/** Reads 'm/yyyy', 'mm.yyyy' or 'yyyy-mm' as 'yyyy-mm'; null when it is no month. */
export const parseMonth = (text: string): string | null => {
  const finnish = /^(\d{1,2})\s*[/.]\s*(\d{4})$/.exec(text.trim());
  const [month, year] = finnish === null ? text.trim().split('-').reverse() : [finnish[1], finnish[2]];
  if (month === undefined || year === undefined || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year))
    return null;
  const number = Number(month);
  return number >= 1 && number <= 12 ? `${year}-${String(number).padStart(2, '0')}` : null;
};

export interface ReadForm {
  readonly draft: PaymentClaimDraft;
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

const answersOf = (form: ClaimForm, reader: Reader): ClaimAnswers => {
  if (form.situation === 'B')
    return {
      benefitDecision: null,
      childInCareOverThreeMonths:
        form.benefitCode !== 'KHT' || form.childInCare === '' ? null : form.childInCare === 'yes',
    };
  if (form.decisionState === '') return { benefitDecision: null, childInCareOverThreeMonths: null };
  const decided = form.decisionState === 'decided';
  return {
    benefitDecision: {
      state: form.decisionState,
      decisionDate: decided ? reader.date(form.decisionDate, 'answers.benefitDecision.decisionDate') : null,
    },
    childInCareOverThreeMonths: null,
  };
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
    kind: row.kind === '' ? null : row.kind,
    cents: reader.money(row.amount, `assistanceRows.${at}.cents`),
  }));

/** The draft that the rules of the guide read; leaves out what the chosen situation does not ask. */
export const readForm = (form: ClaimForm, personalIdentityCode: string): ReadForm => {
  const reader = createReader();
  const { situation } = form;
  const answers = answersOf(form, reader);
  const benefitCode = form.benefitCode === '' ? null : form.benefitCode;
  const base = situation === '' ? null : legalBaseOf(situation, answers, benefitCode);
  const draft: PaymentClaimDraft = {
    situation: situation === '' ? null : situation,
    answers,
    clientCode: personalIdentityCode,
    benefitCode,
    legalBase: base?.ok === true ? base.value : situation === 'B' ? 'AML_14' : null,
    period: {
      start: reader.date(form.periodStart, 'period.start'),
      end: reader.date(form.periodEnd, 'period.end'),
    },
    amount: amountOf(form, reader) ?? null,
    assistanceRows: situation === 'A' ? rowsOf(form, reader) : [],
    care:
      situation === 'B'
        ? {
            unitName: form.careUnit,
            careType: form.careType,
            start: reader.date(form.careStart, 'care.start'),
            expectedEnd: reader.date(form.careEnd, 'care.expectedEnd'),
          }
        : null,
    payeeAccountId: form.payeeAccountId,
    reference: form.reference,
    ownCaseId: form.ownCaseId,
    handler: { name: form.handlerName, phone: form.handlerPhone, email: form.handlerEmail },
    clientInformed: {
      informed: form.informed,
      date: reader.date(form.informedDate, 'clientInformed.date'),
    },
    reasons: null,
  };
  return { draft, unreadable: reader.unreadable };
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
