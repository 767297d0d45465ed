import { todayInHelsinki, type IsoDate } from '../../../shared/domain/dates.ts';
import type { Calendar } from '../benefits/calendar.ts';
import { clientFileOf, type ClaimsOfPerson, type ClientFile } from '../benefits/client-file.ts';
import type { Life } from '../benefits/entitlement.ts';
import type { Person } from '../population/person.ts';
import type { Population } from '../population/population.ts';

/** Persons and their files as of the service's clock. */
export interface ClientRegister {
  readonly population: Population;
  today(): IsoDate;
  file(personNumber: number): ClientFile;
}

export interface StoredClaims {
  ofPerson(personNumber: number): ClaimsOfPerson;
  /** Grows with every change of any claim. */
  revision(): number;
}

export interface ClientRegisterOptions {
  readonly population: Population;
  readonly lifeOf: (person: Person, today: IsoDate) => Life;
  readonly claims: StoredClaims;
  readonly calendar: Calendar;
  readonly now: () => Date;
}

/** Files kept: one screen asks for nine sections of the same client. */
const REMEMBERED = 50;

export const createClientRegister = (options: ClientRegisterOptions): ClientRegister => {
  const { population, lifeOf, claims, calendar, now } = options;
  const files = new Map<string, ClientFile>();
  const today = (): IsoDate => todayInHelsinki(now());
  return {
    population,
    today,
    file: (personNumber) => {
      const key = `${personNumber} ${today()} ${claims.revision()}`;
      const known = files.get(key);
      if (known !== undefined) return known;
      if (files.size >= REMEMBERED) files.clear();
      const person = population.person(personNumber);
      const file = clientFileOf(person, lifeOf(person, today()), claims.ofPerson(personNumber), {
        calendar,
        today: today(),
      });
      files.set(key, file);
      return file;
    },
  };
};
