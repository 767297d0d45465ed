import { formatFinnish, parseIsoDate, todayInHelsinki } from '../../shared/domain/dates.ts';
import { cents, formatMoney } from '../../shared/domain/money.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { MessageOptions } from '../../shared/messages/messages.ts';

/** 'd.m.yyyy' of an ISO date. Another text is shown as it came, never dropped. */
export const formatDate = (date: string): string => {
  const parsed = parseIsoDate(date);
  return parsed.ok ? formatFinnish(parsed.value) : date;
};

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Helsinki',
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h23',
});

const clockParts = (instant: Date): { readonly hour: string; readonly minute: string } => {
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { hour: String(Number(parts.get('hour'))), minute: parts.get('minute') ?? '' };
};

/** Time of day in Finland of an instant, as '9.30' or '9:30' by the language, which is the screen's if none is given. */
export const formatTime = (instant: string | number | Date, options: MessageOptions = {}): string =>
  m.common_time(clockParts(new Date(instant)), options);

/** Date and time of day in Finland of an instant, as {@link formatTime}. */
export const formatDateTime = (instant: string | number | Date, options: MessageOptions = {}): string => {
  const date = new Date(instant);
  const [day, time] = [formatFinnish(todayInHelsinki(date)), formatTime(date, options)];
  return m.common_date_time({ date: day, time }, options);
};

/** '10/2026' of a month 'YYYY-MM', '1–6/2026' of a half-year 'YYYY-1'; another text as it came. */
export const formatPeriod = (period: string): string => {
  const [, year, part = ''] = /^(\d{4})-([12]|\d{2})$/.exec(period) ?? [];
  if (year === undefined) return period;
  const months = { '1': '1–6', '2': '7–12' }[part] ?? String(Number(part));
  return `${months}/${year}`;
};

/** '1 234,50 €' of cents as they come from the service. */
export const formatCents = (amount: number): string => formatMoney(cents(amount));
