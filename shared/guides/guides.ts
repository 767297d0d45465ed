import type { Guide } from '../service-api/information.ts';
import guideRows from './guides.json' with { type: 'json' };

/**
 * The guides that come with the program, for when neither the service nor the cache has them. Each names its
 * version and the pages that it rests on; only what was read there is told as the service's rule.
 */
export const guides: readonly Guide[] = guideRows;

/** Instant at which the guides were last checked against their sources. */
export const GUIDES_AS_OF = '2026-11-01T00:00:00Z';
