import {
  benefits,
  mandates,
  smallCodeLists,
  type SmallListName,
  type TrilingualName,
} from '../../../shared/codes/index.ts';
import { dateParts, isoDate, todayInHelsinki, type IsoDate } from '../../../shared/domain/dates.ts';
import { paragraphText } from '../../../shared/domain/payment-claim/index.ts';
import type { SectionName } from '../../../shared/domain/sections.ts';
import { cents, formatAmount, formatMoney } from '../../../shared/domain/money.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { getLocale } from '../../../shared/messages/generated/runtime.js';
import { formatDate, formatDateTime, formatTime } from '../../platform/format.ts';
import { learnedName } from '../../platform/service-codes.ts';
import { today } from '../../platform/service-time.svelte.ts';

const texts = m as unknown as Readonly<Record<string, (() => string) | undefined>>;

/** Text of a message whose key ends with a code of the service; a code that has none is shown as it is. */
const messageOr = (key: string, code: string): string => texts[key]?.() ?? code;

const keyPart = (code: string): string => code.toLowerCase().replaceAll('-', '_');

const nameOr = (row: TrilingualName | null, code: string): string => row?.[getLocale()] ?? code;

/** With a capital, as table headings, tags and list rows begin. */
export const capital = (text: string): string =>
  text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);

/** Name of a benefit in the user's language, with a capital; an unknown code as it is. */
export const benefitName = (code: string): string =>
  capital(nameOr(benefits.find(code) ?? learnedName('benefits', code), code));

/** Name of a code of a small list (statuses, kinds, reasons); an unknown code as it is. */
export const codeName = (list: SmallListName, code: string): string =>
  nameOr(smallCodeLists[list].find(code) ?? learnedName(list, code), code);

/** @param provision the section that the claim adds, where the code list names the act alone */
export const legalBaseName = (legalBase: string, provision: string | null = null): string =>
  paragraphText({ legalBase, provision }, getLocale());
export const mandateName = (code: string): string => nameOr(mandates.find(code), code);
export const relationName = (code: string): string => messageOr(`client_relation_${keyPart(code)}`, code);
export const languageName = (code: string): string => messageOr(`client_language_${keyPart(code)}`, code);
export const sectionTitle = (name: SectionName): string => messageOr(`client_section_${keyPart(name)}`, name);
export const emptyText = (name: SectionName): string =>
  messageOr(`client_section_empty_${keyPart(name)}`, '');

export const money = (amount: number): string => formatMoney(cents(amount));
export const amountText = (amount: number): string => formatAmount(cents(amount));
export const date = formatDate;

/** '1.3.2026–31.3.2026', or from when it runs. */
export const periodText = ({ start, end }: { start: string; end: string | null }): string =>
  end === null ? m.client_period_open({ start: date(start) }) : `${date(start)}–${date(end)}`;

/** '3/2026' of '2026-03'. */
export const monthText = (month: string): string => `${Number(month.slice(5, 7))}/${month.slice(0, 4)}`;

/** Time of day of an instant, with the day unless it is today. */
export const timeText = (instant: string): string =>
  todayInHelsinki(new Date(instant)) === today() ? formatTime(instant) : formatDateTime(instant);

/** Full years that a person has lived on a day. */
export const ageOn = (birthDate: string, day: IsoDate): number => {
  const born = dateParts(isoDate(birthDate));
  const now = dateParts(day);
  const birthdayPassed = now.month > born.month || (now.month === born.month && now.day >= born.day);
  return now.year - born.year - (birthdayPassed ? 0 : 1);
};

/** Amount of a decision with its unit. */
export const rateText = ({ unit, gross }: { unit: 'day' | 'month' | 'once'; gross: number }): string => {
  const amount = money(gross);
  if (unit === 'day') return m.client_unit_day({ amount });
  return unit === 'month' ? m.client_unit_month({ amount }) : m.client_unit_once({ amount });
};

type ClaimAmount =
  { kind: 'whole-benefit' } | { kind: 'fixed-per-payment'; cents: number } | { kind: 'total'; cents: number };

/** What a payment claim asks for. */
export const claimAmountText = (amount: ClaimAmount): string => {
  if (amount.kind === 'whole-benefit') return m.client_claim_amount_whole();
  const text = { amount: money(amount.cents) };
  return amount.kind === 'total' ? m.client_claim_amount_total(text) : m.client_claim_amount_fixed(text);
};

export const yesOrNo = (value: boolean): string => (value ? m.client_yes() : m.client_no());
