import type { HelperFailure, RequestChannel } from '../helper-process/request-channel.ts';
import {
  readerOf,
  tokensThatStay,
  usableCertificates,
  type CardSituation,
  type KnownToken,
} from './card-state.ts';
import { readersEvent, type CardHelperCalls, type PinStatus } from './helper-calls.ts';
import type { ReaderSnapshot, ReadersEvent } from './reader-watch.ts';

/** Keeps up with readers and cards: watches, reads each card once, and survives the end of the helper process. */
export interface CardReader {
  situation(): CardSituation;
  /** Settles when no card is being read; further reading waits until `resume`. */
  pause(readerName: string): Promise<void>;
  resume(): void;
  notePinStatus(token: KnownToken, status: PinStatus): void;
  /** Ends the helper process, whatever it does, and starts another. */
  restartHelper(): void;
  close(): void;
}

export interface CardReaderOptions {
  readonly channel: RequestChannel<CardHelperCalls>;
  /** PKCS#11 modules in the order of preference, asked for at each reading. */
  readonly modulePaths: () => readonly string[];
  /** Milliseconds that reading the cards through one module may take. */
  readonly listDeadline: number;
  readonly now: () => number;
  readonly changed: () => void;
  readonly diagnose: (code: string, detail: string) => void;
}

/** Milliseconds; the helper process must start within. */
const watchDeadline = 15_000;
/** Milliseconds before a helper is started again, doubled at each failure in a row. */
const firstRestartDelay = 250;
const longestRestartDelay = 30_000;
/** Ends of the helper in a row after which the user is told. */
const toleratedFailures = 3;
/** A driver that fails while it reads a card gets a second chance: no PIN is in play. */
const readingTries = 2;

type Reading = { readonly code: 'done'; readonly tokens: readonly KnownToken[] } | ReadingFailure;
interface ReadingFailure {
  readonly code: 'driver-missing' | 'driver-failed' | 'try-again';
}

export function createCardReader(options: CardReaderOptions): CardReader {
  const { channel, changed } = options;
  let readers: ReadersEvent | undefined;
  let tokens: readonly KnownToken[] = [];
  let reading: CardSituation['reading'] = 'under-way';
  let pausedFor: string | undefined;
  let wanted = 0;
  let done = 0;
  let tries = 0;
  let underWay: Promise<void> | undefined;
  let restarts = 0;
  let restartTimer: NodeJS.Timeout | undefined;
  let closed = false;

  const receive = (event: ReadersEvent): void => {
    const before = readers?.readers ?? [];
    restarts = 0;
    tokens = tokensThatStay(tokens, before, event.readers);
    if (readers === undefined || cardsIn(before) !== cardsIn(event.readers)) {
      wanted += 1;
      tries = 0;
      reading = 'under-way';
    }
    readers = event;
    changed();
    readWhereNeeded();
  };

  const readWhereNeeded = (): void => {
    if (closed || underWay || pausedFor !== undefined || done === wanted) return;
    underWay = readOnce(wanted).finally(() => {
      underWay = undefined;
      readWhereNeeded();
    });
  };

  const readOnce = async (goal: number): Promise<void> => {
    tries += 1;
    const hasCards = readers?.readers.some((reader) => reader.cardPresent) ?? false;
    const outcome: Reading = hasCards ? await readTokens(options) : { code: 'done', tokens: [] };
    // Cards have come or gone meanwhile: what was read may be of another card.
    if (closed || goal !== wanted || (outcome.code === 'try-again' && tries < readingTries)) return;
    done = goal;
    tokens = outcome.code === 'done' ? outcome.tokens : [];
    reading = outcome.code === 'try-again' ? 'driver-failed' : outcome.code;
    changed();
  };

  const watch = async (): Promise<void> => {
    restartTimer = undefined;
    const outcome = await channel.call('watch', null, watchDeadline);
    if (closed || outcome.ok || outcome.error.code !== 'helper-failed') return;
    // The system has no PC/SC library: as good as a service that does not run.
    options.diagnose('watch', outcome.error.message);
    receive({ serviceRunning: false, readers: [] });
    restarts = toleratedFailures;
    watchLater();
  };

  const watchLater = (): void => {
    if (closed || restartTimer) return;
    restarts += 1;
    if (restarts > toleratedFailures && readers?.serviceRunning !== false) {
      readers = undefined;
      tokens = [];
      reading = 'driver-failed';
      changed();
    }
    const pause = Math.min(longestRestartDelay, firstRestartDelay * 2 ** (restarts - 1));
    restartTimer = setTimeout(() => void watch(), pause);
    restartTimer.unref();
  };

  channel.onEvent((name, payload) => {
    if (!closed && name === readersEvent) receive(payload as ReadersEvent);
  });
  channel.onCrash(watchLater);
  void watch();

  return {
    situation: () => ({ readers, tokens, reading, signingIn: pausedFor }),
    async pause(readerName) {
      while (underWay) await underWay;
      pausedFor = readerName;
      changed();
    },
    resume() {
      pausedFor = undefined;
      changed();
      readWhereNeeded();
    },
    notePinStatus(token, status) {
      const isSame = (each: KnownToken): boolean =>
        each.modulePath === token.modulePath && each.certificates[0]?.id === token.certificates[0]?.id;
      tokens = tokens.map((each) => (isSame(each) ? { ...each, ...status } : each));
      changed();
    },
    restartHelper() {
      channel.close();
      clearTimeout(restartTimer);
      void watch();
    },
    close() {
      closed = true;
      clearTimeout(restartTimer);
      channel.close();
    },
  };
}

const cardsIn = (readers: readonly ReaderSnapshot[]): string =>
  JSON.stringify(readers.filter((reader) => reader.cardPresent));

/** Asks the modules in turn until one finds a certificate to sign in with. */
async function readTokens(options: CardReaderOptions): Promise<Reading> {
  const failures = new Set<ReadingFailure['code']>();
  const tokens: KnownToken[] = [];
  for (const modulePath of options.modulePaths()) {
    const outcome = await options.channel.call('list', { modulePath }, options.listDeadline);
    if (!outcome.ok) {
      options.diagnose('list', describeFailure(outcome.error));
      failures.add('try-again');
    } else if (outcome.value.code === 'listed') {
      const found = outcome.value.tokens.map((token) => ({ ...token, modulePath }));
      tokens.push(...found);
      if (found.some((token) => usableCertificates(token, options.now()).length > 0)) break;
    } else {
      if (outcome.value.code === 'driver-failed') options.diagnose('list', outcome.value.detail);
      failures.add(outcome.value.code);
    }
  }
  if (tokens.length > 0) return { code: 'done', tokens };
  if (failures.has('try-again')) return { code: 'try-again' };
  if (failures.has('driver-failed')) return { code: 'driver-failed' };
  const nothingAsked = failures.has('driver-missing') || options.modulePaths().length === 0;
  return nothingAsked ? { code: 'driver-missing' } : { code: 'done', tokens: [] };
}

export const describeFailure = (error: HelperFailure): string =>
  error.code === 'helper-failed' ? error.message : error.code;

/** The reader of the token and how often its card has changed, to notice that it was taken out. */
export function placeOf(token: KnownToken, situation: CardSituation): ReaderSnapshot | undefined {
  return readerOf(token, situation.readers?.readers ?? []);
}
