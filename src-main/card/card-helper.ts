/**
 * The program of the card helper process: everything that touches a driver. It may hang or crash at any call; the
 * main process then kills it and starts another.
 */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { helperPort } from '../helper-process/helper-process.ts';
import { serveRequests } from '../helper-process/request-channel.ts';
import {
  readersEvent,
  type CardHelperCalls,
  type ListOutcome,
  type SignatureOutcome,
  type SignatureRequest,
} from './helper-calls.ts';
import { loadPcsc, type Pcsc } from './pcsc.ts';
import { loadPkcs11Module, type Pkcs11Module } from './pkcs11.ts';
import { cardStays, watchReaders } from './reader-watch.ts';
import { listTokens, signWithToken } from './token.ts';

/** Milliseconds: the service looks at the readers every 400 ms and may learn of a removal after the driver. */
const removalPatience = 800;
/** Milliseconds; another program's transaction can hold the card for long. */
const resetPatience = 2000;

function createModules(): (path: string) => Pkcs11Module {
  const loaded = new Map<string, Pkcs11Module>();
  return (path) => {
    const module = loaded.get(path) ?? loadPkcs11Module(path);
    loaded.set(path, module);
    return module;
  };
}

/** Modules are not made for concurrent use by halves: one operation after the other. */
function createQueue(): <Value>(operation: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (operation) => {
    const next = last.then(operation);
    last = next.catch(() => undefined);
    return next;
  };
}

async function resetCard(pcsc: Pcsc, readerName: string): Promise<boolean> {
  const reset = async (): Promise<boolean> => {
    const context = await pcsc.establish();
    if (!context.ok) return false;
    const outcome = await context.value.resetCard(readerName);
    context.value.release();
    return outcome.ok;
  };
  return Promise.race([reset(), delay(resetPatience, false)]);
}

async function list(module: () => Pkcs11Module): Promise<ListOutcome> {
  try {
    return await listTokens(module());
  } catch (error) {
    return { code: 'driver-failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** After the module is done the card is reset: C_Logout alone leaves the PIN verified for any other program. */
async function sign(
  module: () => Pkcs11Module,
  pcsc: Pcsc,
  request: SignatureRequest,
): Promise<SignatureOutcome> {
  const { readerName } = request;
  const outcome = await signWithToken(module(), request);
  const cardReset = await resetCard(pcsc, readerName);
  if (outcome.code !== 'driver-failed' || (await cardStays(pcsc, readerName, removalPatience))) {
    return { ...outcome, cardReset };
  }
  // A card that vanishes in the middle gives any error at all.
  return { ...outcome, code: 'card-removed', cardReset };
}

function run(): void {
  let pcsc: Pcsc | undefined;
  // Loaded by the first request: a system without PC/SC is an answer, not a crash.
  const smartCards = (): Pcsc => (pcsc ??= loadPcsc());
  const modules = createModules();
  const queue = createQueue();
  const { emit } = serveRequests<CardHelperCalls>(helperPort(), {
    watch: () => {
      void watchReaders(smartCards(), (event) => emit(readersEvent, event));
      return null;
    },
    async list({ modulePath }) {
      if (!existsSync(modulePath)) return { code: 'driver-missing' };
      return queue(() => list(() => modules(modulePath)));
    },
    async sign(request) {
      try {
        return await queue(() => sign(() => modules(request.modulePath), smartCards(), request));
      } finally {
        request.pin?.fill(0);
      }
    },
    async reset({ readerName }) {
      await resetCard(smartCards(), readerName);
      return null;
    },
  });
}

run();
