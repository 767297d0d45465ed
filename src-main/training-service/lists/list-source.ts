import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { counties, municipalities } from '../../../shared/codes/index.ts';
import { isoDate, lastOfMonth } from '../../../shared/domain/dates.ts';
import type { Calendar } from '../benefits/calendar.ts';
import type { Life } from '../benefits/entitlement.ts';
import type { ClientRegister } from '../clients/client-register.ts';
import { isInArea, type Organisation } from '../organisations.ts';
import type { Person } from '../population/person.ts';
import { LARGE_CITY, type LargeCity } from './large-city.ts';
import { longUnemployment, rowMakers, type ListRow } from './list-rows.ts';
import { subsidyPaidBy } from './paid-days.ts';

export interface ListRequest {
  readonly organisation: Organisation;
  readonly listId: string;
  readonly view: string;
  readonly period: string;
}

export interface ListRows {
  readonly total: number;
  /** In batches, made while they are read. */
  readonly batches: Iterable<readonly ListRow[]>;
}

/** The rows of the recipient lists, made from the same persons, lives and payments as the clients' pages. */
export interface ListSource {
  /** Changes when the rows do. */
  version(request: ListRequest): string;
  rows(request: ListRequest): Promise<ListRows>;
}

export interface ListSourceParts {
  readonly register: ClientRegister;
  readonly lifeOf: (person: Person) => Life;
  readonly calendar: Calendar;
  readonly largeCity: LargeCity;
}

const BATCH = 500;
const SLICE_MS = 8;
/** To be raised when the rules that make rows change. */
const RULES = 1;

/** Person numbers by municipality, worked out once, in slices that leave the service free to answer. */
const createDirectory = (register: ClientRegister) => {
  const { population } = register;
  const build = async (): Promise<ReadonlyMap<string, readonly number[]>> => {
    const byMunicipality = new Map<string, number[]>();
    let sliceEnd = performance.now() + SLICE_MS;
    for (let number = 0; number < population.size; number += 1) {
      const { homeMunicipality } = population.person(number);
      if (homeMunicipality !== null) {
        const members = byMunicipality.get(homeMunicipality);
        if (members === undefined) byMunicipality.set(homeMunicipality, [number]);
        else members.push(number);
      }
      if (performance.now() > sliceEnd) {
        await breathe();
        sliceEnd = performance.now() + SLICE_MS;
      }
    }
    return byMunicipality;
  };
  let built: Promise<ReadonlyMap<string, readonly number[]>> | null = null;
  return (): Promise<ReadonlyMap<string, readonly number[]>> => (built ??= build());
};

const municipalitiesIn = (organisation: Organisation): readonly string[] => {
  const { area } = organisation;
  if ('municipality' in area) return [area.municipality];
  return counties.find(area.county) === null
    ? []
    : municipalities.rows.filter(({ county }) => county === area.county).map(({ code }) => code);
};

function* batchesOf(rows: Iterable<ListRow>): Generator<readonly ListRow[]> {
  let batch: ListRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Places in the large city of those who are on the list; days depend on the start alone, so each start is judged once. */
const longUnemployedOfCity = (city: LargeCity, period: string, calendar: Calendar): readonly number[] => {
  const last = lastOfMonth(isoDate(`${period}-01`));
  const judged = new Map<string, boolean>();
  const found: number[] = [];
  for (let at = 0; at < city.count; at += 1) {
    const entitlements = city.entitlements(at);
    const end = entitlements.at(-1)?.end ?? null;
    const key = `${entitlements[0].start}|${end === null || end > last ? '' : end}`;
    let isOn = judged.get(key);
    if (isOn === undefined) {
      const paid = subsidyPaidBy(entitlements, last, calendar);
      isOn = paid !== null && paid.days >= 300 && (end === null || end.slice(0, 7) >= period);
      judged.set(key, isOn);
    }
    if (isOn) found.push(at);
  }
  return found;
};

export const createListSource = (parts: ListSourceParts): ListSource => {
  const { register, lifeOf, calendar, largeCity } = parts;
  const directory = createDirectory(register);

  const rowsOfPopulation = async (request: ListRequest): Promise<readonly ListRow[]> => {
    const make = rowMakers[`${request.listId}/${request.view}`];
    if (make === undefined) throw new RangeError(`No such list: ${request.listId}/${request.view}`);
    const byMunicipality = await directory();
    const numbers = municipalitiesIn(request.organisation).flatMap((code) => byMunicipality.get(code) ?? []);
    const rows: ListRow[] = [];
    let sliceEnd = performance.now() + SLICE_MS;
    for (const number of numbers) {
      const person = register.population.person(number);
      const today = register.today();
      const payments = () => register.file(number).payments;
      rows.push(...make({ person, life: lifeOf(person), payments, calendar, today }, request.period));
      if (performance.now() <= sliceEnd) continue;
      await breathe();
      sliceEnd = performance.now() + SLICE_MS;
    }
    return rows;
  };

  function* rowsOfCity(places: readonly number[], period: string): Generator<ListRow> {
    for (const at of places)
      yield* longUnemployment(largeCity.person(at), largeCity.entitlements(at), period, calendar);
  }

  return {
    version: ({ organisation, listId, view, period }) =>
      createHash('sha256')
        .update(
          [
            RULES,
            organisation.organisationId,
            listId,
            view,
            period,
            register.today(),
            register.population.size,
            largeCity.count,
          ].join('|'),
        )
        .digest('hex')
        .slice(0, 32),
    rows: async (request) => {
      const own = await rowsOfPopulation(request);
      const hasCity = request.listId === 'L1' && isInArea(request.organisation, LARGE_CITY);
      if (!hasCity) return { total: own.length, batches: batchesOf(own) };
      const places = longUnemployedOfCity(largeCity, request.period, calendar);
      const all = function* (): Generator<ListRow> {
        yield* own;
        yield* rowsOfCity(places, request.period);
      };
      return { total: own.length + places.length, batches: batchesOf(all()) };
    },
  };
};
