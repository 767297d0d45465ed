import { addDays, addMonths, firstOfMonth, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import { assumed, indexed } from '../benefits/amounts.ts';
import type { Life, PastClaim } from '../benefits/entitlement.ts';
import { child, fixedMonthly, right, unemployment, type Row } from './row.ts';

const pirkanmaa = { organisationId: 'org-pirkanmaa', name: 'Pirkanmaan hyvinvointialue' };

const claimOnEndedBenefit: PastClaim = {
  key: 'TMT1c',
  organisation: pirkanmaa,
  situation: 'B',
  benefitCode: 'TMT',
  start: isoDate('2026-02-01'),
  end: null,
  registeredOn: isoDate('2026-01-14'),
  amount: { kind: 'fixed-per-payment', cents: 35_000 },
  finalStatus: 'ACTIVE',
  handlerName: 'Testi Esimerkki',
  notes: [
    {
      on: isoDate('2026-05-01'),
      text: 'Tarkista vaatimus: työmarkkinatuki päättyi 30.4.2026, tilalle tuli yleistuki',
    },
  ],
};

/** Applied for three weeks ago, and the county helped out last month: a claim for today. */
const demoLife = (today: IsoDate): Partial<Life> => {
  const appliedOn = addDays(today, -21);
  const start = firstOfMonth(addMonths(today, -1));
  const pending = { appliedOn, decidedOn: null };
  return {
    situation: 'unemployed',
    entitlements: [
      unemployment('YLT', start, {
        ...pending,
        missingAttachments: [{ name: 'Työnantajan todistus', dueDate: addDays(today, 5) }],
      }),
      fixedMonthly('YAT', start, 31_500, pending),
    ],
    assistance: {
      start: firstOfMonth(addMonths(today, -3)),
      end: null,
      monthlyRent: 61_000,
      partnerIncome: 0,
    },
  };
};

/** The worked examples of the payment-claim guide, with the guide's own dates, and a demo of today. */
export const workedExampleRows: readonly Row[] = [
  {
    exampleNumber: 0,
    lastName: 'Demonen',
    firstName: 'Deni',
    birth: '1995-11-03',
    individualNumber: 901,
    description:
      'Demo of today: waits for general support and housing allowance; got preventive assistance last month. Situation A, TOTUL 23 §',
    life: demoLife,
  },
  {
    exampleNumber: 1,
    lastName: 'Ennakko',
    firstName: 'Eemeli',
    birth: '1990-05-14',
    individualNumber: 903,
    description:
      'Preventive assistance 1.-28.2.2026, 320.00 €, waits for labour market subsidy applied 10.2.2026. Situation A, TOTUL 23 §, TMT',
    life: () => ({
      situation: 'unemployed',
      entitlements: [
        unemployment('TMT', '2026-02-01', {
          end: isoDate('2026-04-30'),
          appliedOn: isoDate('2026-02-10'),
          decidedOn: null,
          missingAttachments: [{ name: 'Työvoimapoliittinen lausunto', dueDate: isoDate('2026-03-10') }],
        }),
      ],
      assistance: {
        start: isoDate('2026-01-01'),
        end: isoDate('2026-06-30'),
        monthlyRent: 55_000,
        partnerIncome: 0,
      },
    }),
  },
  {
    exampleNumber: 2,
    lastName: 'Palveluasuja',
    firstName: 'Paavo',
    birth: '1944-03-02',
    individualNumber: 905,
    description:
      'Pensioner who moved to 24-hour service housing 15.3.2026. Situation B, AML 14 §, KE-V and TAKE from 1.4.2026',
    life: () => {
      const pension = (day: IsoDate): number => Math.round(indexed('NATIONAL_PENSION_ALONE', day) * 0.9);
      return {
        situation: 'pensioner',
        entitlements: [
          right('KE-V', '2009-04-01', { review: 'january', amountOn: pension }),
          right('TAKE', '2011-03-01', {
            review: 'january',
            amountOn: (day) => indexed('GUARANTEE_PENSION_FULL', day) - pension(day),
          }),
        ],
      };
    },
  },
  {
    exampleNumber: 3,
    lastName: 'Kotihoito',
    firstName: 'Katri',
    birth: '1992-08-21',
    individualNumber: 906,
    municipality: '536',
    household: [child('Kotihoito Kaapo', '2024-03-11')],
    description:
      'Parent in institutional care, home care allowance for a two-year-old with the grandmother. Situation B allowed; variant: the child in family care for 4 months is blocked',
    life: () => ({
      situation: 'working',
      entitlements: [
        fixedMonthly('KHT', '2025-02-01', assumed.homeCareAllowance, { end: isoDate('2027-03-10') }),
        fixedMonthly('LL', '2024-04-01', 9_488, { end: isoDate('2041-03-31') }),
      ],
    }),
  },
  {
    exampleNumber: 4,
    lastName: 'Lapsilisä',
    firstName: 'Leena',
    birth: '1986-01-30',
    individualNumber: 908,
    household: [child('Lapsilisä Lenni', '2015-06-09')],
    description:
      'Her child is placed; child benefit is paid to her. Situation C, LL 11 § 1 mom., her code, form LL 2',
    life: () => ({
      situation: 'working',
      entitlements: [fixedMonthly('LL', '2015-07-01', 9_488, { end: isoDate('2032-06-30') })],
    }),
  },
  {
    exampleNumber: 5,
    lastName: 'Sijainen',
    firstName: 'Sirkka',
    birth: '1978-10-12',
    individualNumber: 910,
    municipality: '980',
    description:
      'Foster carer to whom the child benefit of a placed child is paid. Situation C is blocked: the guardian must apply first',
    life: () => ({
      situation: 'working',
      entitlements: [fixedMonthly('LL', '2024-09-01', 9_488, { end: isoDate('2031-08-31') })],
    }),
  },
  {
    exampleNumber: 6,
    lastName: 'Asumistuki',
    firstName: 'Asta',
    birth: '1969-12-01',
    individualNumber: 912,
    municipality: '211',
    description:
      'In care, with general housing allowance, of which a recovery takes a part; has sought treatment abroad. AML 14 § gives CLAIM_BENEFIT_NOT_IN_BASE',
    person: { treatedAbroad: true },
    life: (today) => ({
      situation: 'unemployed',
      entitlements: [fixedMonthly('YAT', '2025-05-01', 28_800, { review: 'yearly' })],
      recoveries: [
        {
          key: 'YAT1r',
          benefitCode: 'YAT',
          periodStart: addMonths(firstOfMonth(today), -9),
          periodEnd: addDays(addMonths(firstOfMonth(today), -6), -1),
          amount: 86_400,
          decidedOn: addDays(addMonths(firstOfMonth(today), -3), 9),
          way: 'SET_OFF',
          monthlySetOff: 5_000,
        },
      ],
    }),
  },
  {
    exampleNumber: 7,
    lastName: 'Opiskelija',
    firstName: 'Oona',
    birth: '2003-02-17',
    individualNumber: 914,
    description: 'Student with a study grant. "Livelihood in danger" is blocked: the matrix says no',
    life: () => ({
      situation: 'student',
      entitlements: [
        fixedMonthly('OPR', '2025-09-01', 27_938, { end: isoDate('2026-05-31') }),
        fixedMonthly('OPR', '2026-09-01', 27_938, { key: 'OPR2', end: isoDate('2027-05-31') }),
        fixedMonthly('OAL', '2026-09-01', assumed.housingSupplement, { end: isoDate('2027-05-31') }),
      ],
    }),
  },
  {
    exampleNumber: 8,
    lastName: 'Sairas',
    firstName: 'Saku',
    birth: '1982-07-07',
    individualNumber: 915,
    municipality: '604',
    description: 'Assistance paid 5.3.2026, sickness allowance decided 2.3.2026: CLAIM_AFTER_DECISION',
    life: () => ({
      situation: 'ill',
      entitlements: [
        right('SPR', '2026-02-02', {
          unit: 'day',
          end: isoDate('2026-06-30'),
          decidedOn: isoDate('2026-03-02'),
          amountOn: () => 4_180,
        }),
      ],
    }),
  },
  {
    exampleNumber: 9,
    lastName: 'Yleistuki',
    firstName: 'Yrjö',
    birth: '1975-04-25',
    individualNumber: 917,
    description:
      'General support replaced labour market subsidy 1.5.2026 while a claim B on TMT is active: the claim bears a task to check it',
    life: () => ({
      situation: 'unemployed',
      entitlements: [
        unemployment('TMT', '2025-03-03', { end: isoDate('2026-04-30') }),
        unemployment('YLT', '2026-05-01', {
          appliedOn: isoDate('2026-04-20'),
          decidedOn: isoDate('2026-04-27'),
        }),
      ],
      claims: [claimOnEndedBenefit],
    }),
  },
  {
    exampleNumber: 10,
    lastName: 'Toimeentulo',
    firstName: 'Tarja',
    birth: '1988-09-19',
    individualNumber: 918,
    household: [child('Toimeentulo Toni', '2013-01-20'), child('Toimeentulo Tea', '2019-11-05')],
    description: 'Basic social assistance: a claim is not possible in the service, only by letter',
    life: () => ({
      situation: 'unemployed',
      entitlements: [
        fixedMonthly('YAT', '2025-01-01', 38_200, { review: 'yearly' }),
        fixedMonthly('LL', '2013-02-01', 9_488 + assumed.singleParentSupplement, {
          end: isoDate('2030-01-31'),
        }),
        fixedMonthly('LL', '2019-12-01', 10_484 + assumed.singleParentSupplement, {
          key: 'LL2',
          end: isoDate('2036-11-30'),
        }),
      ],
      assistance: { start: isoDate('2025-02-01'), end: null, monthlyRent: 89_000, partnerIncome: 0 },
    }),
  },
];
