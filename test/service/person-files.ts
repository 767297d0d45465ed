import { afterAll, beforeAll } from 'vitest';
import { isoDate } from '../../shared/domain/dates.ts';
import type { ClientFile } from '../../src-main/training-service/benefits/client-file.ts';
import type { Person } from '../../src-main/training-service/population/person.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';

const COUNT = 600;

interface PersonFile {
  readonly person: Person;
  readonly file: ClientFile;
}

/** Files of the named persons, and of a spread over the whole population. */
const filesOf = ({ register }: TrainingService): readonly PersonFile[] =>
  Array.from({ length: COUNT }, (_, index) => (index < 20 ? index : index * 33)).map((number) => ({
    person: register.population.person(number),
    file: register.file(number),
  }));

/** The day of the population under test. */
export const TODAY = isoDate('2026-11-25');

interface PopulationUnderTest {
  readonly register: TrainingService['register'];
  readonly files: readonly PersonFile[];
  /** Names whom a rule fails for, so that a failure can be looked into. */
  offenders<Item>(
    pick: (file: ClientFile, person: Person) => readonly Item[],
    isRight: (item: Item, file: ClientFile, person: Person) => boolean,
  ): { person: number; item: Item }[];
}

/** The service's 20,000 persons, for the tests of the file that calls this. */
export function populationUnderTest(): PopulationUnderTest {
  let service: TrainingService;
  let files: readonly PersonFile[];
  beforeAll(async () => {
    service = await startTrainingService({
      dataFolder: null,
      personCount: 20_000,
      now: () => new Date(`${TODAY}T10:00:00Z`),
    });
    files = filesOf(service);
  });
  afterAll(() => service.close());
  return {
    get register() {
      return service.register;
    },
    get files() {
      return files;
    },
    offenders: (pick, isRight) =>
      files.flatMap(({ person, file }) =>
        pick(file, person)
          .filter((item) => !isRight(item, file, person))
          .map((item) => ({ person: person.number, item })),
      ),
  };
}

export const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + amount, 0);
