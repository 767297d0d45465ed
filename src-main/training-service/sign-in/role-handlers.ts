import { success } from '../../../shared/domain/result.ts';
import type { Access, ActiveRole } from '../access.ts';
import type { Handlers } from '../http/call.ts';
import type { Sessions } from './sessions.ts';
import { userOf } from './sign-in-handlers.ts';

export interface RoleParts {
  readonly access: Access;
  readonly sessions: Sessions;
  readonly audit: (role: ActiveRole, operation: string) => void;
}

export const createRoleHandlers = ({
  access,
  sessions,
  audit,
}: RoleParts): Pick<Handlers, 'listOrganisations' | 'chooseRole' | 'readSession'> => ({
  listOrganisations: (call) => success({ organisations: [...access.organisationsOf(call.session())] }),
  chooseRole: (call, { organisationId, purpose }) => {
    const role = access.choose(call.session(), organisationId, purpose);
    const active = access.activeRole(call.session());
    if (role.ok && active.ok) audit(active.value, 'chooseRole');
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
