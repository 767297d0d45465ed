import { counties, isValidOn, municipalities, type MunicipalityRow } from '../../codes/index.ts';
import { addDays, isoDate } from '../dates.ts';

export interface MunicipalityHit {
  /** A municipality of today. */
  readonly code: string;
  readonly fi: string;
  readonly sv: string;
  readonly county: { readonly fi: string; readonly sv: string; readonly en: string };
  /**
   * The former municipality, or the former name, under which it was found, and the last day of that (ISO);
   * null when found by its own name.
   */
  readonly former: { readonly fi: string; readonly sv: string; readonly until: string } | null;
}

/** Lower case without accents: `Jämsä` is found by `jamsa`, `Åbo` by `abo`. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** The municipality of a day that another became, over any number of mergers; null when none is known. */
export const successorOf = (row: MunicipalityRow, day: string): MunicipalityRow | null => {
  let current: MunicipalityRow | null = row;
  while (current !== null && !isValidOn(current, day)) {
    const { mergedInto, validTo }: MunicipalityRow = current;
    current =
      mergedInto === undefined || validTo === undefined || validTo >= day
        ? null
        : municipalities.find(mergedInto, addDays(isoDate(validTo), 1));
  }
  return current;
};

const hitOf = (row: MunicipalityRow, day: string): MunicipalityHit | null => {
  const now = successorOf(row, day);
  const county = now === null ? null : counties.find(now.county, day);
  if (now === null || county === null) return null;
  return {
    code: now.code,
    fi: now.fi,
    sv: now.sv,
    county: { fi: county.fi, sv: county.sv, en: county.en },
    former: now === row ? null : { fi: row.fi, sv: row.sv, until: row.validTo ?? '' },
  };
};

/** Every municipality with its names as they are compared: made once, since a search runs at each key. */
const named = municipalities.rows.map((row) => ({ row, names: [folded(row.fi), folded(row.sv)] }));

/** 0: is the text, 1: begins with it, 2: a later word begins with it; null: does not fit. */
const rankOf = (name: string, wanted: string): number | null => {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.split(/[\s-]/).some((word) => word.startsWith(wanted)) ? 2 : null;
};

/**
 * Municipalities whose Finnish, Swedish or former name begins with a text, best first; a former one leads to
 * that which it became part of.
 * @param day ISO date on which the target must exist
 */
export const searchMunicipalities = (text: string, day: string, limit = 8): readonly MunicipalityHit[] => {
  const wanted = folded(text);
  if (wanted === '') return [];
  const found = named
    .flatMap(({ row, names }) => {
      const ranks = names.map((name) => rankOf(name, wanted)).filter((rank) => rank !== null);
      const hit = ranks.length === 0 ? null : hitOf(row, day);
      return hit === null ? [] : [{ hit, rank: Math.min(...ranks) + (hit.former === null ? 0 : 0.5) }];
    })
    .sort((one, other) => one.rank - other.rank || one.hit.fi.localeCompare(other.hit.fi, 'fi'));
  const seen = new Set<string>();
  return found
    .map(({ hit }) => hit)
    .filter(({ code }) => !seen.has(code) && seen.add(code))
    .slice(0, limit);
};
