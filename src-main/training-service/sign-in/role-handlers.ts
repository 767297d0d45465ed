import { purposes } from '../../../shared/codes/index.ts';
import { success } from '../../../shared/domain/result.ts';
import type { Access } from '../access.ts';
import type { Authority } from '../audit-trail.ts';
import type { Handlers } from '../http/call.ts';
import { findOrganisation, type Organisation } from '../organisations.ts';
import type { Session, Sessions } from './sessions.ts';
import { userOf } from './sign-in-handlers.ts';

export interface RoleParts {
  readonly access: Access;
  readonly sessions: Sessions;
  readonly audit: (session: Session, authority: Authority, outcome: string) => void;
  /** Told of a role that opens lists: its first list is made ready while its user looks around. */
  readonly prepareLists: (organisation: Organisation) => void;
}

export const createRoleHandlers = ({
  access,
  sessions,
  audit,
  prepareLists,
}: RoleParts): Pick<Handlers, 'listOrganisations' | 'chooseRole' | 'readSession'> => ({
  listOrganisations: (call) => success({ organisations: [...access.organisationsOf(call.session())] }),
  chooseRole: (call, { organisationId, purpose }) => {
    const session = call.session();
    const role = access.choose(session, organisationId, purpose);
    // Codes that there are, and nothing else that somebody may have sent in their place.
    const organisation = findOrganisation(organisationId);
    const wanted: Authority = {
      organisationId: organisation?.organisationId ?? null,
      purpose: purposes.find(purpose)?.code ?? null,
      mandates: access.heldIn(session, organisationId),
    };
    audit(session, wanted, role.ok ? 'OK' : role.error.code);
    if (role.ok && organisation !== null && role.value.rights.lists.length > 0) prepareLists(organisation);
    return role;
  },
  readSession: (call) => {
    const session = call.session();
    return success({
      user: userOf(access.user(session), session.method),
      role: access.roleOf(session),
      endsAt: sessions.endsAt(session).toISOString(),
    });
  },
});
