import { success, type Result } from '../../shared/domain/result.ts';
import type { CallError, ErrorCode } from '../../shared/ipc/errors.ts';
import type { ResponseOf, Route } from '../../shared/service-api/contract.ts';
import type { Backend } from '../backend/backend.ts';
import { pause, type Clock } from '../clock.ts';
import type { Cache } from './cache-types.ts';

export interface AgedValue<Value> {
  readonly value: Value;
  /** ISO 8601 instant at which the service gave it. */
  readonly asOf: string;
  readonly source: 'service' | 'cache';
}

/** Values that may be shown from the cache while the service is slow or away, with their age. */
export interface AgedValues {
  read<R extends Route>(key: string, route: R): Promise<Result<AgedValue<ResponseOf<R>>, CallError>>;
}

/** How long the service may take before the cached value is shown, in milliseconds. */
const PATIENCE = 2_000;

const AWAY: ReadonlySet<ErrorCode> = new Set([
  'service-unreachable',
  'service-timeout',
  'service-busy',
  'service-failed',
  'service-closed',
  'service-reply-invalid',
  'certificate-of-service-refused',
  'redirect-refused',
]);

export function createAgedValues(
  backend: Backend,
  cache: Pick<Cache, 'read' | 'write'>,
  clock: Clock,
): AgedValues {
  const fromCache = async <R extends Route>(
    key: string,
    route: R,
  ): Promise<AgedValue<ResponseOf<R>> | undefined> => {
    const stored = await cache.read(key);
    // Another version of the program may have written it.
    const parsed = stored && route.response.safeParse(stored.value);
    if (!parsed?.success) return undefined;
    return {
      value: parsed.data as ResponseOf<R>,
      asOf: new Date(stored?.storedAt ?? 0).toISOString(),
      source: 'cache',
    };
  };

  return {
    read: async <R extends Route>(key: string, route: R) => {
      const asked = backend.request(route).then((reply): Result<AgedValue<ResponseOf<R>>, CallError> => {
        if (!reply.ok) return reply;
        // Also when the cached value was shown meanwhile: the next reader has the newer one.
        void cache.write(key, route.sensitivity, reply.value);
        const asOf = new Date(clock.now()).toISOString();
        return success({ value: reply.value, asOf, source: 'service' });
      });
      const patience = new AbortController();
      const first = await Promise.race([asked, pause(clock, PATIENCE, patience.signal)]);
      patience.abort();
      if (first?.ok) return first;
      if (first && !AWAY.has(first.error.code)) return first;
      const cached = await fromCache(key, route);
      return cached ? success(cached) : asked;
    },
  };
}
