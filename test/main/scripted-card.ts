import { randomBytes, sign } from 'node:crypto';
import { afterEach, beforeEach, vi } from 'vitest';
import { createTestCertificate, type TestCertificate } from '../virtual-card/test-certificate.ts';
import type { HelperProcess } from '../../src-main/helper-process/helper-process.ts';
import type { CardProvider } from '../../src-main/card/card-providers.ts';
import { createCardService, type CardServiceOptions } from '../../src-main/card/card-service.ts';
import type { CardService, CardState } from '../../src-main/card/card-types.ts';
import { readCertificate } from '../../src-main/card/read-certificate.ts';
import { createPinOpener } from '../../src-main/card/sealed-pin.ts';
import type {
  ListOutcome,
  ListRequest,
  SealedSignatureRequest,
  SignatureOutcome,
  SignatureRequest,
  TokenListing,
} from '../../src-main/card/helper-calls.ts';
import type { ReadersEvent } from '../../src-main/card/reader-watch.ts';

export const origin = 'https://kelmu.testi.invalid';
export const holder = await createTestCertificate({ key: 'P-256' });
export const stranger = await createTestCertificate({ key: 'P-256' });
export const newNonce = (): string => randomBytes(32).toString('base64');

export const inReader = (changes = 1, name = 'Reader'): ReadersEvent => ({
  serviceRunning: true,
  readers: [{ name, cardPresent: true, changes }],
});
export const emptyReader: ReadersEvent = {
  serviceRunning: true,
  readers: [{ name: 'Reader', cardPresent: false, changes: 2 }],
};

export function tokenOf(certificate: TestCertificate, changes: Partial<TokenListing> = {}): TokenListing {
  const read = readCertificate(certificate.der);
  if (!read) throw new Error('no certificate');
  return {
    readerName: 'Reader',
    pinEntry: 'screen',
    activated: true,
    triesLeft: null,
    recognized: true,
    certificates: [read],
    ...changes,
  };
}

export type Answer = { readonly value: unknown } | { readonly fault: string } | 'crash' | 'silence';
interface Request {
  readonly id: number;
  readonly name: string;
  readonly payload: unknown;
}

/** A helper process of script: answers each request as told and keeps what it got, as the pipe would have it. */
function scriptedHelpers(answer: (request: Request) => Answer) {
  const requests: Request[] = [];
  const killed: boolean[] = [];
  const pins = createPinOpener();
  const opened = (request: Request): Request => {
    if (request.name !== 'sign') return request;
    const { sealedPin, ...rest } = request.payload as SealedSignatureRequest;
    return { ...request, payload: { ...rest, pin: sealedPin && pins.open(sealedPin) } };
  };
  let emit: (event: ReadersEvent) => void = () => undefined;
  const startHelper = (): HelperProcess => {
    const place = killed.push(false) - 1;
    let receive: (message: unknown) => void = () => undefined;
    let exit: () => void = () => undefined;
    let alive = true;
    const tell = (message: unknown): void => queueMicrotask(() => alive && receive(message));
    emit = (event) => tell({ kind: 'event', name: 'readers', payload: event });
    const die = (): void => {
      alive = false;
      queueMicrotask(exit);
    };
    return {
      post(message) {
        const request = opened(structuredClone(message) as Request);
        requests.push(request);
        const reply = request.name === 'pinKey' ? { value: pins.publicKey } : answer(request);
        if (reply === 'crash') die();
        else if (reply !== 'silence') {
          const outcome =
            'fault' in reply ? { ok: false, message: reply.fault } : { ok: true, value: reply.value };
          tell({ kind: 'reply', id: request.id, ...outcome });
        }
      },
      onMessage: (listener) => void (receive = listener),
      onExit: (listener) => void (exit = listener),
      kill: () => void (alive = !(killed[place] = true)),
    };
  };
  return {
    startHelper,
    asked: (name: string) => requests.filter((request) => request.name === name),
    emit: (event: ReadersEvent) => emit(event),
    started: () => killed.length,
    /** Of each process that was started, whether it was ended from here. */
    killed: () => killed,
  };
}

export interface Script {
  readonly list?: (modulePath: string) => Answer;
  readonly sign?: (request: SignatureRequest) => Answer;
  readonly watch?: Answer;
  readonly options?: Partial<CardServiceOptions>;
}

export const listed = (...tokens: TokenListing[]): Answer => ({
  value: { code: 'listed', tokens } satisfies ListOutcome,
});
export const signedBy =
  ({ privateKey }: TestCertificate) =>
  ({ data }: SignatureRequest): Answer => {
    const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return { value: { code: 'signed', signature, cardReset: true } satisfies SignatureOutcome };
  };
export const notSigned = (code: string, triesLeft: number | null = null): Answer => ({
  value: { code, detail: 'C_Login: 0xa0', triesLeft, cardReset: true },
});
export const through =
  (...modulePaths: string[]): CardServiceOptions['providers'] =>
  () =>
    modulePaths.map((modulePath): CardProvider => ({ kind: 'pkcs11', modulePath }));

/** A card service whose helper process is a script. Timers must be pretended; the caller closes the service. */
function startScriptedCard(script: Script = {}) {
  const helpers = scriptedHelpers(({ name, payload }) => {
    if (name === 'list') {
      const { provider } = payload as ListRequest;
      const name = provider.kind === 'pkcs11' ? provider.modulePath : provider.kind;
      return script.list?.(name) ?? listed(tokenOf(holder));
    }
    if (name === 'sign') return (script.sign ?? signedBy(holder))(payload as SignatureRequest);
    return name === 'watch' ? (script.watch ?? { value: null }) : { value: null };
  });
  const states: CardState[] = [];
  const diagnostics: string[] = [];
  const service = createCardService({
    startHelper: helpers.startHelper,
    origin,
    appVersion: 'https://kelmu.testi.invalid/desktop/1',
    providers: through('module'),
    diagnose: (code, detail) => diagnostics.push(`${code}: ${detail}`),
    ...script.options,
  });
  service.onChange((state) => states.push(state));
  const signIn = (pin: string | null = '123456', nonce = newNonce()): ReturnType<CardService['signIn']> => {
    const certificateId = readCertificate(holder.der)?.id ?? '';
    const bytes = pin === null ? null : new Uint8Array(Buffer.from(pin));
    return service.signIn({ certificateId, pin: bytes, nonce, origin });
  };
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
  const report = async (event: ReadersEvent): Promise<void> => {
    helpers.emit(event);
    await settle();
  };
  return { service, helpers, states, diagnostics, signIn, settle, report };
}

/** {@link startScriptedCard} for the tests of one file: timers are pretended, and services closed after each test. */
export function scriptedCards(): typeof startScriptedCard {
  const services: CardService[] = [];
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => {
    for (const service of services.splice(0)) service.close();
    vi.useRealTimers();
  });
  return (script) => {
    const started = startScriptedCard(script);
    services.push(started.service);
    return started;
  };
}
