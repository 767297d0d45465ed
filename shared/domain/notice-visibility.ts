import { noticeTypes, type NoticeVisibility } from '../codes/index.ts';
import { addDays, startOfDayInHelsinki, todayInHelsinki } from './dates.ts';

const HOUR = 3_600_000;

/** Speed at which a notice becomes visible; null for a type that is not known. */
export const visibilityOf = (noticeType: string, urgent: boolean): NoticeVisibility | null => {
  const type = noticeTypes.find(noticeType);
  if (type === null) return null;
  return urgent ? (type.urgentVisibility ?? type.visibility) : type.visibility;
};

/**
 * The instant from which a notice shows to the receiver. AT_ONCE: when it was made. SAME_DAY: at the next
 * full hour, or when it was made if that hour belongs to the next day in Finland. DAY_AFTER: at the start of
 * the next day in Finland. The days are Kela's; the hours are an assumption.
 */
export const visibleFrom = (visibility: NoticeVisibility, madeAt: Date): Date => {
  const day = todayInHelsinki(madeAt);
  switch (visibility) {
    case 'AT_ONCE':
      return madeAt;
    case 'SAME_DAY': {
      // Finland's offset is whole hours in winter and summer, so full hours are the same in UTC.
      const nextHour = new Date(Math.ceil(madeAt.getTime() / HOUR) * HOUR);
      return todayInHelsinki(nextHour) === day ? nextHour : madeAt;
    }
    case 'DAY_AFTER':
      return startOfDayInHelsinki(addDays(day, 1));
  }
};

export const isVisible = (visibility: NoticeVisibility, madeAt: Date, now: Date): boolean =>
  now.getTime() >= visibleFrom(visibility, madeAt).getTime();
