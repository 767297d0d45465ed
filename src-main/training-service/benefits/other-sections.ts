import { counties, municipalities } from '../../../shared/codes/index.ts';
import {
  addDays,
  addMonths,
  addYears,
  dateOf,
  dateParts,
  isoDate,
  later,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import type {
  InsuranceCoverage,
  MedicineDeductible,
  PassedByOthers,
  TreatmentAbroad,
} from '../../../shared/service-api/benefit-sections.ts';
import type { Person } from '../population/person.ts';
import { randomOf, type Random } from '../population/random.ts';
import { dayFor } from '../population/training-year.ts';
import { amountOf, assumed } from './amounts.ts';
import type { Calendar } from './calendar.ts';
import type { Life } from './entitlement.ts';
import { fundPaymentsOf, type FundPayment } from './fund-allowance.ts';

/** Coverage by Finnish social security; clients of reception centres are not covered yet. */
export const coverageOf = (person: Person, today: IsoDate): readonly InsuranceCoverage[] => {
  const random = randomOf('coverage', person.number);
  const id = `i-${person.number}`;
  if (person.receptionCentre !== null) {
    const arrival = later(addDays(dayFor(person, '2025-01-01'), random.integer(0, 500)), person.birthDate);
    if (arrival > today) return [];
    return [
      {
        id,
        covered: false,
        ground: 'TEMPORARY_PROTECTION',
        period: { start: arrival, end: null },
        healthInsurance: null,
        medicalCareCard: false,
        europeanHealthInsuranceCardValidTo: null,
        forms: [],
        homeMunicipalityRight: false,
      },
    ];
  }
  const isNewcomer = person.language !== 'fi' && person.language !== 'sv';
  const start = isNewcomer
    ? later(person.birthDate, addDays(isoDate('2015-01-01'), random.integer(0, 3600)))
    : person.birthDate;
  const ground = isNewcomer && random.chance(0.2) ? 'EU_RULE' : random.chance(0.04) ? 'WORK' : 'RESIDENCE';
  const hasCard = random.chance(0.4);
  return [
    {
      id,
      covered: person.deathDate === null || person.deathDate > today,
      ground,
      period: { start, end: person.deathDate },
      healthInsurance: { start, end: person.deathDate },
      medicalCareCard: random.chance(0.03),
      europeanHealthInsuranceCardValidTo: hasCard
        ? addMonths(dayFor(person, '2026-12-31'), random.integer(0, 20))
        : null,
      forms: ground === 'EU_RULE' ? ['S1'] : [],
      homeMunicipalityRight: person.homeMunicipality !== null,
    },
  ];
};

const limitsOf = (year: number): { readonly initial: number; readonly annual: number } => {
  const day = dateOf(year, 6, 1);
  return (
    assumed.medicineLimits[year] ?? {
      initial: amountOf('MEDICINE_INITIAL_DEDUCTIBLE', day),
      annual: amountOf('MEDICINE_ANNUAL_DEDUCTIBLE', day),
    }
  );
};

const medicineYear = (person: Person, year: number, today: IsoDate): MedicineDeductible => {
  const random = randomOf('medicines', person.number, year);
  const { initial, annual } = limitsOf(year);
  const age = year - dateParts(person.birthDate).year;
  const count = random.chance(age > 60 ? 0.9 : 0.45) ? random.integer(1, age > 60 ? 26 : 12) : 0;
  const last = person.deathDate !== null && person.deathDate < today ? person.deathDate : today;
  const days = Array.from({ length: count }, () => addDays(dateOf(year, 1, 1), random.integer(0, 364)))
    .filter((day) => day <= last)
    .sort();
  let cumulative = 0;
  let reachedOn: string | null = null;
  const purchases: MedicineDeductible['purchases'] = [];
  for (const date of new Set(days)) {
    if (reachedOn !== null) break;
    cumulative = Math.min(annual, cumulative + random.integer(480, age > 60 ? 8_900 : 4_800));
    if (cumulative === annual) reachedOn = date;
    purchases.push({ date, cumulative });
  }
  // The initial deductible is asked from the start of the year in which a person turns 19.
  const initialLimit = age >= 19 ? initial : 0;
  return {
    year,
    initialLimit,
    initialFilled: Math.min(initialLimit, cumulative),
    annualLimit: annual,
    annualFilled: cumulative,
    reachedOn,
    copaymentAfterLimit: amountOf('MEDICINE_COPAYMENT', dateOf(year, 6, 1)),
    purchases,
  };
};

export const medicineDeductibleOf = (person: Person, today: IsoDate): readonly MedicineDeductible[] => {
  const thisYear = dateParts(today).year;
  const birthYear = dateParts(person.birthDate).year;
  return [thisYear, thisYear - 1, thisYear - 2]
    .filter(
      (year) =>
        year >= 2024 &&
        year >= birthYear &&
        (person.deathDate === null || `${year}` <= person.deathDate.slice(0, 4)),
    )
    .map((year) => medicineYear(person, year, today));
};

type Add = (sender: string, kind: string, day: IsoDate, amount: number | null, summary: string) => void;

/** Wages month by month, and the earnings-related allowance of a time without work. */
const addIncomes = (add: Add, person: Person, random: Random, fund: readonly FundPayment[]): void => {
  const wage = random.integer(180_000, 480_000);
  for (let month = 0; month < 26; month += 1) {
    const day = addMonths(dayFor(person, '2026-12-03'), -month);
    const amount = wage + random.integer(-9_000, 9_000);
    const middle = addDays(day, -15);
    // Nobody has a wage for the time of the allowance.
    if (fund.every(({ start, end }) => middle < start || middle > end))
      add('Tulorekisteri', 'INCOME', day, amount, 'Palkkatulo');
  }
  for (const { fundNumber, payDate, gross } of fund)
    add(`Työttömyyskassa ${fundNumber}`, 'FUND_ALLOWANCE', payDate, gross, 'Ansiopäiväraha');
};

/** What other parties passed to Kela: wages, allowances of funds, statements, rents, times in care. */
export const passedByOthersOf = (
  person: Person,
  life: Life,
  calendar: Calendar,
  today: IsoDate,
): readonly PassedByOthers[] => {
  const random = randomOf('passed', person.number);
  const items: PassedByOthers[] = [];
  const add: Add = (sender, kind, day, amount, summary) => {
    if (day <= today && (person.deathDate === null || day <= person.deathDate))
      items.push({
        id: `o-${person.number}-${items.length + 1}`,
        sender,
        kind,
        receivedOn: day,
        period: { start: addMonths(day, -1), end: addDays(day, -1) },
        amount,
        summary,
      });
  };
  if (life.situation === 'working')
    addIncomes(add, person, random, fundPaymentsOf(person, life, calendar, today));
  if (life.situation === 'unemployed')
    for (let index = 0; index < random.integer(1, 4); index += 1)
      add(
        'Työllisyysalue',
        'EMPLOYMENT_SERVICE_STATEMENT',
        addDays(dayFor(person, '2024-10-01'), random.integer(0, 780)),
        null,
        'Työvoimapoliittinen lausunto: ei estettä tuen maksamiselle',
      );
  if (life.assistance !== null)
    add(
      'Vuokranantaja',
      'RENT_DATA',
      addDays(life.assistance.start, 10),
      life.assistance.monthlyRent,
      'Vuokrasopimuksen tiedot',
    );
  if (life.situation === 'pensioner' && random.chance(0.15))
    add(
      'Hyvinvointialue',
      'CARE_PERIOD',
      addDays(dayFor(person, '2025-02-01'), random.integer(0, 640)),
      null,
      'Laitoshoidon alkaminen',
    );
  return items.sort((one, other) => (one.receivedOn < other.receivedOn ? 1 : -1));
};

const COUNTRIES = ['EE', 'SE', 'DE', 'ES', 'PL'] as const;

/** Reimbursements for planned treatment abroad appear in the January or July after their half-year. */
export const treatmentAbroadOf = (person: Person, today: IsoDate): readonly TreatmentAbroad[] => {
  const random = randomOf('abroad', person.number);
  const county = municipalities.find(person.homeMunicipality ?? '')?.county;
  const payer = counties.rows.find(({ code }) => code === county)?.fi;
  const byChance = random.chance(0.012);
  if (
    !(person.treatedAbroad ?? byChance) ||
    payer === undefined ||
    addYears(person.birthDate, 18) > dayFor(person, '2024-01-01')
  )
    return [];
  return Array.from({ length: random.integer(1, 2) }, (_, index): TreatmentAbroad => {
    const start = addDays(dayFor(person, '2024-09-01'), random.integer(0, 600));
    const decisionDate = addDays(start, random.integer(30, 100));
    const { year, month } = dateParts(decisionDate);
    const cost = random.integer(18_000, 420_000);
    const clientFee = random.integer(2_000, 6_000);
    return {
      id: `t-${person.number}-${index + 1}`,
      country: random.pick(COUNTRIES),
      treatmentPeriod: { start, end: addDays(start, random.integer(0, 9)) },
      kind: random.chance(0.7) ? 'OWN_INITIATIVE' : 'PRIOR_AUTHORISATION',
      decisionDate,
      cost,
      reimbursement: Math.max(0, Math.round(cost * 0.35) - clientFee),
      clientFeeDeducted: clientFee,
      payer,
      // One invoice a half-year and county.
      invoiceNumber: `UH${year}${month <= 6 ? 1 : 2}-${county ?? ''}`,
      halfYear: `${year}-${month <= 6 ? 1 : 2}`,
    };
  })
    .filter(({ halfYear }) => publishedOn(halfYear) <= today)
    .sort((one, other) => (one.decisionDate < other.decisionDate ? 1 : -1));
};

/** Day from which a half-year's data is shown: mid-July, mid-January. */
export const publishedOn = (halfYear: string): IsoDate => {
  const year = Number(halfYear.slice(0, 4));
  return halfYear.endsWith('-1') ? dateOf(year, 7, 15) : dateOf(year + 1, 1, 15);
};
