import { todayInHelsinki, type IsoDate } from '../../../shared/domain/dates.ts';
import { actionsOf } from '../../../shared/domain/payment-claim/index.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import type { ClaimActionRequest } from '../../../shared/service-api/claim-life.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import type { ActiveRole } from '../access.ts';
import type { AnsweredKeys } from '../answered-keys.ts';
import type { ClaimEvent } from '../benefits/claim-life.ts';
import type { ClientParts } from '../clients/client-handlers.ts';
import type { Call, Handlers } from '../http/call.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import { claimingRole, claimsShownTo } from './claim-access.ts';
import { remindersOf, searchRows, type FoundClaim, type OrganisationClaims } from './organisation-claims.ts';

export interface ClaimLifeParts extends ClientParts {
  readonly organisationClaims: OrganisationClaims;
  readonly keys: AnsweredKeys;
}

type LifeHandlers = Pick<Handlers, 'searchPaymentClaims' | 'listClaimReminders' | 'actOnPaymentClaim'>;

const MOST_REMINDERS = 100;

const eventOf = (action: ClaimActionRequest, at: Date, by: string): ClaimEvent => {
  const common = { at: at.toISOString(), by };
  switch (action.kind) {
    case 'withdraw':
      return { ...common, kind: 'status', status: 'WITHDRAWN', note: action.note };
    case 'request-end':
      return { ...common, kind: 'end', end: action.end };
    case 'mark-posted':
      return { ...common, kind: 'posted', on: action.postedOn };
    case 'mark-checked':
      return { ...common, kind: 'checked', note: action.note };
  }
};

/** The field of an action that cannot be true; null when all can. */
const impossible = (
  action: ClaimActionRequest,
  claim: RegisteredPaymentClaim,
  today: IsoDate,
): string | null => {
  if (action.kind === 'mark-posted') {
    const registeredOn = todayInHelsinki(new Date(claim.registeredAt));
    return action.postedOn > today || action.postedOn < registeredOn ? 'postedOn' : null;
  }
  if (action.kind !== 'request-end') return null;
  if (action.end.calledOn > today) return 'end.calledOn';
  const { start, end } = claim.period;
  return action.end.endsOn < start || (end !== null && action.end.endsOn > end) ? 'end.endsOn' : null;
};

const act = (
  parts: ClaimLifeParts,
  call: Call,
  role: ActiveRole,
  found: FoundClaim,
  action: ClaimActionRequest,
): Result<{ claim: RegisteredPaymentClaim }, ServiceFailure> => {
  const { claims, register, keys } = parts;
  const { personNumber, claim } = found;
  return keys.once(call, role.user.userId, [claim.id, action], () => {
    if (!actionsOf(claim).includes(action.kind)) return refuse({ code: 'CLAIM_STATE_CHANGED' });
    const field = impossible(action, claim, register.today());
    if (field !== null)
      return refuse({ code: 'CLAIM_PERIOD_INVALID', violations: [{ code: 'FIELD_INVALID', field }] });
    claims.add(claim.id, eventOf(action, parts.now(), role.user.userId));
    const shown = claimsShownTo(role.organisation.organisationId, register.file(personNumber));
    const changed = shown.find(({ id }) => id === claim.id);
    if (changed === undefined) throw new Error('A claim that was acted on is gone');
    return success({ claim: changed });
  });
};

/** The organisation's register of claims, and what is done with a claim after it was registered. */
export const createClaimLifeHandlers = (parts: ClaimLifeParts): LifeHandlers => {
  const { access, register, organisationClaims, ids } = parts;
  const record = (role: ActiveRole, operation: string, personNumber: number | null, outcome: string): void =>
    parts.audit({
      role,
      operation,
      clientId: personNumber === null ? null : ids.of(personNumber),
      section: null,
      reason: null,
      outcome,
    });
  return {
    searchPaymentClaims: async (call, search) => {
      const role = claimingRole(access, call);
      if (!role.ok) return role;
      const rows = await organisationClaims.of(role.value.organisation.organisationId);
      const found = searchRows(rows, search);
      record(role.value, 'searchPaymentClaims', null, 'OK');
      return success({
        claims: found.slice(search.offset, search.offset + search.limit),
        total: found.length,
        handlers: [...new Set(rows.map(({ handlerName }) => handlerName))].sort(),
        benefits: [...new Set(rows.map(({ benefitCode }) => benefitCode))].sort(),
        asOf: parts.now().toISOString(),
      });
    },
    listClaimReminders: async (call) => {
      const role = claimingRole(access, call);
      if (!role.ok) return role;
      const rows = await organisationClaims.of(role.value.organisation.organisationId);
      const reminders = remindersOf(rows, register.today());
      record(role.value, 'listClaimReminders', null, 'OK');
      return success({
        reminders: reminders.slice(0, MOST_REMINDERS),
        total: reminders.length,
        asOf: parts.now().toISOString(),
      });
    },
    actOnPaymentClaim: async (call, action) => {
      const role = claimingRole(access, call);
      if (!role.ok) return role;
      const { organisationId } = role.value.organisation;
      const found = await organisationClaims.find(organisationId, call.parameter('claimId'));
      const answer =
        found === null ? refuse({ code: 'CLAIM_NOT_FOUND' }) : act(parts, call, role.value, found, action);
      const personNumber = found?.personNumber ?? null;
      record(role.value, `claim:${action.kind}`, personNumber, answer.ok ? 'OK' : answer.error.code);
      return answer;
    },
  };
};
