import { purposes } from '../../shared/codes/index.ts';
import {
  mandatesInForce,
  purposesFor,
  rightsOf,
  type Feature,
  type Rights,
} from '../../shared/domain/access-rules.ts';
import { todayInHelsinki, type IsoDate } from '../../shared/domain/dates.ts';
import { success, type Result } from '../../shared/domain/result.ts';
import type { ActingOrganisation, Role } from '../../shared/service-api/roles.ts';
import { refuse, type ServiceFailure } from './http/problem.ts';
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
}

export interface Access {
  user(session: Session): PracticeUserRow;
  organisationsOf(session: Session): readonly ActingOrganisation[];
  choose(session: Session, organisationId: string, purpose: string): Result<Role, ServiceFailure>;
  /** Decided anew at every request: a mandate may end while the session goes on. */
  activeRole(session: Session): Result<ActiveRole, ServiceFailure>;
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
  held: ActingOrganisation['mandates'],
  inForce: readonly string[],
): ActingOrganisation => ({
  organisationId: organisation.organisationId,
  businessId: organisation.businessId,
  name: organisation.name,
  type: organisation.type,
  mandates: held,
  purposes: [...purposesFor(organisation.type, inForce)],
});

interface Membership {
  readonly organisation: Organisation;
  readonly held: ActingOrganisation['mandates'];
  readonly inForce: readonly string[];
}

const membershipOf = (user: PracticeUserRow, organisationId: string, today: IsoDate): Membership | null => {
  const found = user.memberships.find((member) => member.organisationId === organisationId);
  const organisation = findOrganisation(organisationId);
  if (found === undefined || organisation === null) return null;
  const held = found.mandates.map((code) => ({ code, validTo: found.validTo }));
  return { organisation, held, inForce: mandatesInForce(held, today) };
};

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

export const createAccess = (users: readonly PracticeUserRow[], now: () => Date): Access => {
  const byId = new Map(users.map((user) => [user.userId, user]));
  const today = (): IsoDate => todayInHelsinki(now());
  const userOf = (session: Session): PracticeUserRow => {
    const user = byId.get(session.userId);
    if (user === undefined) throw new Error('A session of an unknown user');
    return user;
  };
  const activeRole = (session: Session): Result<ActiveRole, ServiceFailure> => {
    const chosen = session.role;
    if (chosen === null) return refuse({ code: 'ROLE_MISSING' });
    const user = userOf(session);
    const member = membershipOf(user, chosen.organisationId, today());
    if (member === null) return refuse({ code: 'ROLE_MISSING' });
    const { organisation, inForce: mandates } = member;
    const { purpose } = chosen;
    const rights = rightsOf({ organisationType: organisation.type, mandates, purpose });
    return success({ user, organisation, mandates, purpose, rights, chosen });
  };
  return {
    user: userOf,
    activeRole,
    organisationsOf: (session) => {
      const user = userOf(session);
      return user.memberships.flatMap(({ organisationId }) => {
        const member = membershipOf(user, organisationId, today());
        return member === null ? [] : [actingOrganisation(member.organisation, member.held, member.inForce)];
      });
    },
    choose: (session, organisationId, purpose) => {
      const member = membershipOf(userOf(session), organisationId, today());
      if (member === null) return refuse({ code: 'ORGANISATION_UNKNOWN' });
      const acting = actingOrganisation(member.organisation, member.held, member.inForce);
      if (!acting.purposes.includes(purpose)) return refuse(closedPurpose(member.organisation, purpose));
      const since = now();
      session.role = { organisationId, purpose, since, openedClients: new Set() };
      const active = activeRole(session);
      return active.ok ? success(roleAsShown(acting, purpose, active.value.rights, since)) : active;
    },
  };
};
