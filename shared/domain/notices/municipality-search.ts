import { counties, isValidOn, municipalities, type MunicipalityRow } from '../../codes/index.ts';

export interface MunicipalityHit {
  /** A municipality of today. */
  readonly code: string;
  readonly fi: string;
  readonly sv: string;
  readonly county: { readonly fi: string; readonly sv: string; readonly en: string };
  /** The former municipality under whose name it was found; null when found by its own. */
  readonly former: { readonly fi: string; readonly sv: string } | null;
}

/** Lower case without accents: `Jämsä` is found by `jamsa`, `Åbo` by `abo`. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** The municipality of a day that another became, over any number of mergers; null when none is known. */
const successor = (row: MunicipalityRow, day: string): MunicipalityRow | null => {
  let current: MunicipalityRow | null = row;
  for (let steps = 0; current !== null && steps < 10; steps += 1) {
    if (isValidOn(current, day)) return current;
    current = current.mergedInto === undefined ? null : municipalities.find(current.mergedInto);
  }
  return null;
};

const hitOf = (row: MunicipalityRow, day: string): MunicipalityHit | null => {
  const now = successor(row, day);
  const county = now === null ? null : counties.find(now.county, day);
  if (now === null || county === null) return null;
  const isFormer = now.code !== row.code;
  return {
    code: now.code,
    fi: now.fi,
    sv: now.sv,
    county: { fi: county.fi, sv: county.sv, en: county.en },
    former: isFormer ? { fi: row.fi, sv: row.sv } : null,
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
