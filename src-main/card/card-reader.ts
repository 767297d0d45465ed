import type { HelperFailure, RequestChannel } from '../helper-process/request-channel.ts';
import type { CardProvider } from './card-providers.ts';
import {
  readerOf,
  tokensThatStay,
  usableCertificates,
  type CardSituation,
  type KnownToken,
  type ReadingFailure,
} from './card-state.ts';
import type { Diagnose } from './card-types.ts';
import { readersEvent, type CardHelperCalls } from './helper-calls.ts';
import type { ReaderSnapshot, ReadersEvent } from './reader-watch.ts';

export interface CardReaderOptions {
  readonly channel: RequestChannel<CardHelperCalls>;
  /** In the order of preference, asked for at each reading. */
  readonly providers: () => readonly CardProvider[];
  /** Milliseconds that reading the cards through the provider may take. */
  readonly listDeadline: (provider: CardProvider) => number;
  readonly now: () => number;
  readonly changed: () => void;
  readonly diagnose: Diagnose;
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

type Reading =
  { readonly code: 'done'; readonly tokens: readonly KnownToken[] } | { readonly code: ReadingFailure };

/** The helper ended in the middle: worth another try. */
const endedHelper = { 'helper-timed-out': 'driver-hung', 'helper-crashed': 'driver-crashed' } as const;

/** Keeps up with readers and cards: watches, reads each card once, and survives the end of the helper process. */
export class CardReader {
  readonly #options: CardReaderOptions;
  #readers: ReadersEvent | undefined;
  #tokens: readonly KnownToken[] = [];
  #reading: CardSituation['reading'] = 'under-way';
  #pausedFor: string | undefined;
  /** Counts what there was to read, and what has been read. */
  #wanted = 0;
  #done = 0;
  #tries = 0;
  #underWay: Promise<void> | undefined;
  #restarts = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: CardReaderOptions) {
    this.#options = options;
    options.channel.onEvent((name, payload) => {
      if (!this.#closed && name === readersEvent) this.#receive(payload as ReadersEvent);
    });
    options.channel.onCrash(() => this.#watchLater());
    void this.#watch();
  }

  situation(): CardSituation {
    return {
      readers: this.#readers,
      tokens: this.#tokens,
      reading: this.#reading,
      signingIn: this.#pausedFor,
    };
  }

  /** Settles when no card is being read; further reading waits until `resume`. */
  async pause(readerName: string): Promise<void> {
    while (this.#underWay) await this.#underWay;
    this.#pausedFor = readerName;
    this.#options.changed();
  }

  resume(): void {
    this.#pausedFor = undefined;
    this.#options.changed();
    this.#readWhereNeeded();
  }

  noteTriesLeft(token: KnownToken, triesLeft: number | null): void {
    const isSame = (each: KnownToken): boolean =>
      each.readerName === token.readerName && each.certificates[0]?.id === token.certificates[0]?.id;
    this.#tokens = this.#tokens.map((each) => (isSame(each) ? { ...each, triesLeft } : each));
    this.#options.changed();
  }

  readAgain(): void {
    this.#wantReading();
    this.#options.changed();
    this.#readWhereNeeded();
  }

  /** Ends the helper process, whatever it does, and starts another. */
  restartHelper(): void {
    this.#options.channel.close();
    clearTimeout(this.#restartTimer);
    void this.#watch();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#restartTimer);
    this.#options.channel.close();
  }

  #receive(event: ReadersEvent): void {
    const before = this.#readers?.readers ?? [];
    this.#restarts = 0;
    this.#tokens = tokensThatStay(this.#tokens, before, event.readers);
    if (this.#readers === undefined || cardsIn(before) !== cardsIn(event.readers)) this.#wantReading();
    this.#readers = event;
    this.#options.changed();
    this.#readWhereNeeded();
  }

  #wantReading(): void {
    this.#wanted += 1;
    this.#tries = 0;
    this.#reading = 'under-way';
  }

  #readWhereNeeded(): void {
    if (this.#closed || this.#underWay || this.#pausedFor !== undefined || this.#done === this.#wanted)
      return;
    this.#underWay = this.#readOnce(this.#wanted).finally(() => {
      this.#underWay = undefined;
      this.#readWhereNeeded();
    });
  }

  async #readOnce(goal: number): Promise<void> {
    this.#tries += 1;
    const hasCards = this.#readers?.readers.some((reader) => reader.cardPresent) ?? false;
    const outcome: Reading = hasCards ? await readTokens(this.#options) : { code: 'done', tokens: [] };
    // Cards have come or gone meanwhile: what was read may be of another card.
    if (this.#closed || goal !== this.#wanted) return;
    const ended = outcome.code === 'driver-hung' || outcome.code === 'driver-crashed';
    if (ended && this.#tries < readingTries) return;
    this.#done = goal;
    this.#tokens = outcome.code === 'done' ? outcome.tokens : [];
    this.#reading = outcome.code;
    this.#options.changed();
  }

  async #watch(): Promise<void> {
    this.#restartTimer = undefined;
    const outcome = await this.#options.channel.call('watch', null, watchDeadline);
    if (this.#closed || outcome.ok || outcome.error.code !== 'helper-failed') return;
    // The system has no PC/SC library: as good as a service that does not run.
    this.#options.diagnose('reader-watch-failed', outcome.error.message);
    this.#receive({ serviceRunning: false, readers: [] });
    this.#restarts = toleratedFailures;
    this.#watchLater();
  }

  #watchLater(): void {
    if (this.#closed || this.#restartTimer) return;
    this.#restarts += 1;
    if (this.#restarts > toleratedFailures && this.#readers?.serviceRunning !== false) {
      this.#readers = undefined;
      this.#tokens = [];
      this.#reading = 'driver-crashed';
      this.#options.changed();
    }
    const pause = Math.min(longestRestartDelay, firstRestartDelay * 2 ** (this.#restarts - 1));
    this.#restartTimer = setTimeout(() => void this.#watch(), pause);
    this.#restartTimer.unref();
  }
}

const cardsIn = (readers: readonly ReaderSnapshot[]): string =>
  JSON.stringify(readers.filter((reader) => reader.cardPresent));

/** Asks the providers in turn until one finds a certificate to sign in with. */
async function readTokens(options: CardReaderOptions): Promise<Reading> {
  const failures = new Set<ReadingFailure>();
  const tokens: KnownToken[] = [];
  const providers = options.providers();
  for (const provider of providers) {
    const outcome = await options.channel.call('list', { provider }, options.listDeadline(provider));
    if (!outcome.ok) {
      options.diagnose('card-reading-failed', describeFailure(outcome.error));
      const { code } = outcome.error;
      failures.add(code === 'helper-failed' ? 'driver-failed' : endedHelper[code]);
    } else if (outcome.value.code === 'listed') {
      const found = outcome.value.tokens.map((token) => ({ ...token, provider }));
      tokens.push(...found);
      if (found.some((token) => usableCertificates(token, options.now()).length > 0)) break;
    } else {
      if (outcome.value.code === 'driver-failed')
        options.diagnose('card-reading-failed', outcome.value.detail);
      failures.add(outcome.value.code);
    }
  }
  // What one provider could not read may be nothing but foreign to another.
  const worst = failuresByWeight.find((code) => failures.has(code));
  if (worst && tokens.every(({ certificates }) => certificates.length === 0)) return { code: worst };
  const nobodyAsked = providers.length === 0 || (tokens.length === 0 && failures.has('driver-missing'));
  return nobodyAsked ? { code: 'driver-missing' } : { code: 'done', tokens };
}

const failuresByWeight: readonly ReadingFailure[] = ['driver-hung', 'driver-crashed', 'driver-failed'];

export const describeFailure = (error: HelperFailure): string =>
  error.code === 'helper-failed' ? error.message : error.code;

/** The reader of the token and how often its card has changed, to notice that it was taken out. */
export function placeOf(token: KnownToken, situation: CardSituation): ReaderSnapshot | undefined {
  return readerOf(token, situation.readers?.readers ?? []);
}
