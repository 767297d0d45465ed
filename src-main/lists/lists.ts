import { routes } from '../../shared/service-api/routes.ts';
import type { AgedValues } from '../cache/cache.ts';
import type { Role } from '../../shared/service-api/roles.ts';

/** The catalogue of recipient lists, which depends on the role. */
export const createLists = (values: AgedValues) => ({
  catalogue: (role: Role) =>
    values.read(`lists/${role.organisation.organisationId}/${role.purpose}`, routes.listCatalogue),
});

export { createListData, type ListDataParts } from './list-data.ts';
export { createListExport } from './list-export.ts';
