import { addMonths, firstOfMonth, isoDate, lastOfMonth, type IsoDate } from '../../shared/domain/dates.ts';
import { generateArtificialIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import type { Life } from './benefits/entitlement.ts';
import { practiceClientRows } from './named-clients/practice-client-rows.ts';
import { TAMPERE, type Row } from './named-clients/row.ts';
import { workedExampleRows } from './named-clients/worked-example-rows.ts';
import type { Person } from './population/person.ts';

/** A client whom training texts and tests know by name. */
export interface NamedClient {
  /** Number of the example in the payment-claim guide; 0 is the demo of today; null plays no example. */
  readonly exampleNumber: number | null;
  readonly personalIdentityCode: string;
  readonly name: string;
  readonly description: string;
}

const rows: readonly Row[] = [...workedExampleRows, ...practiceClientRows];

const personOf = (row: Row, number: number): Person => {
  const birthDate = isoDate(row.birth);
  const municipality = row.municipality ?? TAMPERE;
  const household = row.household ?? [];
  return {
    number,
    personalIdentityCode: generateArtificialIdentityCode(birthDate, row.individualNumber),
    birthDate,
    deathDate: null,
    lastName: row.lastName,
    firstNames: row.firstName,
    calledName: row.firstName,
    language: 'fi',
    homeMunicipality: municipality,
    stayMunicipality: null,
    address: { street: `Esimerkkikatu ${number + 1} A 1`, postalCode: '33900', city: 'Tampere' },
    nonDisclosure: false,
    guardian: null,
    household,
    role: household.length > 0 ? 'single-parent' : 'alone',
    isFirstAdult: true,
    receptionCentre: null,
    yearsAhead: 0,
    ...row.person,
  };
};

const noLife: Life = {
  situation: 'working',
  entitlements: [],
  claims: [],
  recoveries: [],
  assistance: null,
  hasSmallMatters: false,
};

/** Named clients have the first person numbers, in this order. */
export const namedPersons: readonly Person[] = rows.map(personOf);

/** The life of a named client; null for all others. `today` moves the demo of today only. */
export const lifeOfNamed = (personNumber: number, today: IsoDate): Life | null => {
  const row = rows[personNumber];
  return row === undefined ? null : { ...noLife, ...row.life?.(today) };
};

/** For tests, the demo and the handbook: who there is to look up. */
export const namedClients: readonly NamedClient[] = rows.map((row, number) => ({
  exampleNumber: row.exampleNumber,
  personalIdentityCode: namedPersons[number]?.personalIdentityCode ?? '',
  name: `${row.lastName} ${row.firstName}`,
  description: row.description,
}));

/** The worked examples of the payment-claim guide alone, the demo of today (0) first. */
export const workedExamples: readonly NamedClient[] = namedClients.filter(
  ({ exampleNumber }) => exampleNumber !== null,
);

/** Assistance of the demo of today: the month before the present one, in whole. */
export const demoAdvance = (today: IsoDate): { readonly start: IsoDate; readonly end: IsoDate } => {
  const start = firstOfMonth(addMonths(today, -1));
  return { start, end: lastOfMonth(start) };
};
