import { createHash } from 'node:crypto';
import { counties, municipalities } from '../../../shared/codes/index.ts';
import type { Calendar } from '../benefits/calendar.ts';
import type { IsoDate } from '../../../shared/domain/dates.ts';
import type { Life } from '../benefits/entitlement.ts';
import type { ClientRegister } from '../clients/client-register.ts';
import { inSlices, numbersBelow } from '../in-slices.ts';
import { isInArea, type Organisation } from '../organisations.ts';
import { publishedPeriods } from '../information/information-handlers.ts';
import type { Person } from '../population/person.ts';
import { longUnemployedOfCity } from './large-city-list.ts';
import { LARGE_CITY, type LargeCity } from './large-city.ts';
import { addUp, invoiceViews, type InvoiceLine } from './invoice-sums.ts';
import { rowMakers } from './list-rows.ts';
import type { ListRow, RowSource } from './row-source.ts';

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
  /** Sums of the invoices behind the lists, by invoice, benefit and period. */
  invoices(organisation: Organisation, listIds: readonly string[]): Promise<readonly InvoiceLine[]>;
  /** Someone is about to open a list of the organisation. */
  prepare(organisation: Organisation): void;
}

export interface ListSourceParts {
  readonly register: ClientRegister;
  readonly lifeOf: (person: Person) => Life;
  readonly calendar: Calendar;
  readonly largeCity: LargeCity;
}

/** As many as a window shows: they leave at once. */
const FIRST_BATCH = 60;
const BATCH = 500;
/** To be raised when the rules that make rows change. */
const RULES = 5;

/** Person numbers by municipality, worked out once, in slices that leave the service free to answer. */
const createDirectory = (register: ClientRegister) => {
  const { population } = register;
  const build = async (): Promise<ReadonlyMap<string, readonly number[]>> => {
    const byMunicipality = new Map<string, number[]>();
    await inSlices(numbersBelow(population.size), (number) => {
      const homeMunicipality = population.homeMunicipality(number);
      if (homeMunicipality === null) return;
      const found = byMunicipality.get(homeMunicipality);
      if (found === undefined) byMunicipality.set(homeMunicipality, [number]);
      else found.push(number);
    });
    return byMunicipality;
  };
  let built: Promise<ReadonlyMap<string, readonly number[]>> | null = null;
  return (): Promise<ReadonlyMap<string, readonly number[]>> => (built ??= build());
};

const municipalitiesIn = (organisation: Organisation): readonly string[] => {
  const { area } = organisation;
  if ('municipality' in area) return [area.municipality];
  return !('county' in area) || counties.find(area.county) === null
    ? []
    : municipalities.rows.filter(({ county }) => county === area.county).map(({ code }) => code);
};

function* batchesOf(rows: Iterable<ListRow>): Generator<readonly ListRow[]> {
  let batch: ListRow[] = [];
  let size = FIRST_BATCH;
  for (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
    size = BATCH;
  }
  if (batch.length > 0) yield batch;
}

/** The last column is the number of the row on the invoice. */
const isInvoiceNumbered = ({ listId, view }: ListRequest): boolean => listId === 'L4' && view === 'payments';

interface Member {
  readonly person: Person;
  readonly life: Life;
}

/** The persons of an organisation's area with their lives. */
const createMembers = ({ register, lifeOf }: ListSourceParts) => {
  const directory = createDirectory(register);
  let prepared: { readonly key: string; readonly members: Promise<readonly Member[]> } | null = null;
  const membersOf = async (organisation: Organisation): Promise<readonly Member[]> => {
    const byMunicipality = await directory();
    const numbers = municipalitiesIn(organisation).flatMap((code) => byMunicipality.get(code) ?? []);
    const members: Member[] = [];
    await inSlices(numbers, (number) => {
      const person = register.population.person(number);
      members.push({ person, life: lifeOf(person) });
    });
    return members;
  };
  /** Persons of the organisation's area; those of the last organisation are kept, as one reads several lists. */
  const members = (organisation: Organisation): Promise<readonly Member[]> => {
    const key = `${organisation.organisationId} ${register.today()}`;
    if (prepared?.key !== key) prepared = { key, members: membersOf(organisation) };
    return prepared.members;
  };
  return members;
};

/** What the rows of a person are made from. */
const createSources = ({ register, calendar }: ListSourceParts) => {
  const codeOf = (number: number): string => register.population.person(number).personalIdentityCode;
  return ({ person, life }: Member, today: IsoDate): RowSource => ({
    person,
    life,
    payments: () => register.file(person.number).payments,
    calendar,
    today,
    codeOf,
  });
};

const sumInvoices = async (
  members: readonly Member[],
  sourceOf: (member: Member, today: IsoDate) => RowSource,
  listIds: readonly string[],
  today: IsoDate,
): Promise<readonly InvoiceLine[]> => {
  const lines = new Map<string, InvoiceLine>();
  const views = invoiceViews(listIds, today);
  await inSlices(members, (member) => {
    const source = sourceOf(member, today);
    for (const view of views)
      addUp(lines, view, rowMakers[`${view.listId}/${view.view}`]?.(source, view.period) ?? []);
  });
  return [...lines.values()];
};

export const createListSource = (parts: ListSourceParts): ListSource => {
  const { register, calendar, largeCity } = parts;
  const members = createMembers(parts);

  const sourceOf = createSources(parts);
  const rowsOfPopulation = async (request: ListRequest): Promise<readonly ListRow[]> => {
    const make = rowMakers[`${request.listId}/${request.view}`];
    if (make === undefined) throw new RangeError(`No such list: ${request.listId}/${request.view}`);
    const rows: ListRow[] = [];
    const today = register.today();
    await inSlices(await members(request.organisation), (member) => {
      rows.push(...make(sourceOf(member, today), request.period));
    });
    return isInvoiceNumbered(request) ? rows.map((row, at) => row.with(-1, at + 1)) : rows;
  };

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
    prepare: (organisation) => {
      void members(organisation);
      if (!isInArea(organisation, LARGE_CITY)) return;
      // The first question takes longest: times, paydays and the code itself are made ready by it.
      const [newest] = publishedPeriods('L1', register.today());
      if (newest !== undefined) longUnemployedOfCity(largeCity, newest, calendar).rows().next();
    },
    invoices: async (organisation, listIds) =>
      sumInvoices(await members(organisation), sourceOf, listIds, register.today()),
    rows: async (request) => {
      const own = await rowsOfPopulation(request);
      const hasCity = request.listId === 'L1' && isInArea(request.organisation, LARGE_CITY);
      if (!hasCity) return { total: own.length, batches: batchesOf(own) };
      const ofCity = longUnemployedOfCity(largeCity, request.period, calendar);
      const all = function* (): Generator<ListRow> {
        yield* own;
        yield* ofCity.rows();
      };
      return { total: own.length + ofCity.total, batches: batchesOf(all()) };
    },
  };
};
