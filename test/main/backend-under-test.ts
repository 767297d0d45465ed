import { createBackend, type Backend, type BackendParts } from '../../src-main/backend/backend.ts';
import { createCredentials, type Credentials } from '../../src-main/backend/credentials.ts';
import { createProofs } from '../../src-main/backend/proofs.ts';
import { createServiceClock } from '../../src-main/backend/service-clock.ts';
import { createTransport } from '../../src-main/backend/transport.ts';
import { systemClock, type Clock } from '../../src-main/clock.ts';
import { createRecordedAudit } from './recorded-audit.ts';

export const tokens = (name: string, serverTime = new Date().toISOString()) => ({
  accessToken: `access-token-${name}`.padEnd(24, '.'),
  refreshToken: `refresh-token-${name}`.padEnd(24, '.'),
  tokenType: 'DPoP' as const,
  expiresIn: 600,
  serverTime,
});

export interface BackendUnderTest {
  readonly backend: Backend;
  readonly credentials: Credentials;
  readonly audit: ReturnType<typeof createRecordedAudit>;
  readonly serviceClock: ReturnType<typeof createServiceClock>;
  signIn(name?: string): Promise<void>;
}

/** The real backend on Node's `fetch`; pauses between attempts are as good as none. */
export function backendUnderTest(
  address: string | null,
  changes: Partial<BackendParts> = {},
  clock: Clock = quickClock(),
): BackendUnderTest {
  const audit = createRecordedAudit();
  const credentials = createCredentials(clock);
  const serviceClock = createServiceClock(clock);
  const backend = createBackend({
    address: () => Promise.resolve(address),
    transport: createTransport(fetch),
    credentials,
    serviceClock,
    clock,
    audit,
    random: () => 0,
    ...changes,
  });
  const signIn = async (name = 'first'): Promise<void> => {
    credentials.hold(await createProofs(), tokens(name));
  };
  return { backend, credentials, audit, serviceClock, signIn };
}

/** The system's clock, with short timers a hundred times faster (so that back-off does not slow tests). */
function quickClock(): Clock {
  return {
    ...systemClock,
    after: (milliseconds, run) =>
      systemClock.after(milliseconds >= 9_000 ? milliseconds : milliseconds / 100, run),
  };
}
