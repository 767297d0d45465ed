import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes, X509Certificate } from 'node:crypto';
import { createCardService, type CardService, type CardState } from '../../src-main/card/card.ts';
import type { CardDeadlines } from '../../src-main/card/card.ts';
import { hasCard, loadPcsc } from '../../src-main/card/pcsc.ts';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import type { HelperProcess } from '../../src-main/helper-process/helper-process.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { openCardInOtherProgram } from '../virtual-card/other-program.ts';
import { createTestPki, type TestPki } from '../virtual-card/test-pki.ts';
import {
  startVirtualCard,
  startVirtualReader,
  virtualReaders,
  type VirtualCard,
  type VirtualCardOptions,
  type VirtualReader,
} from '../virtual-card/virtual-reader.ts';

export const openSc = '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so';
export const origin = 'https://kelmu.testi.invalid';
export const rightPin = '123456';
export const helperProgram = fileURLToPath(new URL('../../src-main/card/card-helper.ts', import.meta.url));

export const pinBytes = (pin: string): Uint8Array => new Uint8Array(Buffer.from(pin));
export const newNonce = (): string => randomBytes(32).toString('base64');

/** Everything of one test file; `end` after each test leaves empty readers and no process behind. */
export interface CardStack {
  readonly pki: TestPki;
  /** DER of those who issue the cards: what a service has to trust. */
  readonly certificateAuthorities: readonly Buffer[];
  readonly reader: VirtualReader;
  startCard(options: VirtualCardOptions): Promise<TestedCard>;
  startService(options?: ServiceOptions): TestedService;
  /** The training service, which takes cards of the stack's issuer. */
  startTraining(): Promise<TrainingService>;
  endTest(): Promise<void>;
  close(): void;
}

export interface TestedCard extends VirtualCard {
  /** Settles when pcscd has seen that the card was taken out. */
  noticedGone(): Promise<void>;
}

interface ServiceOptions {
  readonly deadlines?: Partial<CardDeadlines>;
  readonly modulePaths?: readonly string[];
}

export interface TestedService extends CardService {
  /** Helper processes started so far, the running one last. */
  readonly helpers: readonly HelperProcess[];
  /** Driver errors that were reported for the diagnostics. */
  readonly diagnostics: readonly string[];
  /** Settles as soon as the state fulfils the condition. */
  stateWhen(condition: (state: CardState) => boolean): Promise<CardState>;
  /** Signs in with the only certificate. */
  signInWith(pin: string | null, nonce?: string): ReturnType<CardService['signIn']>;
}

export async function createCardStack(): Promise<CardStack> {
  const folder = mkdtempSync(join(tmpdir(), 'kelmu-card-'));
  const pki = createTestPki(folder);
  const certificateAuthorities = [pki.rootCertificateFile, pki.issuingCertificateFile].map(
    (file) => new X509Certificate(readFileSync(file)).raw,
  );
  const reader = await startVirtualReader();
  const cards: VirtualCard[] = [];
  const services: CardService[] = [];
  return {
    pki,
    certificateAuthorities,
    reader,
    async startCard(options) {
      const card = noticedWhenRemoved(await startVirtualCard(options), options.port);
      cards.push(card);
      return card;
    },
    startService(options = {}) {
      const service = testedService(options);
      services.push(service);
      return service;
    },
    startTraining: () =>
      startTrainingService({
        dataFolder: null,
        personCount: 100,
        origin,
        cards: {
          certificateAuthorities,
          acceptedPolicies: ['1.3.6.1.4.1.55555.1.1'],
          refusedPolicies: [],
          ocsp: null,
        },
      }),
    async endTest() {
      for (const service of services.splice(0)) service.close();
      await Promise.all(cards.splice(0).map((card) => card.quit()));
      await readersAreEmpty();
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * pcscd looks at the reader every 400 ms. A card that is put back before it has seen it go is the old one to it,
 * which a failed reset has marked as gone; no hand is that fast, so the test waits.
 */
function noticedWhenRemoved(card: VirtualCard, port: number | undefined): TestedCard {
  const reader = virtualReaders.find((each) => each.port === port) ?? virtualReaders[0];
  let eventsBefore: number | undefined;
  const takeNote = async (): Promise<void> => void (eventsBefore = await eventCount(reader.name));
  const noticedGone = async (): Promise<void> => {
    while (eventsBefore !== undefined && (await eventCount(reader.name)) === eventsBefore) await delay(20);
    eventsBefore = undefined;
  };
  return {
    ...card,
    noticedGone,
    async remove() {
      await takeNote();
      await card.remove();
    },
    async removeOn(instruction) {
      await takeNote();
      await card.removeOn(instruction);
    },
    async insert() {
      await noticedGone();
      await card.insert();
    },
  };
}

/** How often cards have come and gone, as pcscd counts. */
async function eventCount(readerName: string): Promise<number> {
  const context = await loadPcsc().establish();
  if (!context.ok) throw new Error('pcscd does not answer');
  const status = await context.value.statusChange([{ name: readerName, state: 0 }], false, 0);
  context.value.release();
  return status.ok ? (status.value[0]?.state ?? 0) >>> 16 : 0;
}

function testedService({ deadlines = {}, modulePaths = [openSc] }: ServiceOptions): TestedService {
  const helpers: HelperProcess[] = [];
  const diagnostics: string[] = [];
  const service = createCardService({
    startHelper() {
      const helper = forkHelper(helperProgram);
      helpers.push(helper);
      return helper;
    },
    origin,
    appVersion: 'https://kelmu.testi.invalid/desktop/0.1.0',
    providers: () => modulePaths.map((modulePath) => ({ kind: 'pkcs11', modulePath })),
    deadlines,
    diagnose: (code, detail) => diagnostics.push(`${code}: ${detail}`),
  });
  const stateWhen: TestedService['stateWhen'] = (condition) =>
    new Promise((resolve) => {
      const settle = (state: CardState): void => {
        if (!condition(state)) return;
        stop();
        resolve(state);
      };
      const stop = service.onChange(settle);
      settle(service.state());
    });
  return {
    ...service,
    helpers,
    diagnostics,
    stateWhen,
    signInWith(pin, nonce = newNonce()) {
      const certificateId = service.state().certificates[0]?.id ?? '';
      return service.signIn({ certificateId, pin: pin === null ? null : pinBytes(pin), nonce, origin });
    },
  };
}

/** pcscd looks at its readers every 400 ms: the next test must not meet the card of the last one. */
async function readersAreEmpty(): Promise<void> {
  const context = await loadPcsc().establish();
  if (!context.ok) throw new Error('pcscd does not answer');
  const states = virtualReaders.map(({ name }) => ({ name, state: 0 }));
  for (;;) {
    const status = await context.value.statusChange(states, false, 0);
    if (status.ok && !status.value.some(hasCard)) break;
    await delay(20);
  }
  context.value.release();
}

/** As {@link OtherProgram.pinStatus}, of a program that opens the card only now. */
export function pinStatusForOthers(): string {
  const program = openCardInOtherProgram(virtualReaders[0].name);
  try {
    return program.pinStatus();
  } finally {
    program.close();
  }
}
