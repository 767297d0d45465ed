import type { Role } from '../../shared/service-api/roles.ts';
import type { ExpectedRows } from './verified-rows.ts';

const scopeOf = ({ organisation, purpose }: Role): string => `${organisation.organisationId}/${purpose}/`;

/** Name of a kept list: what one role may see, another one must not find. */
export const keptName = ({ listId, view, period }: ExpectedRows, role: Role): string =>
  `${scopeOf(role)}${listId}/${view}/${period}`;

/** The list of a name, where the role may still open it. */
export const listOfKeptName = (name: string, role: Role): ExpectedRows | null => {
  const scope = scopeOf(role);
  const [listId = '', view = '', period = ''] = name.startsWith(scope)
    ? name.slice(scope.length).split('/')
    : [];
  return role.rights.lists.some((right) => right === listId) ? { listId, view, period } : null;
};
