import { createHash } from 'node:crypto';
import { isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import { finnishIbanOf, maskIban } from '../../../shared/domain/iban.ts';
import {
  validateClaim,
  type ClaimContext,
  type PaymentClaimDraft,
} from '../../../shared/domain/payment-claim/index.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import { claimOfRequest, existingClaimOf } from '../../../shared/service-api/claim-of-request.ts';
import type {
  PaymentClaimRequest,
  RegisteredPaymentClaim,
} from '../../../shared/service-api/payment-claims.ts';
import { problemCodes, type ProblemCode } from '../../../shared/service-api/problem.ts';
import type { ActiveRole } from '../access.ts';
import { claimAsShown, type ClaimRecord } from '../benefits/claim-life.ts';
import type { ClientFile } from '../benefits/client-file.ts';
import { openedClient, type ClientParts } from '../clients/client-handlers.ts';
import type { Call, Handlers } from '../http/call.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import type { Organisation } from '../organisations.ts';
import type { Person } from '../population/person.ts';
import { claimingRole, claimsShownTo } from './claim-access.ts';

type ClaimHandlers = Pick<Handlers, 'listPayeeAccounts' | 'registerPaymentClaim' | 'findClaimReceipt'>;

const accountsOf = (organisation: Organisation) =>
  organisation.accounts.map(({ accountId, name, digits }, index) => ({
    accountId,
    name,
    iban: finnishIbanOf(digits),
    isDefault: index === 0,
  }));

/**
 * The day of Kela's own decision on the benefit for the claimed time, which outweighs what the caseworker
 * answered.
 */
const decisionDateOf = (file: ClientFile, claim: PaymentClaimRequest): IsoDate | null => {
  const found = file.decisions
    .filter(({ benefitCode, result }) => benefitCode === claim.benefitCode && result !== 'DISMISSED')
    .filter(
      ({ period }) =>
        (claim.period.end === null || period.start <= claim.period.end) &&
        (period.end === null || period.end >= claim.period.start),
    )
    .map(({ decisionDate }) => decisionDate)
    .sort();
  return found[0] === undefined ? null : isoDate(found[0]);
};

const draftOf = (request: PaymentClaimRequest, person: Person, file: ClientFile): PaymentClaimDraft => {
  const claim = claimOfRequest(request, person.personalIdentityCode);
  const decisionDate = claim.situation === 'A' ? decisionDateOf(file, request) : null;
  if (decisionDate === null) return claim;
  return { ...claim, answers: { ...claim.answers, benefitDecision: { state: 'decided', decisionDate } } };
};

const contextOf = (
  role: ActiveRole,
  person: Person,
  channel: PaymentClaimRequest['channel'],
  existing: readonly RegisteredPaymentClaim[],
  today: IsoDate,
): ClaimContext => ({
  today,
  channel,
  organisationEntitled: true,
  mandateHeld: role.mandates.includes('M1'),
  client: { birthDate: person.birthDate, deathDate: person.deathDate },
  payeeAccountIds: role.organisation.accounts.map(({ accountId }) => accountId),
  existingClaims: existing.map(existingClaimOf),
  surnameInitial: person.lastName.charAt(0),
});

const isProblemCode = (code: string): code is ProblemCode =>
  (problemCodes as readonly string[]).includes(code);

/** The rules that the client applies too; the first code of the guide names the problem. */
const checkClaim = (draft: PaymentClaimDraft, context: ClaimContext): Result<true, ServiceFailure> => {
  const errors = validateClaim(draft, context).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return success(true);
  const first = errors.map(({ code }): string => code).find(isProblemCode);
  return refuse({
    code: first ?? 'REQUEST_INVALID',
    status: 422,
    violations: errors.map(({ code, field }) => ({ code, field })),
  });
};

const digestOf = (clientId: string, claim: PaymentClaimRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([clientId, claim]))
    .digest('base64');

const recordOf = (
  claim: PaymentClaimRequest,
  role: ActiveRole,
  at: Date,
): Omit<ClaimRecord, 'id' | 'receiptNumber'> => {
  const account = accountsOf(role.organisation).find(({ accountId }) => accountId === claim.payeeAccountId);
  if (account === undefined) throw new Error('A checked claim names an account that is not there');
  const { organisationId, name } = role.organisation;
  return {
    registeredAt: at.toISOString(),
    organisation: { organisationId, name: name.fi },
    channel: claim.channel,
    situation: claim.situation,
    benefitCode: claim.benefitCode,
    legalBase: claim.legalBase,
    period: claim.period,
    amount: claim.amount,
    handlerName: claim.handler.name,
    payeeMaskedAccount: maskIban(account.iban),
    reference: claim.reference,
    ownCaseId: claim.ownCaseId,
    request: claim,
    plan: null,
    notes: [],
  };
};

const justRegistered = (record: ClaimRecord, person: Person, today: IsoDate): RegisteredPaymentClaim => {
  const shown = claimAsShown({ record, events: [] }, person, [], today);
  if (shown === null) throw new Error('A claim that was just registered has no state');
  return { ...shown, ownClaim: true };
};

const register = (parts: ClientParts, call: Call, claim: PaymentClaimRequest, role: ActiveRole) => {
  const { claims, register: clients, ids } = parts;
  const { idempotencyKey } = call;
  if (idempotencyKey === null)
    return refuse({ code: 'IDEMPOTENCY_KEY_MISSING', detail: 'Idempotency-Key must be a UUID' });
  const client = openedClient(call, role, ids);
  if (!client.ok) return client;
  const { clientId, personNumber } = client.value;
  const requestDigest = digestOf(clientId, claim);
  const earlier = claims.findByKey(role.user.userId, idempotencyKey);
  if (earlier !== null)
    return earlier.requestDigest === requestDigest
      ? success(earlier.receipt)
      : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' });
  const person = clients.population.person(personNumber);
  const file = clients.file(personNumber);
  const existing = claimsShownTo(role.organisation.organisationId, file);
  const checked = checkClaim(
    draftOf(claim, person, file),
    contextOf(role, person, claim.channel, existing, clients.today()),
  );
  if (!checked.ok) return checked;
  const at = parts.now();
  return success(
    claims.register({
      userId: role.user.userId,
      idempotencyKey,
      requestDigest,
      personNumber,
      clientId,
      year: Number(clients.today().slice(0, 4)),
      record: recordOf(claim, role, at),
      show: (record) => justRegistered(record, person, clients.today()),
    }),
  );
};

export const createClaimHandlers = (parts: ClientParts): ClaimHandlers => {
  return {
    listPayeeAccounts: (call) => {
      const role = claimingRole(parts.access, call);
      return role.ok ? success({ accounts: accountsOf(role.value.organisation) }) : role;
    },
    findClaimReceipt: (call) => {
      const role = claimingRole(parts.access, call);
      if (!role.ok) return role;
      const found = parts.claims.findByKey(role.value.user.userId, call.parameter('keyId'));
      const { organisationId } = role.value.organisation;
      const isOwn = found?.receipt.claim.organisation.organisationId === organisationId;
      parts.audit({
        role: role.value,
        operation: 'findClaimReceipt',
        clientId: isOwn ? found.receipt.clientId : null,
        section: null,
        reason: null,
        outcome: isOwn ? 'OK' : 'NOT_FOUND',
      });
      return success({ receipt: isOwn ? found.receipt : null });
    },
    registerPaymentClaim: (call, body) => {
      const role = claimingRole(parts.access, call);
      if (!role.ok) return role;
      const answer = register(parts, call, body, role.value);
      parts.audit({
        role: role.value,
        operation: 'registerPaymentClaim',
        clientId: call.parameter('clientId'),
        section: null,
        reason: null,
        outcome: answer.ok ? 'OK' : answer.error.code,
      });
      return answer;
    },
  };
};
