import { failure } from '../../shared/domain/result.ts';
import type { StartHelper } from '../helper-process/helper-process.ts';
import { createRequestChannel } from '../helper-process/request-channel.ts';
import { createListeners } from '../listeners.ts';
import { cardFailure } from './card-failure.ts';
import { CardReader } from './card-reader.ts';
import { CardSigner, type CardDeadlines } from './card-signer.ts';
import { cardState } from './card-state.ts';
import type { CardService, CardState, Diagnose } from './card-types.ts';
import type { CardHelperCalls } from './helper-calls.ts';
import type { CardProvider } from './card-providers.ts';

export interface CardServiceOptions {
  /** Starts the program card-helper.ts. */
  readonly startHelper: StartHelper;
  /** The only origin to sign for: `https://host[:port]` of the service, as the client connects to it. */
  readonly origin: string;
  /** URL that names the program and its version, for the token. */
  readonly appVersion: string;
  /** Asked for at each reading of a card, first choice first. */
  readonly providers: () => readonly CardProvider[];
  /** Window (HWND) of the program, for the system's window that asks for a PIN. */
  readonly window?: () => bigint | null;
  readonly deadlines?: Partial<CardDeadlines>;
  readonly diagnose?: Diagnose;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const defaultDeadlines: CardDeadlines = {
  list: 5000,
  listThroughWindows: 15_000,
  sign: 10_000,
  signWithPinEntry: 120_000,
};

/** Card sign-in on real cards: drivers run in a helper process that is killed where they hang. */
export function createCardService(options: CardServiceOptions): CardService {
  const { now = Date.now, diagnose = () => undefined, origin, appVersion } = options;
  const deadlines = { ...defaultDeadlines, ...options.deadlines };
  const channel = createRequestChannel<CardHelperCalls>(options.startHelper);
  const listeners = createListeners<[CardState]>();
  let lastReport = '';
  let busy = false;

  const state = (): CardState => cardState(cards.situation(), now());
  const changed = (): void => {
    signer.noticeRemoval();
    const report = state();
    const text = JSON.stringify(report);
    if (text === lastReport) return;
    lastReport = text;
    listeners.tell(report);
  };
  const cards = new CardReader({
    channel,
    providers: options.providers,
    listDeadline: ({ kind }) => (kind === 'cng' ? deadlines.listThroughWindows : deadlines.list),
    now,
    changed,
    diagnose,
  });
  const window = options.window ?? (() => null);
  const signer = new CardSigner({ channel, cards, origin, appVersion, deadlines, diagnose, now, window });

  return {
    state,
    onChange: listeners.add,
    async signIn(request) {
      if (busy) {
        request.pin?.fill(0);
        return failure(cardFailure('busy'));
      }
      busy = true;
      try {
        const first = signer.check(request);
        if (!first.ok) return first;
        await cards.pause(first.value.place.name);
        // The card may have been changed while a reading came to its end.
        const chosen = signer.check(request);
        return chosen.ok ? await signer.sign(chosen.value, request) : chosen;
      } finally {
        request.pin?.fill(0);
        busy = false;
        cards.resume();
      }
    },
    readAgain: () => cards.readAgain(),
    close() {
      signer.close();
      cards.close();
    },
  };
}
