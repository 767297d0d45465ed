import { success } from '../../shared/domain/result.ts';
import { guides, GUIDES_AS_OF } from '../../shared/guides/guides.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { AgedValues } from '../cache/cache.ts';

/** Guides for the users: the service's, while it is away the last known ones, else those of the program. */
export const createGuides = (values: AgedValues) => ({
  list: async () => {
    const known = await values.read('guides', routes.listGuides);
    if (known.ok) return known;
    return success({ value: { guides: [...guides] }, asOf: GUIDES_AS_OF, source: 'built-in' as const });
  },
});
