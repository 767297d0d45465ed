import { actsThrough, mandatesInForce } from '../../shared/domain/access-rules.ts';
import { todayInHelsinki } from '../../shared/domain/dates.ts';
import type { SessionState } from '../../shared/ipc/state.ts';
import type { ActingOrganisation, HeldMandate, Rights, Role } from '../../shared/service-api/roles.ts';

export type EndedRole = NonNullable<Extract<SessionState, { phase: 'choosing-role' }>['endedRole']>;

/**
 * Codes of the mandates that are in force.
 * @param now milliseconds since 1970 by the service
 */
export const heldNow = (mandates: readonly HeldMandate[], now: number): readonly string[] =>
  mandatesInForce(mandates, todayInHelsinki(new Date(now)));

export const isSameRole = (one: Role | undefined, other: Role | undefined): boolean =>
  one !== undefined &&
  one.organisation.organisationId === other?.organisation.organisationId &&
  one.purpose === other.purpose;

/** Something of an open client could be shown before and no longer may. */
export const closesClients = (before: Rights, after: Rights): boolean =>
  (before.lookUp && !after.lookUp) || before.sections.some((section) => !after.sections.includes(section));

/** What to say of a role that its mandates no longer open. */
export function endedRoleOf(
  role: Role,
  heldBefore: readonly string[],
  organisations: readonly ActingOrganisation[],
  now: number,
): EndedRole {
  const { organisationId, name } = role.organisation;
  const through = actsThrough(role.organisation.mandates)?.name;
  const left = organisations.find((each) => each.organisationId === organisationId)?.mandates ?? [];
  const inForce = heldNow(left, now);
  const mandates = heldBefore.filter((code) => !inForce.includes(code));
  return { organisation: name, purpose: role.purpose, mandates, ...(through && { through }) };
}
