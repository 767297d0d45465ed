import type { Diagnostic } from '../../shared/ipc/state.ts';
import type { Sensitivity } from '../../shared/service-api/contract.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { StartHelper } from '../helper-process/helper-process.ts';
import { createRequestChannel } from '../helper-process/request-channel.ts';
import type { Cache } from './cache-types.ts';
import type { CacheCalls, CacheOpening, ListCalls, StoredSensitivity } from './cache-calls.ts';
import { createKeptLists, type KeptListsParts } from './kept-lists.ts';

export interface CacheParts {
  /** Starts the program cache-helper.ts. */
  readonly startHelper: StartHelper;
  /** Absolute path of the database. */
  readonly file: string;
  /** Name of the program in the operating system's key store. */
  readonly keychainService: string;
  /** Absolute path of the folder of recipient lists. */
  readonly listFolder: string;
  readonly policy: KeptListsParts['policy'];
  readonly clock: Clock;
  readonly audit: Audit;
}

const DAY = 24 * 3600 * 1000;
/** How long a value may stand in for the service. */
const KEPT_FOR: Record<StoredSensitivity, number> = { open: 90 * DAY, internal: 14 * DAY };
/** Up to three answers of the key store at five seconds each. */
const OPEN_DEADLINE = 20_000;
const CALL_DEADLINE = 5_000;
const PRUNE_AFTER = 30_000;
const MAXIMUM_CHARACTERS = 8 * 1024 * 1024;

const storable = (sensitivity: Sensitivity): StoredSensitivity | undefined =>
  sensitivity === 'open' || sensitivity === 'internal' ? sensitivity : undefined;

/** What the state of the cache means to the user. */
const diagnosticsOf = (known: CacheOpening | 'out-of-order' | undefined): readonly Diagnostic[] => {
  if (known === undefined) return [];
  if (known === 'out-of-order') return [{ code: 'cache-out-of-order', severity: 'warning' }];
  if (known.problem) return [{ code: known.problem, severity: 'warning' }];
  return [{ code: 'cache-encrypted', severity: 'ok' }];
};

/** Starts at the first use; a helper that died is started and opened again by the next use. */
export function createCache(parts: CacheParts): Cache {
  const { clock, audit } = parts;
  const channel = createRequestChannel<CacheCalls & ListCalls>(parts.startHelper);
  const lists = createKeptLists({ ...parts, channel, folder: parts.listFolder });
  let opening: Promise<CacheOpening | undefined> | undefined;
  let known: CacheOpening | 'out-of-order' | undefined;
  let stopPruning: (() => void) | undefined;
  channel.onCrash(() => {
    opening = undefined;
    stopPruning?.();
  });
  channel.onEvent((_name, reason) => audit.record({ event: 'cache-rebuilt', reason: String(reason) }));

  const open = async (): Promise<CacheOpening | undefined> => {
    const { file, keychainService } = parts;
    const answer = await channel.call('open', { file, keychainService }, OPEN_DEADLINE);
    known = answer.ok ? answer.value : 'out-of-order';
    if (!answer.ok) return undefined;
    if (answer.value.rebuilt) audit.record({ event: 'cache-rebuilt', reason: answer.value.rebuilt });
    // Behind the first reading, which somebody waits for.
    stopPruning = clock.after(
      PRUNE_AFTER,
      () => void channel.call('prune', { now: clock.now() }, CALL_DEADLINE),
    );
    return answer.value;
  };

  const ready = async (): Promise<boolean> => (await (opening ??= open())) !== undefined;

  return {
    read: async (key) => {
      if (!(await ready())) return null;
      const answer = await channel.call('read', { key, now: clock.now() }, CALL_DEADLINE);
      if (!answer.ok || !answer.value) return null;
      return { value: JSON.parse(answer.value.value) as unknown, storedAt: answer.value.storedAt };
    },
    write: async (key, sensitivity, value) => {
      const allowed = storable(sensitivity);
      if (!allowed) return false;
      const text = JSON.stringify(value);
      if (text.length > MAXIMUM_CHARACTERS || !(await ready())) return false;
      const storedAt = clock.now();
      const entry = {
        key,
        sensitivity: allowed,
        value: text,
        storedAt,
        expiresAt: storedAt + KEPT_FOR[allowed],
      };
      return (await channel.call('write', entry, CALL_DEADLINE)).ok;
    },
    diagnostics: () => diagnosticsOf(known),
    lists,
    close: () => {
      stopPruning?.();
      lists.close();
      channel.close();
    },
  };
}

export { createAgedValues, type AgedValue, type AgedValues } from './aged-values.ts';
export type { Cache, CachedValue } from './cache-types.ts';
export type { KeptHit, KeptListHead, KeptLists } from './kept-lists.ts';
