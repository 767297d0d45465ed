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

export const createAccess = (users: readonly PracticeUserRow[], now: () => Date): Access => {
  const byId = new Map(users.map((user) => [user.userId, user]));
  const userOf = (session: Session): PracticeUserRow => {
    const user = byId.get(session.userId);
    if (user === undefined) throw new Error('A session of an unknown user');
    return user;
  };
  const membership = (user: PracticeUserRow, organisationId: string) => {
    const found = user.memberships.find((member) => member.organisationId === organisationId);
    const organisation = findOrganisation(organisationId);
    if (found === undefined || organisation === null) return null;
    const held = found.mandates.map((code) => ({ code, validTo: found.validTo }));
    return { organisation, held, inForce: mandatesInForce(held, todayInHelsinki(now())) };
  };
  const activeRole = (session: Session): Result<ActiveRole, ServiceFailure> => {
    const chosen = session.role;
    if (chosen === null) return refuse({ code: 'ROLE_MISSING' });
    const user = userOf(session);
    const member = membership(user, chosen.organisationId);
    if (member === null) return refuse({ code: 'ROLE_MISSING' });
    const { organisation, inForce } = member;
    const rights = rightsOf({
      organisationType: organisation.type,
      mandates: inForce,
      purpose: chosen.purpose,
    });
    return success({ user, organisation, mandates: inForce, purpose: chosen.purpose, rights, chosen });
  };
  return {
    user: userOf,
    activeRole,
    organisationsOf: (session) => {
      const user = userOf(session);
      return user.memberships.flatMap(({ organisationId }) => {
        const member = membership(user, organisationId);
        return member === null ? [] : [actingOrganisation(member.organisation, member.held, member.inForce)];
      });
    },
    choose: (session, organisationId, purpose) => {
      const member = membership(userOf(session), organisationId);
      if (member === null) return refuse({ code: 'ORGANISATION_UNKNOWN' });
      const { organisation, held, inForce } = member;
      const acting = actingOrganisation(organisation, held, inForce);
      if (!acting.purposes.includes(purpose)) {
        const allMandates = purposes.find(purpose)?.mandates ?? [];
        const isOfType = purposesFor(organisation.type, allMandates).some((code) => code === purpose);
        const [mandate] = allMandates;
        return refuse(
          isOfType && mandate !== undefined
            ? { code: 'MANDATE_MISSING', mandate }
            : { code: 'PURPOSE_NOT_ALLOWED' },
        );
      }
      session.role = { organisationId, purpose, since: now(), openedClients: new Set() };
      const active = activeRole(session);
      if (!active.ok) return active;
      const { rights } = active.value;
      return success({
        organisation: acting,
        purpose,
        rights: {
          lookUp: rights.lookUp,
          sections: [...rights.sections],
          monthsBack: rights.monthsBack,
          notices: rights.notices,
          paymentClaims: rights.paymentClaims,
          documents: rights.documents,
          lists: [...rights.lists],
          missing: [...rights.missing],
        },
        since: session.role.since.toISOString(),
      });
    },
  };
};
