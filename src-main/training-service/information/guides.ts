import type { Guide } from '../../../shared/service-api/information.ts';
import guideRows from './guides.json' with { type: 'json' };

/** Guides for the users, with the sources that they rest on. */
export const guides: readonly Guide[] = guideRows;
