import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionState } from '../../shared/ipc/state.ts';
import { systemClock } from '../../src-main/clock.ts';
import { createDrafts, type Drafts } from '../../src-main/drafts/drafts.ts';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import type { HelperProcess } from '../../src-main/helper-process/helper-process.ts';

const helperProgram = join(import.meta.dirname, '../../src-main/drafts/drafts-helper.ts');

export const DAY = 24 * 3600 * 1000;

export const active = (userId: string, organisationId = 'county', purpose = 'TOIMEENTULO'): SessionState => {
  const organisation = {
    organisationId,
    businessId: '3221339-2',
    name: { fi: 'Hyvinvointialue', sv: 'Välfärdsområde' },
    type: 'WELLBEING_SERVICES_COUNTY',
    mandates: [],
    purposes: [purpose],
  };
  const rights = {
    lookUp: true,
    sections: [],
    monthsBack: null,
    notices: true,
    paymentClaims: true,
    documents: true,
    lists: [],
    missing: [],
  };
  return {
    phase: 'active',
    user: { userId, name: 'Liisa Virtanen', method: 'certificate-card' },
    role: { organisation, purpose, rights, since: '2026-11-01T08:00:00Z' },
    organisations: [organisation],
    idleLockAfter: 600,
  };
};
export const locked: SessionState = {
  phase: 'locked',
  reason: 'user',
  method: 'certificate-card',
  userName: 'Liisa Virtanen',
};

const helperIn = (environment: Record<string, string>): HelperProcess => {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  const helper = forkHelper(helperProgram);
  process.env = before;
  return helper;
};

/** The drafts with the real key store through the real helper process: see with-keychain.sh. */
export function draftsUnderTest() {
  const listeners: ((state: SessionState) => void)[] = [];
  const helpers: { helper: HelperProcess; exit: Promise<void> }[] = [];
  const opened: Drafts[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'kelmu-drafts-'));
  const under = {
    folder,
    keychainService: `Kelmu test ${randomUUID()}`,
    helpers,
    diskAllowed: true,
    filesAllowed: true,
    now: Date.parse('2026-11-02T08:00:00Z'),
    state: active('liisa'),
    /** As `state`, and told. */
    become(next: SessionState): void {
      under.state = next;
      for (const listener of listeners) listener(next);
    },
    open(environment: Record<string, string> = {}): Drafts {
      const drafts = createDrafts({
        startHelper: () => {
          const helper = helperIn(environment);
          helpers.push({ helper, exit: new Promise((resolve) => helper.onExit(resolve)) });
          return helper;
        },
        folder,
        keychainService: under.keychainService,
        diskAllowed: () => under.diskAllowed,
        filesAllowed: () => under.filesAllowed,
        session: {
          state: () => under.state,
          onChange: (listener) => {
            listeners.push(listener);
            return () => undefined;
          },
        },
        clock: { ...systemClock, now: () => under.now, monotonic: () => under.now },
      });
      opened.push(drafts);
      return drafts;
    },
    async end(): Promise<void> {
      for (const drafts of opened) drafts.close();
      await Promise.all(helpers.map(({ exit }) => exit));
    },
    /** Another start of the program. */
    async reopened(): Promise<Drafts> {
      await under.end();
      return under.open();
    },
    async remove(): Promise<void> {
      await under.end();
      rmSync(folder, { recursive: true, force: true });
    },
    onDisk: (): string =>
      readdirSync(folder)
        .map((name) => name + readFileSync(join(folder, name), 'latin1'))
        .join('\n'),
  };
  return under;
}
export type DraftsUnderTest = ReturnType<typeof draftsUnderTest>;
