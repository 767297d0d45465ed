import { amounts } from '../../../shared/codes/index.ts';
import { dateParts, type IsoDate } from '../../../shared/domain/dates.ts';

/** National pension index (domain source: Kela's notices); pensions of a year follow it. */
const INDEX: Readonly<Record<number, number>> = { 2023: 1805, 2024: 1911, 2025: 1930, 2026: 1939 };
const INDEX_NOW = 1939;

/**
 * Amounts that the code lists do not have. Assumptions of training, near to real ones; never shown as what
 * the law says.
 */
export const assumed = {
  childBenefitByChild: [9_488, 10_484, 13_379, 17_324, 19_269],
  singleParentSupplement: 7_330,
  homeCareAllowance: 37_768,
  privateCareAllowance: 21_990,
  /** For at most 22.5 and at most 30 hours of work a week. */
  flexibleCareAllowance: [26_990, 17_990],
  partialCareAllowance: 10_930,
  minimumDailyAllowance: 3_199,
  housingSupplement: 29_600,
  disabilityAllowanceChild: 10_974,
  spousePension: 39_400,
  medicineLimits: {
    2024: { initial: 5_000, annual: 62_694 },
    2025: { initial: 6_194, annual: 63_317 },
  } as Readonly<Record<number, { readonly initial: number; readonly annual: number }>>,
} as const;

/** Euro cents of a code on a day; outside the listed validity, the newest row's. */
export const amountOf = (code: string, day: IsoDate): number => {
  const row = amounts.find(code, day) ?? amounts.find(code);
  if (row === null) throw new RangeError(`No such amount: ${code}`);
  return row.cents;
};

/** An amount of 2026 that follows the national pension index, on another day. */
export const indexed = (code: string, day: IsoDate): number => {
  const index = INDEX[dateParts(day).year] ?? INDEX_NOW;
  const newest = amounts.find(code)?.cents ?? 0;
  return Math.round((newest * index) / INDEX_NOW);
};

/** Withholding of each benefit in percent; the rest is tax-free (assumption). */
// prettier-ignore
const WITHHOLDING: Readonly<Record<string, number>> = {
  TMT: 20, PPR: 20, YLT: 20, SPR: 22, KUR: 20, VAR: 24, RAR: 24, KHT: 20,
  JHR: 20, OHR: 20, 'KE-V': 2, 'KE-T': 4, TAKE: 2,
  LESKE: 8, OPR: 0,
};

export const withholdingOf = (benefitCode: string, gross: number): number =>
  Math.round((gross * (WITHHOLDING[benefitCode] ?? 0)) / 100);
