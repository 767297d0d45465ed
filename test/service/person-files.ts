import type { ClientFile } from '../../src-main/training-service/benefits/client-file.ts';
import type { Person } from '../../src-main/training-service/population/person.ts';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';

const COUNT = 600;

export interface PersonFile {
  readonly person: Person;
  readonly file: ClientFile;
}

/** Files of the named persons, and of a spread over the whole population. */
export const filesOf = ({ register }: TrainingService): readonly PersonFile[] =>
  Array.from({ length: COUNT }, (_, index) => (index < 20 ? index : index * 33)).map((number) => ({
    person: register.population.person(number),
    file: register.file(number),
  }));

/** Names whom a rule fails for, so that a failure can be looked into. */
export const offendersIn =
  (files: () => readonly PersonFile[]) =>
  <Item>(
    pick: (file: ClientFile, person: Person) => readonly Item[],
    isRight: (item: Item, file: ClientFile, person: Person) => boolean,
  ): { person: number; item: Item }[] =>
    files().flatMap(({ person, file }) =>
      pick(file, person)
        .filter((item) => !isRight(item, file, person))
        .map((item) => ({ person: person.number, item })),
    );

export const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + amount, 0);
