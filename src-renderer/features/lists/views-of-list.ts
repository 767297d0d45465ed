import { m } from '../../../shared/messages/generated/messages.js';
import type { ListView } from '../../../shared/service-api/lists.ts';

/** Names of the views of a list. */
export const viewNames: Readonly<Record<ListView, () => string>> = {
  persons: m.lists_view_persons,
  recipients: m.lists_view_recipients,
  payments: m.lists_view_payments,
};

/** Views of a list, the first one first; the same as the service's, whose contract file holds the schemas. */
export const viewsOf = (listId: string): readonly ListView[] =>
  listId === 'L4' ? ['recipients', 'payments'] : ['persons'];
