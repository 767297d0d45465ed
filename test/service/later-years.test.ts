import { afterEach, expect, it, vi } from 'vitest';
import { benefits } from '../../shared/codes/index.ts';
import { parsePersonalIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { workedExamples } from '../../src-main/training-service/worked-examples.ts';
import { createListClient } from './list-client.ts';

const CITY = 500;
let service: TrainingService;

/** The service of a city of some size, whose clock is at ten o'clock in Helsinki. */
const startOn = async (day: string): Promise<TrainingService> => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${day}T08:00:00Z`) });
  service = await startTrainingService({
    dataFolder: null,
    personCount: 6_000,
    largeCityPersons: CITY,
    requestsPerSecond: 5_000,
  });
  return service;
};
afterEach(async () => {
  await service.close();
  vi.useRealTimers();
});

const LISTS: Readonly<Record<string, readonly string[]>> = {
  TMT_LISTA: ['L1/persons', 'L3/persons', 'L6/persons'],
  VAMMAIS_VANHUS: ['L2/persons'],
  LHT_LISTA: ['L4/recipients', 'L4/payments'],
  ULKOMAAN_HOITO: ['L5/persons'],
};

/** Rows of every list of Helsinki in the newest period, and the benefits on the list of child care. */
const newestLists = async (day: string) => {
  const { inRole, open } = createListClient((await startOn(day)).url);
  const counts: Record<string, number> = {};
  const childCare = new Set<unknown>();
  for (const [purpose, views] of Object.entries(LISTS)) {
    const client = await inRole('u-stadi', 'org-helsinki', purpose);
    const { lists } = routes.listCatalogue.response.parse((await client.call('listCatalogue')).body);
    for (const view of views) {
      const period = lists.find(({ listId }) => view.startsWith(listId))?.periods[0] ?? '';
      const { rows } = await open(client, `${view}/${period}`);
      counts[view] = rows.length;
      if (view === 'L4/recipients') for (const row of rows) childCare.add(row['benefit']);
    }
  }
  return { counts, childCare };
};

it.each(['2026-11-20', '2027-01-08', '2028-05-20', '2030-10-15'])(
  'has persons on every list of a city on %s',
  async (day) => {
    const { counts, childCare } = await newestLists(day);
    expect(counts['L1/persons']).toBeGreaterThan(CITY * 0.75);
    expect(counts['L3/persons']).toBeGreaterThan(40);
    expect(counts['L6/persons']).toBeGreaterThan(3);
    expect(counts['L2/persons']).toBeGreaterThan(1);
    expect(counts['L4/recipients']).toBeGreaterThan(10);
    expect(counts['L4/payments']).toBeGreaterThan(10);
    expect(counts['L5/persons']).toBeGreaterThan(0);
    expect([...childCare]).toEqual(expect.arrayContaining(['KHT', 'JHR']));
  },
);

it('has newborn, newly unemployed and newly decided in 2028, benefits in force, and the worked examples', async () => {
  const { register } = await startOn('2028-05-20');
  const { population } = register;
  const persons = Array.from({ length: 3_000 }, (_, index) => population.person(index + 100));
  const files = persons.map(({ number }) => register.file(number));
  const born = persons.map(({ birthDate }) => birthDate);
  expect(born.filter((day) => day >= '2026-05-20').length).toBeGreaterThan(10);
  // Nobody is older than a hundred, or born after the day.
  expect(born.filter((day) => day < '1928-01-01' || day > '2028-05-20')).toEqual([]);
  const recent = files.flatMap(({ decisions }) =>
    decisions.filter(({ decisionDate }) => decisionDate >= '2028-02-20'),
  );
  expect(recent.filter(({ benefitCode }) => benefitCode === 'YLT').length).toBeGreaterThan(5);
  expect(new Set(recent.map(({ benefitCode }) => benefitCode)).size).toBeGreaterThan(8);
  const paid = files.filter(({ payments }) => payments.some(({ payDate }) => payDate.startsWith('2028-05')));
  expect(paid.length).toBeGreaterThan(persons.length / 4);
  for (const { payments } of files)
    for (const { benefitCode, period } of payments)
      expect(benefits.find(benefitCode, period.start), `${benefitCode} ${period.start}`).not.toBeNull();
  for (const { personalIdentityCode } of persons) {
    expect(parsePersonalIdentityCode(personalIdentityCode, { allowArtificial: true }).ok).toBe(true);
    expect(population.numberOf(personalIdentityCode)).not.toBeNull();
  }
  const numbers = workedExamples.map(({ personalIdentityCode }) => population.numberOf(personalIdentityCode));
  expect(numbers).not.toContain(null);
  expect(population.person(numbers[1] ?? -1).birthDate).toBe('1990-05-14');
});

it('finds the persons of the large city by their codes in a year in which some were born after 1999', async () => {
  const { register } = await startOn('2029-03-01');
  const { population } = register;
  const persons = Array.from({ length: CITY }, (_, at) => population.person(1_000_000_000 + at));
  for (const { number, personalIdentityCode } of persons)
    expect(population.numberOf(personalIdentityCode)).toBe(number);
  expect(persons.some(({ birthDate }) => birthDate >= '2000-01-01')).toBe(true);
});
