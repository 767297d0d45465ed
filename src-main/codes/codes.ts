import { routes } from '../../shared/service-api/routes.ts';
import type { AgedValues } from '../cache/cache.ts';

/** The service's code lists; the last known ones while the service is away. */
export const createCodes = (values: AgedValues) => ({
  list: () => values.read('codes', routes.listCodes),
});
