import { isReminder } from '../../../shared/domain/payment-claim/index.ts';
import type { IsoDate } from '../../../shared/domain/dates.ts';
import type {
  ClaimReminder,
  ClaimSearch,
  OrganisationClaim,
} from '../../../shared/service-api/claim-life.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import type { Life } from '../benefits/entitlement.ts';
import type { ClientRegister } from '../clients/client-register.ts';
import { inSlices, numbersBelow } from '../in-slices.ts';
import type { Person } from '../population/person.ts';
import { claimsShownTo } from './claim-access.ts';
import type { ClaimRegister } from './claim-register.ts';

/** A claim of an organisation with the person whose it is. */
export interface FoundClaim {
  readonly personNumber: number;
  readonly claim: RegisteredPaymentClaim;
}

export interface OrganisationClaims {
  /** All claims of an organisation, newest first. */
  of(organisationId: string): Promise<readonly OrganisationClaim[]>;
  /** One of them; null where the organisation has none of that id. */
  find(organisationId: string, claimId: string): Promise<FoundClaim | null>;
}

export interface OrganisationClaimsParts {
  readonly register: ClientRegister;
  readonly claims: ClaimRegister;
  readonly lifeOf: (person: Person) => Life;
}

/** Persons of whom an organisation had a claim before the start, worked out once. */
const createPastPersons = ({ register, lifeOf }: OrganisationClaimsParts) => {
  const { population } = register;
  const build = async (): Promise<ReadonlyMap<string, readonly number[]>> => {
    const found = new Map<string, number[]>();
    await inSlices(numbersBelow(population.size), (number) => {
      for (const { organisation } of lifeOf(population.person(number)).claims) {
        const known = found.get(organisation.organisationId);
        if (known === undefined) found.set(organisation.organisationId, [number]);
        else known.push(number);
      }
    });
    return found;
  };
  let built: Promise<ReadonlyMap<string, readonly number[]>> | null = null;
  return (): Promise<ReadonlyMap<string, readonly number[]>> => (built ??= build());
};

const rowOf = (claim: RegisteredPaymentClaim, person: Person): OrganisationClaim => {
  const { request: _, ...row } = claim;
  return {
    ...row,
    client: {
      name: `${person.lastName} ${person.calledName}`,
      personalIdentityCode: person.personalIdentityCode,
      nonDisclosure: person.nonDisclosure,
    },
  };
};

export const createOrganisationClaims = (parts: OrganisationClaimsParts): OrganisationClaims => {
  const { register, claims } = parts;
  const pastPersons = createPastPersons(parts);
  const known = new Map<string, { readonly state: string; readonly rows: readonly OrganisationClaim[] }>();
  const personsOf = async (organisationId: string): Promise<ReadonlySet<number>> =>
    new Set([...claims.personsOf(organisationId), ...((await pastPersons()).get(organisationId) ?? [])]);
  const ownOf = (organisationId: string, personNumber: number): readonly RegisteredPaymentClaim[] =>
    claimsShownTo(organisationId, register.file(personNumber)).filter(({ ownClaim }) => ownClaim);
  return {
    of: async (organisationId) => {
      const state = `${register.today()} ${claims.revision()}`;
      const last = known.get(organisationId);
      if (last?.state === state) return last.rows;
      const rows: OrganisationClaim[] = [];
      await inSlices(await personsOf(organisationId), (number) => {
        const person = register.population.person(number);
        rows.push(...ownOf(organisationId, number).map((claim) => rowOf(claim, person)));
      });
      rows.sort((one, other) => (one.registeredAt < other.registeredAt ? 1 : -1));
      known.set(organisationId, { state, rows });
      return rows;
    },
    find: async (organisationId, claimId) => {
      for (const personNumber of await personsOf(organisationId)) {
        const claim = ownOf(organisationId, personNumber).find(({ id }) => id === claimId);
        if (claim !== undefined) return { personNumber, claim };
      }
      return null;
    },
  };
};

const hasText = (row: OrganisationClaim, text: string): boolean =>
  [row.client.name, row.client.personalIdentityCode, row.receiptNumber, row.ownCaseId, row.reference].some(
    (value) => value?.toLocaleLowerCase('fi').includes(text) === true,
  );

const isWithin = (day: string | null, from: string | null, to: string | null): boolean =>
  (from === null && to === null) ||
  (day !== null && (from === null || day >= from) && (to === null || day <= to));

/** Rows that fit a search, in its order: without a last safe day at the end. */
export const searchRows = (
  rows: readonly OrganisationClaim[],
  search: ClaimSearch,
): readonly OrganisationClaim[] => {
  const text = search.text.trim().toLocaleLowerCase('fi');
  const found = rows.filter(
    (row) =>
      (text === '' || hasText(row, text)) &&
      (search.statuses.length === 0 || search.statuses.includes(row.status)) &&
      (search.benefitCode === null || search.benefitCode === row.benefitCode) &&
      (search.handlerName === null || search.handlerName === row.handlerName) &&
      isWithin(row.lastSafeDay, search.lastSafeFrom, search.lastSafeTo) &&
      (!search.withTasks || row.tasks.length > 0),
  );
  if (search.order === 'newest') return found;
  const key = ({ lastSafeDay }: OrganisationClaim): string => lastSafeDay ?? '9999';
  return found.sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
};

/** What is to be done now, the nearest day first; what has no day comes before all. */
export const remindersOf = (rows: readonly OrganisationClaim[], today: IsoDate): readonly ClaimReminder[] => {
  const due = ({ task }: ClaimReminder): string => task.dueOn ?? '';
  return rows
    .flatMap(({ id, receiptNumber, benefitCode, client, tasks }) =>
      tasks.map((task) => ({ claimId: id, receiptNumber, benefitCode, client, task })),
    )
    .filter(({ task }) => isReminder(task, today))
    .sort((one, other) => (due(one) < due(other) ? -1 : due(one) > due(other) ? 1 : 0));
};
