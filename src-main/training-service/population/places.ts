import { counties, isValidOn, municipalities, type MunicipalityRow } from '../../../shared/codes/index.ts';
import type { Random } from './random.ts';

/** Municipalities as they are on this day: the artificial population does not follow mergers. */
const AS_OF = '2026-01-01';
export const ALAND = '91';

/**
 * Round shares of the larger places in their counties' population. An assumption for a likely spread of
 * clients, not a statistic; the rest of a county is spread evenly.
 */
// prettier-ignore
const LARGER_PLACES: Readonly<Record<string, number>> = {
  '049': 0.62, '257': 0.08, '235': 0.02, '092': 0.86, '245': 0.14, '638': 0.51, '753': 0.23, '106': 0.23,
  '186': 0.22, '858': 0.19, '543': 0.21, '853': 0.42, '202': 0.07, '680': 0.05, '734': 0.1, '609': 0.4,
  '684': 0.19, '109': 0.4, '694': 0.17, '061': 0.1, '837': 0.47, '536': 0.06, '980': 0.06, '604': 0.04,
  '211': 0.06, '398': 0.59, '286': 0.5, '285': 0.32, '405': 0.58, '153': 0.19, '491': 0.41, '740': 0.25,
  '593': 0.14, '297': 0.5, '140': 0.08, '167': 0.48, '422': 0.06, '179': 0.54, '743': 0.34, '905': 0.39,
  '598': 0.11, '499': 0.11, '272': 0.71, '564': 0.51, '205': 0.52, '698': 0.37, '851': 0.12, '240': 0.12,
  '478': 0.39, '170': 0.18,
};

/** First two digits of the postal codes around each county's centre. */
// prettier-ignore
const POSTAL_PREFIXES: Readonly<Record<string, string>> = {
  '02': '06', '03': '04', '04': '02', '05': '01', '06': '20', '07': '28', '08': '13', '09': '33', '10': '15',
  '11': '45', '12': '53', '13': '50', '14': '70', '15': '80', '16': '40', '17': '60', '18': '65', '19': '67',
  '20': '90', '21': '87', '22': '96', '90': '00', '91': '22',
};

/** Counties where a good part of the clients speak Swedish (assumption). */
// prettier-ignore
const SWEDISH_SHARE: Readonly<Record<string, number>> = {
  '02': 0.25, '04': 0.12, '06': 0.06, '18': 0.5, '19': 0.09, '90': 0.06, '91': 0.88,
};

export interface Places {
  draw(random: Random): MunicipalityRow;
  of(code: string): MunicipalityRow;
  swedishShare(municipality: MunicipalityRow): number;
  postalCode(municipality: MunicipalityRow, random: Random): string;
}

const weightsOf = (): { row: MunicipalityRow; weight: number }[] => {
  const rows = municipalities.rows.filter((row) => isValidOn(row, AS_OF));
  return counties.rows.flatMap((county) => {
    const members = rows.filter((row) => row.county === county.code);
    const known = members.reduce((sum, row) => sum + (LARGER_PLACES[row.code] ?? 0), 0);
    const others = members.filter((row) => LARGER_PLACES[row.code] === undefined).length;
    const evenShare = others === 0 ? 0 : (1 - known) / others;
    return members.map((row) => ({
      row,
      weight: county.population * (LARGER_PLACES[row.code] ?? evenShare),
    }));
  });
};

export const createPlaces = (): Places => {
  const rows: MunicipalityRow[] = [];
  const upTo: number[] = [];
  let total = 0;
  for (const { row, weight } of weightsOf()) {
    total += weight;
    rows.push(row);
    upTo.push(total);
  }
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const of = (code: string): MunicipalityRow => {
    const row = byCode.get(code);
    if (row === undefined) throw new RangeError(`No such municipality: ${code}`);
    return row;
  };
  return {
    of,
    draw: (random) => {
      const target = random.fraction() * total;
      let low = 0;
      let high = upTo.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((upTo[middle] ?? 0) > target) high = middle;
        else low = middle + 1;
      }
      const row = rows[low];
      if (row === undefined) throw new RangeError('There are no municipalities');
      return row;
    },
    swedishShare: (municipality) => SWEDISH_SHARE[municipality.county] ?? 0.01,
    postalCode: (municipality, random) =>
      `${POSTAL_PREFIXES[municipality.county] ?? '99'}${random.integer(1, 99).toString().padStart(2, '0')}0`,
  };
};
