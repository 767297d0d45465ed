import { success } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import { listView } from '../../shared/service-api/lists.ts';
import type { Role } from '../../shared/service-api/roles.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { AgedValues, KeptLists } from '../cache/cache.ts';
import type { Handlers } from '../ipc/ipc.ts';
import type { Session } from '../session/session.ts';
import { listOfKeptName } from './kept-names.ts';
import type { ExpectedRows } from './verified-rows.ts';

const keyOf = ({ listId, view, period }: ExpectedRows) => ({ listId, view: listView.parse(view), period });
const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

export interface ListsParts {
  readonly values: AgedValues;
  readonly kept: KeptLists;
  readonly session: Pick<Session, 'role'>;
}

export type Lists = Pick<Handlers, 'lists.catalogue' | 'lists.invoices' | 'lists.kept' | 'lists.find-kept'>;

/** What is known of recipient lists beside their rows; all of it depends on the role. */
export const createLists = ({ values, kept, session }: ListsParts): Lists => {
  const keptOf = async (role: Role) =>
    (await kept.heads()).flatMap((head) => {
      const list = listOfKeptName(head.name, role);
      return list === null ? [] : [{ head, list }];
    });
  const withRole = async <Answer>(
    work: (role: Role) => Promise<Answer>,
  ): Promise<Answer | ReturnType<typeof callFailure>> => {
    const role = session.role();
    return role === undefined ? callFailure('role-missing') : await work(role);
  };
  return {
    'lists.catalogue': () =>
      withRole(({ organisation, purpose }) =>
        values.read(`lists/${organisation.organisationId}/${purpose}`, routes.listCatalogue),
      ),
    'lists.invoices': () =>
      withRole(({ organisation, purpose }) =>
        values.read(`invoices/${organisation.organisationId}/${purpose}`, routes.listInvoices),
      ),
    'lists.kept': () =>
      withRole(async (role) =>
        success({
          allowed: kept.allowed(),
          lists: (await keptOf(role)).map(({ head, list }) => ({
            ...keyOf(list),
            storedAt: instant(head.storedAt),
            expiresAt: instant(head.expiresAt),
          })),
        }),
      ),
    'lists.find-kept': ({ text }) =>
      withRole(async (role) => {
        const lists = new Map((await keptOf(role)).map(({ head, list }) => [head.name, list]));
        const hits = await kept.find([...lists.keys()], text);
        return success({
          hits: hits.flatMap(({ list: name, ...person }) => {
            const list = lists.get(name);
            return list === undefined ? [] : [{ ...keyOf(list), ...person }];
          }),
        });
      }),
  };
};

export { createListData, type ListDataParts } from './list-data.ts';
export { createListExport } from './list-export.ts';
