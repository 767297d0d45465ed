import type { Announcement } from '../../shared/service-api/information.ts';

/** How long before a planned break it is told above every view, in milliseconds. */
const BEFORE_A_BREAK = 24 * 3600_000;

/**
 * What must be said above every view now: disruptions that go on, and planned breaks that go on or begin within a
 * day; disruptions first. News stay on the start view.
 * @param now milliseconds since 1970
 */
export function noticesNow(announcements: readonly Announcement[], now: number): readonly Announcement[] {
  const isDue = ({ kind, validFrom, validTo }: Announcement): boolean => {
    if (kind === 'news' || (validTo !== null && Date.parse(validTo) <= now)) return false;
    return Date.parse(validFrom) - (kind === 'planned-break' ? BEFORE_A_BREAK : 0) <= now;
  };
  return announcements
    .filter(isDue)
    .sort((a, b) => Number(b.kind === 'disruption') - Number(a.kind === 'disruption'));
}
