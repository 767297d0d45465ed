import { purposes } from '../../shared/codes/index.ts';
import {
  mandatesInForce,
  purposesFor,
  rightsOf,
  type Feature,
  type Rights,
} from '../../shared/domain/access-rules.ts';
import { todayInHelsinki } from '../../shared/domain/dates.ts';
import { success, type Result } from '../../shared/domain/result.ts';
import type { ActingOrganisation, HeldMandate, Role } from '../../shared/service-api/roles.ts';
import { refuse, type ServiceFailure } from './http/problem.ts';
import type { MandateRegister } from './mandate-register.ts';
import { findOrganisation, type Organisation, type PracticeUserRow } from './organisations.ts';
import type { ChosenRole, Session } from './sign-in/sessions.ts';

/** A session's role with what it may do at this moment. */
export interface ActiveRole {
  readonly user: PracticeUserRow;
  readonly organisation: Organisation;
  readonly mandates: readonly string[];
  readonly purpose: string;
  readonly rights: Rights;
  readonly chosen: ChosenRole;
  readonly session: Session;
}

export interface Access {
  user(session: Session): PracticeUserRow;
  organisationsOf(session: Session): readonly ActingOrganisation[];
  choose(session: Session, organisationId: string, purpose: string): Result<Role, ServiceFailure>;
  /** Codes of the mandates of an organisation that are in force, whatever they open. */
  heldIn(session: Session, organisationId: string): readonly string[];
  /**
   * Decided anew at every request: a mandate may end while the session goes on. Where none is left that opens the
   * purpose of use, the refusal names one that would.
   */
  activeRole(session: Session): Result<ActiveRole, ServiceFailure>;
  /** The role as the contract words it; null where there is none, or none any more. */
  roleOf(session: Session): Role | null;
}

/** Refusal where the role does not open a feature: names the mandate where one would. */
export const requireFeature = (
  rights: Rights,
  feature: Feature,
  isOpen: boolean,
  otherwise: ServiceFailure,
): Result<true, ServiceFailure> => {
  if (isOpen) return success(true);
  const missing = rights.missing.find((entry) => entry.feature === feature);
  return refuse(missing === undefined ? otherwise : { code: 'MANDATE_MISSING', mandate: missing.mandate });
};

const actingOrganisation = (
  organisation: Organisation,
  held: readonly HeldMandate[],
  inForce: readonly string[],
): ActingOrganisation => ({
  organisationId: organisation.organisationId,
  businessId: organisation.businessId,
  name: organisation.name,
  type: organisation.type,
  mandates: [...held],
  purposes: [...purposesFor(organisation.type, inForce)],
});

interface Membership {
  readonly organisation: Organisation;
  readonly held: readonly HeldMandate[];
  readonly inForce: readonly string[];
}

const opensPurpose = ({ organisation, inForce }: Membership, purpose: string): boolean =>
  purposesFor(organisation.type, inForce).some((code) => code === purpose);

/** Why a purpose is closed: a mandate would open it, or the organisation does not have it. */
const closedPurpose = (organisation: Organisation, purpose: string): ServiceFailure => {
  const anyOf = purposes.find(purpose)?.mandates ?? [];
  const [mandate] = anyOf;
  const isOfType = purposesFor(organisation.type, anyOf).some((code) => code === purpose);
  return isOfType && mandate !== undefined
    ? { code: 'MANDATE_MISSING', mandate }
    : { code: 'PURPOSE_NOT_ALLOWED' };
};

/** The role as the contract words it. */
const roleAsShown = (
  organisation: ActingOrganisation,
  purpose: string,
  { treatmentAbroad: _, ...rights }: Rights,
  since: Date,
): Role => ({
  organisation,
  purpose,
  rights: {
    ...rights,
    sections: [...rights.sections],
    lists: [...rights.lists],
    missing: [...rights.missing],
  },
  since: since.toISOString(),
});

export const createAccess = (
  users: readonly PracticeUserRow[],
  register: MandateRegister,
  now: () => Date,
): Access => {
  const byId = new Map(users.map((user) => [user.userId, user]));
  const membershipOf = (user: PracticeUserRow, organisationId: string): Membership | null => {
    const held = register.held(user, organisationId);
    const organisation = findOrganisation(organisationId);
    if (held === null || organisation === null) return null;
    return { organisation, held, inForce: mandatesInForce(held, todayInHelsinki(now())) };
  };
  const userOf = (session: Session): PracticeUserRow => {
    const user = byId.get(session.userId);
    if (user === undefined) throw new Error('A session of an unknown user');
    return user;
  };
  const activeRole = (session: Session): Result<ActiveRole, ServiceFailure> => {
    const chosen = session.role;
    if (chosen === null) return refuse({ code: 'ROLE_MISSING' });
    const user = userOf(session);
    const member = membershipOf(user, chosen.organisationId);
    if (member === null) return refuse({ code: 'ROLE_MISSING' });
    const { organisation, inForce: mandates } = member;
    const { purpose } = chosen;
    if (!opensPurpose(member, purpose)) return refuse(closedPurpose(organisation, purpose));
    const rights = rightsOf({ organisationType: organisation.type, mandates, purpose });
    return success({ user, organisation, mandates, purpose, rights, chosen, session });
  };
  const roleOf = (session: Session): Role | null => {
    const active = activeRole(session);
    const member = active.ok && membershipOf(active.value.user, active.value.organisation.organisationId);
    if (!active.ok || !member) return null;
    const acting = actingOrganisation(member.organisation, member.held, member.inForce);
    return roleAsShown(acting, active.value.purpose, active.value.rights, active.value.chosen.since);
  };
  return {
    user: userOf,
    heldIn: (session, organisationId) => membershipOf(userOf(session), organisationId)?.inForce ?? [],
    activeRole,
    roleOf,
    organisationsOf: (session) => {
      const user = userOf(session);
      return user.memberships.flatMap(({ organisationId }) => {
        const member = membershipOf(user, organisationId);
        return member === null ? [] : [actingOrganisation(member.organisation, member.held, member.inForce)];
      });
    },
    choose: (session, organisationId, purpose) => {
      const member = membershipOf(userOf(session), organisationId);
      if (member === null) return refuse({ code: 'ORGANISATION_UNKNOWN' });
      if (!opensPurpose(member, purpose)) return refuse(closedPurpose(member.organisation, purpose));
      session.role = { organisationId, purpose, since: now(), openedClients: new Set() };
      const role = roleOf(session);
      return role === null ? refuse({ code: 'ROLE_MISSING' }) : success(role);
    },
  };
};
