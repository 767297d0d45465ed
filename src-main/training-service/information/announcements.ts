import { addDays, todayInHelsinki, weekday, type IsoDate } from '../../../shared/domain/dates.ts';
import type { Announcement } from '../../../shared/service-api/information.ts';
import texts from './announcements.json' with { type: 'json' };

const at = (day: IsoDate, time: string): string => `${day}T${time}:00Z`;

/** News of 2026 that are out by now, and a planned break on the coming Sunday. */
export const announcementsAt = (now: Date): Announcement[] => {
  const today = todayInHelsinki(now);
  const sunday = addDays(today, (7 - weekday(today)) % 7);
  const news = (key: keyof typeof texts, publishedAt: string, validTo: string): Announcement => ({
    id: key,
    kind: 'news',
    publishedAt,
    validFrom: publishedAt,
    validTo,
    ...texts[key],
  });
  const all: Announcement[] = [
    {
      id: `break-${sunday}`,
      kind: 'planned-break',
      publishedAt: at(addDays(sunday, -7), '07:00'),
      validFrom: at(sunday, '04:00'),
      validTo: at(sunday, '07:00'),
      ...texts.break,
    },
    news('treatment-abroad', '2026-07-15T06:00:00Z', '2027-01-15T00:00:00Z'),
    news('general-support', '2026-05-01T06:00:00Z', '2027-04-30T00:00:00Z'),
    news('basic-amounts', '2026-03-02T07:00:00Z', '2027-03-01T00:00:00Z'),
  ];
  return all.filter(({ publishedAt }) => Date.parse(publishedAt) <= now.getTime());
};
