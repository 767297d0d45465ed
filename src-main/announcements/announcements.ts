import { routes } from '../../shared/service-api/routes.ts';
import type { AgedValues } from '../cache/cache.ts';

/** Disruptions, planned breaks and news; the last known ones while the service is away. */
export const createAnnouncements = (values: AgedValues) => ({
  list: () => values.read('announcements', routes.listAnnouncements),
});
