import type { Sensitivity } from '../../shared/service-api/contract.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { StartHelper } from '../helper-process/helper-process.ts';
import { createRequestChannel } from '../helper-process/request-channel.ts';
import type { Cache } from './cache-types.ts';
import type { CacheCalls, CacheOpening, StoredSensitivity } from './cache-calls.ts';

export interface CacheParts {
  /** Starts the program cache-helper.ts. */
  readonly startHelper: StartHelper;
  /** Absolute path of the database. */
  readonly file: string;
  /** Name of the program in the operating system's key store. */
  readonly keychainService: string;
  /** Whether the administrators allow recipient lists on disk. */
  readonly personalAllowed: () => boolean;
  readonly clock: Clock;
  readonly audit: Audit;
}

const DAY = 24 * 3600 * 1000;
/** How long a value may stand in for the service. */
const KEPT_FOR: Record<StoredSensitivity, number> = { open: 90 * DAY, internal: 14 * DAY, personal: DAY };
/** Up to three answers of the key store at five seconds each. */
const OPEN_DEADLINE = 20_000;
const CALL_DEADLINE = 5_000;
const MAXIMUM_CHARACTERS = 8 * 1024 * 1024;

/** Starts at the first use; a helper that died is started and opened again by the next use. */
export function createCache(parts: CacheParts): Cache {
  const { clock, audit } = parts;
  const channel = createRequestChannel<CacheCalls>(parts.startHelper);
  let opening: Promise<CacheOpening | undefined> | undefined;
  let known: CacheOpening | 'out-of-order' | undefined;
  channel.onCrash(() => (opening = undefined));

  const open = async (): Promise<CacheOpening | undefined> => {
    const { file, keychainService } = parts;
    const answer = await channel.call('open', { file, keychainService, now: clock.now() }, OPEN_DEADLINE);
    known = answer.ok ? answer.value : 'out-of-order';
    if (!answer.ok) return undefined;
    if (answer.value.rebuilt) audit.record({ event: 'cache-rebuilt', reason: answer.value.rebuilt });
    // The policy may have been taken back since the last time.
    if (!parts.personalAllowed()) await channel.call('wipe', { sensitivity: 'personal' }, CALL_DEADLINE);
    return answer.value;
  };

  const ready = async (): Promise<boolean> => (await (opening ??= open())) !== undefined;

  const storable = (sensitivity: Sensitivity): StoredSensitivity | undefined => {
    if (sensitivity === 'open' || sensitivity === 'internal') return sensitivity;
    return sensitivity === 'personal' && parts.personalAllowed() ? sensitivity : undefined;
  };

  return {
    read: async (key) => {
      if (!(await ready())) return null;
      const answer = await channel.call('read', { key, now: clock.now() }, CALL_DEADLINE);
      if (!answer.ok || !answer.value || !storable(answer.value.sensitivity)) return null;
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
    diagnostics: () => {
      if (known === undefined) return [];
      if (known === 'out-of-order') return [{ code: 'cache-out-of-order', severity: 'warning' }];
      if (known.problem) return [{ code: known.problem, severity: 'warning' }];
      return [{ code: 'cache-encrypted', severity: 'ok' }];
    },
    close: () => channel.close(),
  };
}

export { createAgedValues, type AgedValue, type AgedValues } from './aged-values.ts';
export type { Cache, CachedValue } from './cache-types.ts';
