/**
 * The program of the card helper process: everything that touches a driver. It may hang or crash at any call; the
 * main process then kills it and starts another.
 */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { helperPort } from '../helper-process/helper-process.ts';
import { serveRequests } from '../helper-process/request-channel.ts';
import type { CardProvider } from './card-providers.ts';
import { listCng, signWithCng } from './cng.ts';
import { openCngStore } from './cng-native.ts';
import {
  readersEvent,
  type CardHelperCalls,
  type ListOutcome,
  type SignatureOutcome,
  type SignatureRequest,
} from './helper-calls.ts';
import { loadPcsc, type Pcsc } from './pcsc.ts';
import { loadPkcs11Module } from './pkcs11.ts';
import { pkcs11Interface, type Pkcs11Interface } from './pkcs11-native.ts';
import { cardStays, watchReaders } from './reader-watch.ts';
import { createPinOpener } from './sealed-pin.ts';
import { listTokens, signWithToken, type TokenSignature } from './token.ts';
import { warmUpCryptography } from './warm-up.ts';

/** Milliseconds: the service looks at the readers every 400 ms and may learn of a removal after the driver. */
const removalPatience = 800;
/** Milliseconds; another program's transaction can hold the card for long. */
const resetPatience = 2000;

/** One provider of cards, loaded. */
interface Cards {
  list(): Promise<ListOutcome>;
  sign(request: SignatureRequest): Promise<TokenSignature>;
}

function loadCards(provider: CardProvider, binary: Pkcs11Interface): Cards {
  if (provider.kind === 'cng') {
    const store = openCngStore();
    return { list: () => listCng(store), sign: (request) => signWithCng(store, request) };
  }
  const module = loadPkcs11Module(provider.modulePath, binary);
  return { list: () => listTokens(module), sign: (request) => signWithToken(module, request) };
}

/** Loads each provider once, at its first use. */
function createCards(): (provider: CardProvider) => Cards {
  const loaded = new Map<string, Cards>();
  const binary = pkcs11Interface();
  return (provider) => {
    const name = JSON.stringify(provider);
    const cards = loaded.get(name) ?? loadCards(provider, binary);
    loaded.set(name, cards);
    return cards;
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

async function list(load: () => Cards): Promise<ListOutcome> {
  try {
    return await load().list();
  } catch (error) {
    return { code: 'driver-failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Whatever comes of it, the card is reset: logging out alone leaves the PIN verified for any other program. */
async function sign(cards: Cards, pcsc: Pcsc, request: SignatureRequest): Promise<SignatureOutcome> {
  const { readerName } = request;
  let cardReset = false;
  const outcome = await cards.sign(request).finally(async () => {
    cardReset = await resetCard(pcsc, readerName);
  });
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
  const cardsOf = createCards();
  const queue = createQueue();
  const pins = createPinOpener();
  const { emit } = serveRequests<CardHelperCalls>(helperPort(), {
    watch: () => {
      void watchReaders(smartCards(), (event) => emit(readersEvent, event));
      return null;
    },
    async list({ provider }) {
      if (provider.kind === 'pkcs11' && !existsSync(provider.modulePath)) return { code: 'driver-missing' };
      return queue(() => list(() => cardsOf(provider)));
    },
    pinKey: () => pins.publicKey,
    async sign({ sealedPin, ...rest }) {
      const request = { ...rest, pin: sealedPin && pins.open(sealedPin) };
      try {
        return await queue(() => sign(cardsOf(request.provider), smartCards(), request));
      } finally {
        request.pin?.fill(0);
      }
    },
    async reset({ readerName }) {
      await resetCard(smartCards(), readerName);
      return null;
    },
  });
  // After the first request has been taken: the watch on the readers comes before all.
  setImmediate(warmUpCryptography);
}

run();
