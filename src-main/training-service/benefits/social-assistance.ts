import {
  addDays,
  addMonths,
  addYears,
  earlier,
  firstOfMonth,
  isoDate,
  lastOfMonth,
  later,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import type {
  Decision,
  Payment,
  SocialAssistanceCalculation,
} from '../../../shared/service-api/benefit-sections.ts';
import type { Person } from '../population/person.ts';
import { randomOf, type Random } from '../population/random.ts';
import { amountOf } from './amounts.ts';
import { appealDeadline, clientPayee, groundsText, lawOf } from './decisions.ts';
import type { Assistance } from './entitlement.ts';

/** Lowered basic amounts of 20, 40 and 50 % came with the reform; the first payments were those of March. */
const REDUCTIONS_FROM = '2026-03';
const ACCEPTED_RENT_ALONE = 58_000;
const ACCEPTED_RENT_FAMILY = 85_000;
const MONTHS_OF_HISTORY = 30;
/** Statutory time: seven weekdays from a complete application. */
const HANDLING_DAYS = 9;

type Household = SocialAssistanceCalculation['household'];
type Expenses = SocialAssistanceCalculation['expenses'];

const monthText = (day: IsoDate): string => day.slice(0, 7);

const childAmounts = (person: Person, month: IsoDate): Household => {
  let younger = 0;
  return person.household
    .filter(({ relation, birthDate }) => relation === 'child' && birthDate <= lastOfMonth(month))
    .sort((one, other) => (one.birthDate < other.birthDate ? -1 : 1))
    .map(({ birthDate }) => {
      if (addYears(birthDate, 18) <= month)
        return { relation: 'adult-child', basicAmount: amountOf('BASIC_ADULT_WITH_PARENTS', month) };
      const place = ['FIRST', 'SECOND', 'THIRD'][Math.min(younger, 2)] ?? 'THIRD';
      younger += 1;
      const age = addYears(birthDate, 10) <= month ? '10_17' : 'UNDER_10';
      return { relation: 'child', basicAmount: amountOf(`BASIC_CHILD_${age}_${place}`, month) };
    });
};

/** Basic amounts of the household's members, the applicant's after any reduction. */
const householdOf = (person: Person, month: IsoDate, reductionPercent: number): Household => {
  const children = childAmounts(person, month);
  const hasSpouse = person.household.some(({ relation }) => relation === 'spouse');
  const own = hasSpouse
    ? 'BASIC_SHARED_ADULT'
    : children.some(({ relation }) => relation === 'child')
      ? 'BASIC_SINGLE_PARENT'
      : 'BASIC_ALONE';
  const reduced = Math.round((amountOf(own, month) * (100 - reductionPercent)) / 100);
  return [
    { relation: 'applicant', basicAmount: reduced },
    ...(hasSpouse ? [{ relation: 'spouse', basicAmount: amountOf('BASIC_SHARED_ADULT', month) }] : []),
    ...children,
  ];
};

const rejection = (person: Person): string =>
  person.language === 'sv'
    ? 'Överstiger de skäliga boendeutgifterna i kommunen'
    : 'Ylittää kunnan kohtuulliset asumismenot';

const expensesOf = (person: Person, assistance: Assistance, random: Random): Expenses => {
  const cap = person.household.length === 0 ? ACCEPTED_RENT_ALONE : ACCEPTED_RENT_FAMILY;
  const accepted = Math.min(assistance.monthlyRent, cap);
  const electricity = random.integer(2_500, 7_900);
  const expenses: Expenses = [
    {
      code: 'RENT',
      applied: assistance.monthlyRent,
      accepted,
      rejectionReason: accepted < assistance.monthlyRent ? rejection(person) : null,
    },
    { code: 'ELECTRICITY', applied: electricity, accepted: electricity, rejectionReason: null },
  ];
  if (random.chance(0.35)) {
    const medicines = random.integer(900, 8_400);
    expenses.push({ code: 'MEDICINES', applied: medicines, accepted: medicines, rejectionReason: null });
  }
  if (random.chance(0.2)) {
    const care = random.integer(2_390, 9_000);
    expenses.push({ code: 'HEALTH_CARE', applied: care, accepted: care, rejectionReason: null });
  }
  return expenses;
};

/** Share of decisions with a lowered basic amount where nothing else is known of the person. */
const REDUCED_SHARE = 0.11;

const reductionOf = (
  month: IsoDate,
  random: Random,
  { reducedShare = REDUCED_SHARE }: Assistance,
): 0 | 20 | 40 | 50 => {
  if (monthText(month) < REDUCTIONS_FROM) return 0;
  const draw = (random.fraction() / reducedShare) * REDUCED_SHARE;
  return draw < 0.06 ? 20 : draw < 0.08 ? 40 : draw < REDUCED_SHARE ? 50 : 0;
};

const randomOfMonth = (person: Person, month: IsoDate): Random =>
  randomOf('assistance', person.number, month);

/** How much the applicant's basic amount is lowered by the decision on a month, in per cent. */
export const reductionPercentOf = (person: Person, assistance: Assistance, month: IsoDate): number =>
  reductionOf(month, randomOfMonth(person, month), assistance);

export const assistanceDecisionId = (person: Person, month: IsoDate): string =>
  `d-${person.number}-TOTU-${monthText(month)}`;

/** Other benefits count as income in the month in which they are paid. */
const incomesOf = (
  assistance: Assistance,
  payments: readonly Payment[],
  month: IsoDate,
): SocialAssistanceCalculation['incomes'] => {
  const paid = payments.filter(({ payDate }) => payDate.startsWith(monthText(month)));
  const incomes = paid.map(({ net }) => ({ code: 'KELA_BENEFIT', amount: net }));
  return assistance.partnerIncome > 0
    ? [...incomes, { code: 'WAGE', amount: assistance.partnerIncome }]
    : incomes;
};

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

const calculate = (
  person: Person,
  assistance: Assistance,
  payments: readonly Payment[],
  month: IsoDate,
): SocialAssistanceCalculation => {
  const random = randomOfMonth(person, month);
  const reductionPercent = reductionOf(month, random, assistance);
  const household = householdOf(person, month, reductionPercent);
  const expenses = expensesOf(person, assistance, random);
  const incomes = incomesOf(assistance, payments, month);
  return {
    month: monthText(month),
    household,
    incomes,
    expenses,
    reductionPercent,
    result:
      sum(household.map(({ basicAmount }) => basicAmount)) +
      sum(expenses.map(({ accepted }) => accepted)) -
      sum(incomes.map(({ amount }) => amount)),
    paymentCommitments: random.chance(0.15)
      ? [{ payee: 'Keskusapteekki', amount: random.integer(10, 60) * 100 }]
      : [],
    transferToCountyAsked: random.chance(0.08),
  };
};

export interface AssistanceMonth {
  readonly month: IsoDate;
  readonly appliedOn: IsoDate;
  readonly decidedOn: IsoDate;
}

/** Months of the assistance with the days of application and decision, up to the one after `today`'s. */
export const assistanceMonths = (
  person: Person,
  assistance: Assistance,
  today: IsoDate,
): readonly AssistanceMonth[] => {
  const months: AssistanceMonth[] = [];
  const lastMonth = addMonths(firstOfMonth(today), 1);
  const end = earlier(assistance.end ?? lastMonth, lastMonth);
  const from = later(firstOfMonth(assistance.start), firstOfMonth(addMonths(today, -MONTHS_OF_HISTORY)));
  for (let month = from; month <= end; month = addMonths(month, 1)) {
    const random = randomOf('assistance-days', person.number, month);
    // Applied for around the middle of the month before.
    const appliedOn = addDays(month, -random.integer(8, 20));
    months.push({ month, appliedOn, decidedOn: addDays(appliedOn, random.integer(3, HANDLING_DAYS)) });
  }
  return months;
};

/** Decisions on basic social assistance made by `today`, each with its calculation. */
export const assistanceDecisions = (
  person: Person,
  assistance: Assistance,
  payments: readonly Payment[],
  today: IsoDate,
): readonly Decision[] =>
  assistanceMonths(person, assistance, today)
    .filter(({ decidedOn }) => decidedOn <= today)
    .map(({ month, decidedOn }): Decision => {
      const calculation = calculate(person, assistance, payments, month);
      const isGranted = calculation.result > 0;
      return {
        id: assistanceDecisionId(person, month),
        benefitCode: 'TOTU',
        decisionDate: decidedOn,
        result: isGranted ? 'GRANTED' : 'REJECTED',
        period: { start: month, end: lastOfMonth(isoDate(month)) },
        amount: isGranted ? { unit: 'month', gross: calculation.result } : null,
        numberOfDays: null,
        payee: clientPayee(person),
        grounds: groundsText(person, isGranted ? 'TOTU' : 'rejected'),
        lawReference: lawOf('TOTU'),
        appealDeadline: appealDeadline(decidedOn),
        calculation,
      };
    });
