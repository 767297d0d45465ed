import { addMonths, firstOfMonth, isoDate, lastOfMonth } from '../../../shared/domain/dates.ts';
import { indexed } from '../benefits/amounts.ts';
import { RECEPTION_CENTRE } from '../organisations.ts';
import { fixedMonthly, right, TAMPERE, unemployment, type Row } from './row.ts';

/** Clients on whom the rules of look-up can be tried. */
export const practiceClientRows: readonly Row[] = [
  {
    exampleNumber: null,
    lastName: 'Suojattu',
    firstName: 'Siiri',
    birth: '1991-03-08',
    individualNumber: 920,
    description: 'Non-disclosure for safety: needs a confirmation, shows neither address nor municipality',
    person: { nonDisclosure: true },
    life: () => ({ entitlements: [fixedMonthly('YAT', '2025-10-01', 24_000, { review: 'yearly' })] }),
  },
  {
    exampleNumber: null,
    lastName: 'Edesmennyt',
    firstName: 'Eino',
    birth: '1939-06-01',
    individualNumber: 923,
    description: 'Deceased 4.10.2026: a claim is refused',
    person: { deathDate: isoDate('2026-10-04') },
    life: () => ({
      situation: 'pensioner',
      entitlements: [
        right('KE-V', '2004-07-01', {
          review: 'january',
          end: isoDate('2026-10-31'),
          amountOn: (day) => indexed('NATIONAL_PENSION_ALONE', day),
        }),
      ],
    }),
  },
  {
    exampleNumber: null,
    lastName: 'Turkulainen',
    firstName: 'Taavi',
    birth: '1984-12-24',
    individualNumber: 925,
    municipality: '853',
    description: 'Lives in Turku: outside Pirkanmaa, so a reason is asked',
    life: () => ({
      situation: 'unemployed',
      entitlements: [unemployment('YLT', '2026-06-01', {})],
    }),
  },
  {
    exampleNumber: null,
    lastName: 'Melnychenko',
    firstName: 'Olena',
    birth: '1987-05-05',
    individualNumber: 926,
    description:
      'Registered at the reception centre of Harjula; temporary protection, no home municipality. Worked, and got sickness allowance until nine months ago: the older half of its payments is beyond the centre',
    person: {
      receptionCentre: RECEPTION_CENTRE,
      homeMunicipality: null,
      stayMunicipality: TAMPERE,
      language: 'uk',
    },
    life: (today) => ({
      situation: 'reception',
      entitlements: [
        right('SPR', firstOfMonth(addMonths(today, -15)), {
          end: lastOfMonth(addMonths(today, -9)),
          unit: 'day',
          amountOn: () => 4_120,
        }),
      ],
    }),
  },
  {
    exampleNumber: null,
    lastName: 'Strandberg',
    firstName: 'Hedvig',
    birth: '1951-11-30',
    individualNumber: 928,
    municipality: '478',
    description: 'Lives in Mariehamn, speaks Swedish; a pensioner with housing allowance',
    person: { language: 'sv' },
    life: () => ({
      situation: 'pensioner',
      entitlements: [
        right('KE-V', '2016-12-01', {
          review: 'january',
          amountOn: (day) => indexed('NATIONAL_PENSION_ALONE', day),
        }),
        fixedMonthly('EAT', '2022-01-01', 21_700, { review: 'january' }),
      ],
    }),
  },
];
