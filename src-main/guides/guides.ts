import { routes } from '../../shared/service-api/routes.ts';
import type { AgedValues } from '../cache/cache.ts';

/** Guides for the users of the service; the last known ones while the service is away. */
export const createGuides = (values: AgedValues) => ({
  list: () => values.read('guides', routes.listGuides),
});
