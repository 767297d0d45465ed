import { claimSituations, legalBases } from '../../codes/index.ts';
import { addYears, later } from '../dates.ts';
import { lastSafeArrival, paydaysOf, timingState } from '../payday-calendar.ts';
import { parseReferenceNumber } from '../reference-number.ts';
import { benefitError, benefitOf, legalBaseOf } from './guide.ts';
import { partyViolations } from './party-rules.ts';
import { advanceViolations, periodViolations } from './period-rules.ts';
import type { ClaimContext, ClaimViolation, PaymentClaimDraft } from './types.ts';
import { error, isBlank, isUnfilled, lengthWithin, required, warning } from './violations.ts';

/** A child of this age may claim payment of the child benefit to him- or herself (Kela's guide). */
const CHILD_BENEFIT_OWN_PAYMENT_AGE = 15;
const PHONE = /^\+?[\d ()-]{5,30}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

type Check = (draft: PaymentClaimDraft, context: ClaimContext) => readonly ClaimViolation[];

const entitlement: Check = (_, { organisationEntitled, mandateHeld }) => [
  ...(organisationEntitled ? [] : [error('CLAIM_ORG_NOT_ENTITLED', '')]),
  ...(mandateHeld ? [] : [error('MANDATE_MISSING', '', { mandate: 'M1' })]),
];

const client: Check = (draft, context) => {
  if (isBlank(draft.clientCode)) return [error('FIELD_REQUIRED', 'clientCode')];
  if (context.client === null) return [error('CLIENT_NOT_FOUND', 'clientCode')];
  const { birthDate, deathDate } = context.client;
  const found: ClaimViolation[] = [];
  if (deathDate !== null) found.push(error('CLIENT_DECEASED', 'clientCode', { deathDate }));
  const tooYoung = addYears(birthDate, CHILD_BENEFIT_OWN_PAYMENT_AGE) > context.today;
  if (benefitOf(draft) === 'LL' && tooYoung) found.push(error('CLAIM_WRONG_PERSON', 'clientCode'));
  return found;
};

const situationAndBase: Check = (draft, { channel }) => {
  const { situation, legalBase } = draft;
  const benefitCode = benefitOf(draft);
  const found = [...required({ situation, benefitCode, legalBase })];
  if (isUnfilled(situation) || isBlank(situation)) return found;
  // The service takes the code from the network, where the type binds nobody.
  if (claimSituations.find(situation) === null) return [...found, error('FIELD_INVALID', 'situation')];
  if (isUnfilled(legalBase)) return found;
  const guided = legalBaseOf(situation, draft.answers ?? {}, benefitCode);
  if (guided.ok && guided.value !== legalBase)
    found.push(error('FIELD_INVALID', 'legalBase', { expected: guided.value }));
  if (!guided.ok) {
    const { error: open } = guided;
    found.push(
      open.code === 'stop'
        ? error(open.error, 'benefitCode', { reason: open.reason })
        : error(
            'FIELD_REQUIRED',
            open.question === 'benefitCode' ? 'benefitCode' : `answers.${open.question}`,
          ),
    );
  }
  if (channel === 'electronic' && legalBases.find(legalBase)?.route !== 'ELECTRONIC')
    found.push(error('CLAIM_BASE_NOT_ELECTRONIC', 'legalBase', { legalBase }));
  return found;
};

const benefitInBase: Check = (draft) => {
  const benefitCode = benefitOf(draft);
  const { legalBase } = draft;
  if (benefitCode === null || isUnfilled(legalBase)) return [];
  const code = benefitError(benefitCode, legalBase);
  return code === null ? [] : [error(code, 'benefitCode', { benefit: benefitCode, legalBase })];
};

const advanceAnswers: Check = ({ situation, answers }) => {
  if (situation !== 'A') return [];
  const decided = answers?.benefitDecision;
  if (isUnfilled(decided)) return [error('FIELD_REQUIRED', 'answers.benefitDecision')];
  return decided.state === 'decided' && decided.decisionDate === null
    ? [error('FIELD_REQUIRED', 'answers.benefitDecision.decisionDate')]
    : [];
};

const amount: Check = ({ amount: given }) => {
  if (isUnfilled(given)) return [error('FIELD_REQUIRED', 'amount')];
  if (given.kind === 'whole-benefit') return [];
  if (isUnfilled(given.cents)) return [error('FIELD_REQUIRED', 'amount.cents')];
  return given.cents > 0 ? [] : [error('FIELD_INVALID', 'amount.cents', { min: 1 })];
};

const payee: Check = ({ payeeAccountId, reference, ownCaseId }, { payeeAccountIds }) => {
  const found = [
    ...required({ payeeAccountId }),
    ...lengthWithin('reference', reference, { max: 140 }),
    ...lengthWithin('ownCaseId', ownCaseId, { max: 30 }),
  ];
  if (!isBlank(payeeAccountId) && !payeeAccountIds.includes(payeeAccountId ?? ''))
    found.push(error('CLAIM_ACCOUNT_UNKNOWN', 'payeeAccountId'));
  // Digits alone are meant as a reference: a wrong check digit would send the money astray in the ledger.
  const looksLikeReference = /^(RF)?[\d\s]+$/i.test((reference ?? '').trim());
  if (looksLikeReference && !parseReferenceNumber(reference ?? '').ok)
    found.push(error('FIELD_INVALID', 'reference'));
  return found;
};

const handler: Check = ({ handler: given }) => {
  const { name, phone, email } = given ?? {};
  const found = [
    ...required({ 'handler.name': name, 'handler.phone': phone }),
    ...lengthWithin('handler.name', name, { max: 200 }),
    ...lengthWithin('handler.email', email, { max: 100 }),
  ];
  if (!isBlank(phone) && !PHONE.test((phone ?? '').trim()))
    found.push(error('FIELD_INVALID', 'handler.phone'));
  if (!isBlank(email) && !EMAIL.test((email ?? '').trim()))
    found.push(error('FIELD_INVALID', 'handler.email'));
  return found;
};

const clientInformed: Check = ({ clientInformed: given }, { today }) => {
  if (given?.informed !== true) return [error('FIELD_REQUIRED', 'clientInformed.informed')];
  if (isUnfilled(given.date)) return [error('FIELD_REQUIRED', 'clientInformed.date')];
  return given.date > today ? [error('FIELD_INVALID', 'clientInformed.date', { latest: today })] : [];
};

const reasons: Check = ({ legalBase, reasons: given }) => [
  ...(legalBases.find(legalBase ?? '')?.reasonsNeeded === true ? required({ reasons: given }) : []),
  ...lengthWithin('reasons', given, { min: 50, max: 2000 }),
];

const timing: Check = (draft, { today, surnameInitial }) => {
  const options = surnameInitial === undefined ? {} : { surnameInitial };
  const { start, end } = draft.period ?? {};
  const found = paydaysOf(benefitOf(draft) ?? '', later(today, start ?? today), 3, options);
  const next = found.ok ? found.value[0] : undefined;
  // A payday after the claimed time is no payday of the claim.
  if (!found.ok || next === undefined || (!isUnfilled(end) && end < next)) return [];
  if (timingState(today, next) !== 'LATE_FOR_NEXT') return [];
  const safe = found.value.find((payday) => timingState(today, payday) !== 'LATE_FOR_NEXT');
  const params = {
    payday: next,
    lastSafeArrival: lastSafeArrival(next),
    ...(safe !== undefined && { firstSafePayday: safe }),
  };
  return [warning('CLAIM_LATE_FOR_NEXT_PAYDAY', 'period.start', params)];
};

const checks: readonly Check[] = [
  entitlement,
  client,
  situationAndBase,
  benefitInBase,
  advanceAnswers,
  periodViolations,
  amount,
  advanceViolations,
  partyViolations,
  payee,
  handler,
  clientInformed,
  reasons,
  timing,
];

/**
 * Every rule of the guide on a draft, in the order of the form: errors that keep it from being sent, and
 * warnings. An unfinished draft gives FIELD_REQUIRED for what is missing. The service applies the same rules.
 */
export const validateClaim = (draft: PaymentClaimDraft, context: ClaimContext): readonly ClaimViolation[] => {
  const found = checks.flatMap((check) => check(draft, context));
  return found.filter(
    ({ code, field }, at) => found.findIndex((other) => other.code === code && other.field === field) === at,
  );
};
