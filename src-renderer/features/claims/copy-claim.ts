import { benefits, claimAttachments } from '../../../shared/codes/index.ts';
import { formatFinnish, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import { cents, formatAmount } from '../../../shared/domain/money.ts';
import { replacementOf } from '../../../shared/domain/payment-claim/index.ts';
import type {
  PaymentClaimRequest,
  RegisteredPaymentClaim,
} from '../../../shared/service-api/payment-claims.ts';
import type { ClaimForm, YesNo } from './claim-form.ts';

const day = (date: string | null | undefined): string =>
  date === null || date === undefined ? '' : formatFinnish(isoDate(date));
const month = (text: string): string => `${Number(text.slice(5))}/${text.slice(0, 4)}`;
const money = (amount: number): string => formatAmount(cents(amount));
const yesNo = (answer: boolean | null): YesNo => (answer === null ? '' : answer ? 'yes' : 'no');

/** Answers to sub-questions; whether Kela has decided is asked anew, for it may have by now. */
const answersOf = ({ answers }: PaymentClaimRequest): Partial<ClaimForm> => ({
  childInCare: yesNo(answers.childInCareOverThreeMonths),
  childBenefitGround: answers.childBenefitGround ?? '',
  childBenefitPayee: answers.childBenefitPayee ?? '',
  careOverOneMonth: yesNo(answers.careOverOneMonth),
  allowanceInPayment: yesNo(answers.allowanceInPayment),
  maintenanceBase: answers.maintenanceBase ?? '',
  clientConsents: yesNo(answers.clientConsents),
});

const listsOf = (request: PaymentClaimRequest): Partial<ClaimForm> => ({
  ...(request.assistanceRows.length > 0 && {
    rows: request.assistanceRows.map((row, key) => ({
      key,
      month: month(row.month),
      decisionDate: day(row.decisionDate),
      decisionNumber: row.decisionNumber,
      kind: row.kind,
      amount: money(row.cents),
    })),
  }),
  ...(request.children.length > 0 && {
    children: request.children.map(({ name, personalIdentityCode: code }, key) => ({ key, name, code })),
  }),
  ...(request.maintenanceItems.length > 0 && {
    items: request.maintenanceItems.map((item, key) => ({
      key,
      month: month(item.month),
      amount: money(item.cents),
    })),
  }),
  enclosed: request.attachments.filter((paper) => claimAttachments.find(paper) !== null).join(' '),
  attachments: request.attachments
    .filter((paper) => claimAttachments.find(paper) === null)
    .map((title, key) => ({ key, title })),
});

/** What was sent; the client must be told anew, so that is left out. */
const requestPart = (request: PaymentClaimRequest): Partial<ClaimForm> => ({
  ...answersOf(request),
  ...listsOf(request),
  careUnit: request.care?.unitName ?? '',
  careType: request.care?.careType ?? '',
  careStart: day(request.care?.start),
  careEnd: day(request.care?.expectedEnd),
  payerName: request.maintenancePayer?.name ?? '',
  payerCode: request.maintenancePayer?.personalIdentityCode ?? '',
  agreementMadeOn: day(request.agreement?.madeOn),
  consentKind: request.agreement?.consentKind ?? '',
  consentedOn: day(request.agreement?.consentedOn),
  provision: request.provision ?? '',
  reasons: request.reasons ?? '',
  paperForm: request.form ?? '',
  payeeAccountId: request.payeeAccountId,
  handlerName: request.handler.name,
  handlerPhone: request.handler.phone,
  handlerEmail: request.handler.email ?? '',
});

/**
 * The fields of a new claim like one in the register. A benefit that has been replaced gives way to what has
 * taken its place, from its first day on (worked example 9). Of a claim of before the register only what it
 * shows is known.
 */
export const formOfClaim = (claim: RegisteredPaymentClaim, today: IsoDate): Partial<ClaimForm> => {
  const replacedBy = replacementOf(claim.benefitCode, today);
  const from = replacedBy === null ? null : (benefits.find(replacedBy)?.validFrom ?? null);
  const { amount, period } = claim;
  return {
    ...(claim.request !== null && requestPart(claim.request)),
    situation: claim.situation as ClaimForm['situation'],
    benefitCode: replacedBy ?? claim.benefitCode,
    benefitOwn: true,
    periodStart: day(from !== null && period.start < from ? from : period.start),
    periodEnd: day(period.end !== null && from !== null && period.end < from ? null : period.end),
    periodOwn: true,
    amountKind: amount.kind,
    amount: amount.kind === 'whole-benefit' ? '' : money(amount.cents),
    amountOwn: amount.kind !== 'whole-benefit',
    reference: claim.reference ?? '',
    ownCaseId: claim.ownCaseId ?? '',
  };
};
