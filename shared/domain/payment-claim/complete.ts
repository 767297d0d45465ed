import { failure, success, type Result } from '../result.ts';
import { benefitOf } from './guide.ts';
import { paperFormsOf } from './paper-forms.ts';
import type {
  Agreement,
  AssistanceRow,
  Care,
  ClaimAmount,
  ClaimAnswers,
  ClaimContext,
  ClaimViolation,
  MaintenanceItem,
  NamedPerson,
  PaymentClaim,
  PaymentClaimDraft,
} from './types.ts';
import { validateClaim } from './validate.ts';
import { isUnfilled } from './violations.ts';

export type IncompleteClaim = { readonly code: 'violations'; readonly violations: readonly ClaimViolation[] };

const text = (value: string | null | undefined): string | null => value?.trim() || null;

const completeAmount = (given: PaymentClaimDraft['amount']): ClaimAmount | null => {
  if (isUnfilled(given)) return null;
  if (given.kind === 'whole-benefit') return { kind: given.kind };
  return isUnfilled(given.cents) ? null : { kind: given.kind, cents: given.cents };
};

const completeRow = (
  row: NonNullable<PaymentClaimDraft['assistanceRows']>[number],
): readonly AssistanceRow[] => {
  const { month, decisionDate, decisionNumber, kind, cents } = row;
  return isUnfilled(month) ||
    isUnfilled(decisionDate) ||
    isUnfilled(decisionNumber) ||
    isUnfilled(kind) ||
    isUnfilled(cents)
    ? []
    : [{ month, decisionDate, decisionNumber: decisionNumber.trim(), kind, cents }];
};

const completeCare = (given: PaymentClaimDraft['care']): Care | null =>
  isUnfilled(given?.careType) || isUnfilled(given.start)
    ? null
    : {
        unitName: text(given.unitName),
        careType: given.careType,
        start: given.start,
        expectedEnd: given.expectedEnd ?? null,
      };

const completePerson = (given: PaymentClaimDraft['maintenancePayer']): NamedPerson | null => {
  const name = text(given?.name);
  const personalIdentityCode = text(given?.personalIdentityCode);
  return name === null || personalIdentityCode === null ? null : { name, personalIdentityCode };
};

const completeItem = (
  item: NonNullable<PaymentClaimDraft['maintenanceItems']>[number],
): readonly MaintenanceItem[] =>
  isUnfilled(item.month) || isUnfilled(item.cents) ? [] : [{ month: item.month, cents: item.cents }];

const completeAgreement = (given: PaymentClaimDraft['agreement']): Agreement | null =>
  isUnfilled(given?.madeOn) || isUnfilled(given.consentKind) || isUnfilled(given.consentedOn)
    ? null
    : { madeOn: given.madeOn, consentKind: given.consentKind, consentedOn: given.consentedOn };

const completeAnswers = (given: ClaimAnswers): PaymentClaim['answers'] => ({
  benefitDecision: given.benefitDecision ?? null,
  childInCareOverThreeMonths: given.childInCareOverThreeMonths ?? null,
  childBenefitGround: given.childBenefitGround ?? null,
  childBenefitPayee: given.childBenefitPayee ?? null,
  careOverOneMonth: given.careOverOneMonth ?? null,
  allowanceInPayment: given.allowanceInPayment ?? null,
  maintenanceBase: given.maintenanceBase ?? null,
  clientConsents: given.clientConsents ?? null,
});

/** What only some situations ask. */
const completeParties = (draft: PaymentClaimDraft) => ({
  assistanceRows: (draft.assistanceRows ?? []).flatMap(completeRow),
  care: completeCare(draft.care),
  children: (draft.children ?? []).flatMap((child) => completePerson(child) ?? []),
  maintenancePayer: completePerson(draft.maintenancePayer),
  maintenanceItems: (draft.maintenanceItems ?? []).flatMap(completeItem),
  agreement: completeAgreement(draft.agreement),
  provision: text(draft.provision),
  attachments: (draft.attachments ?? []).flatMap((title) => text(title) ?? []),
  reasons: text(draft.reasons),
});

const completed = (draft: PaymentClaimDraft, { channel }: ClaimContext): PaymentClaim | null => {
  const { situation, clientCode, legalBase, payeeAccountId, period, handler: person } = draft;
  const benefitCode = benefitOf(draft);
  const amount = completeAmount(draft.amount);
  const name = text(person?.name);
  const phone = text(person?.phone);
  const informedOn = draft.clientInformed?.date;
  if (isUnfilled(situation) || isUnfilled(clientCode) || benefitCode === null || isUnfilled(legalBase))
    return null;
  if (isUnfilled(period?.start) || amount === null || isUnfilled(payeeAccountId)) return null;
  if (name === null || phone === null || isUnfilled(informedOn)) return null;
  const usualForm = channel === 'paper' ? paperFormsOf(benefitCode, legalBase)[0] : undefined;
  return {
    channel,
    form: channel === 'paper' ? (text(draft.form) ?? usualForm ?? null) : null,
    situation,
    answers: completeAnswers(draft.answers ?? {}),
    clientCode,
    benefitCode,
    legalBase,
    period: { start: period.start, end: period.end ?? null },
    amount,
    payeeAccountId,
    reference: text(draft.reference),
    ownCaseId: text(draft.ownCaseId),
    handler: { name, phone, email: text(person?.email) },
    clientInformed: { informed: true, date: informedOn },
    ...completeParties(draft),
  };
};

/** The total claim of a draft without errors (warnings may remain), else all its violations. */
export const completeClaim = (
  draft: PaymentClaimDraft,
  context: ClaimContext,
): Result<PaymentClaim, IncompleteClaim> => {
  const violations = validateClaim(draft, context);
  if (violations.some(({ severity }) => severity === 'error'))
    return failure({ code: 'violations', violations });
  const claim = completed(draft, context);
  if (claim === null) throw new Error('A claim without errors lacks a required field');
  return success(claim);
};
