import { parseFinnish, type IsoDate } from '../../../shared/domain/dates.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { ClaimSearch, OrganisationClaim } from '../../../shared/service-api/claim-life.ts';
import type { Contract } from '../../platform/contract.ts';

/** What the register is filtered by, as it is typed and chosen. */
export interface RegisterFilter {
  text: string;
  /** A status, or a group of statuses. */
  status: string;
  benefitCode: string;
  handlerName: string;
  lastSafeFrom: string;
  lastSafeTo: string;
  withTasks: boolean;
  order: ClaimSearch['order'];
}

export interface ClaimRegister {
  readonly filter: RegisterFilter;
  readonly claims: readonly OrganisationClaim[];
  readonly total: number;
  readonly handlers: readonly string[];
  readonly benefits: readonly string[];
  readonly phase: 'empty' | 'loading' | 'ready' | 'failed';
  readonly error: CallError | null;
  /** Days that were typed and are none. */
  readonly unreadable: readonly ('lastSafeFrom' | 'lastSafeTo')[];
  /** Searches anew; what is shown stays until the answer comes. */
  search(): Promise<void>;
  more(): Promise<void>;
  reset(): void;
  /** Takes the claim as it is after an action. */
  replace(claim: Omit<OrganisationClaim, 'client'>): void;
  /** Forgets all: another role, or nobody. */
  close(): void;
}

const PART = 50;

/** Statuses that a choice of the filter stands for. */
export const statusGroups: Readonly<Record<string, readonly string[]>> = {
  open: ['REGISTERED', 'HEARING'],
  paying: ['ACCEPTED', 'PARTLY_ACCEPTED', 'ACTIVE', 'END_REQUESTED'],
};

const emptyFilter = (): RegisterFilter => ({
  text: '',
  status: '',
  benefitCode: '',
  handlerName: '',
  lastSafeFrom: '',
  lastSafeTo: '',
  withTasks: false,
  order: 'newest',
});

const dayOf = (typed: string): IsoDate | null => {
  const parsed = parseFinnish(typed);
  return parsed.ok ? parsed.value : null;
};

const requestOf = (filter: RegisterFilter, offset: number): ClaimSearch => ({
  text: filter.text.trim(),
  statuses: filter.status === '' ? [] : [...(statusGroups[filter.status] ?? [filter.status])],
  benefitCode: filter.benefitCode || null,
  handlerName: filter.handlerName || null,
  lastSafeFrom: dayOf(filter.lastSafeFrom),
  lastSafeTo: dayOf(filter.lastSafeTo),
  withTasks: filter.withTasks,
  order: filter.order,
  offset,
  limit: PART,
});

/** The organisation's payment claims: found, filtered, read in parts. */
export const createClaimRegister = (contract: Pick<Contract, 'call'>): ClaimRegister => {
  const filter = $state<RegisterFilter>(emptyFilter());
  let claims = $state.raw<readonly OrganisationClaim[]>([]);
  let total = $state(0);
  let handlers = $state.raw<readonly string[]>([]);
  let benefits = $state.raw<readonly string[]>([]);
  let phase = $state<ClaimRegister['phase']>('empty');
  let error = $state.raw<CallError | null>(null);
  // An answer to an older question must not overwrite a newer one.
  let asked = 0;

  const unreadable = $derived(
    (['lastSafeFrom', 'lastSafeTo'] as const).filter(
      (name) => filter[name].trim() !== '' && dayOf(filter[name]) === null,
    ),
  );

  const load = async (offset: number): Promise<void> => {
    if (unreadable.length > 0) return;
    asked += 1;
    const own = asked;
    phase = 'loading';
    const answer = await contract.call('claims.search', requestOf(filter, offset));
    if (own !== asked) return;
    if (!answer.ok) {
      phase = 'failed';
      error = answer.error;
      return;
    }
    const before = offset === 0 ? [] : claims;
    // A claim that came meanwhile has moved the ones after it: none is shown twice.
    const isNew = (claim: OrganisationClaim): boolean => before.every(({ id }) => id !== claim.id);
    claims = [...before, ...answer.value.claims.filter(isNew)];
    ({ total, handlers, benefits } = answer.value);
    phase = 'ready';
    error = null;
  };

  return {
    filter,
    get claims() {
      return claims;
    },
    get total() {
      return total;
    },
    get handlers() {
      return handlers;
    },
    get benefits() {
      return benefits;
    },
    get phase() {
      return phase;
    },
    get error() {
      return error;
    },
    get unreadable() {
      return unreadable;
    },
    search: () => load(0),
    more: () => load(claims.length),
    reset: () => {
      Object.assign(filter, emptyFilter());
    },
    replace: (changed) => {
      claims = claims.map((claim) => (claim.id === changed.id ? { ...claim, ...changed } : claim));
    },
    close: () => {
      asked += 1;
      Object.assign(filter, emptyFilter());
      claims = [];
      total = 0;
      handlers = [];
      benefits = [];
      phase = 'empty';
      error = null;
    },
  };
};
