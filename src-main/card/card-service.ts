import type { StartHelper } from '../helper-process/helper-process.ts';
import { createRequestChannel } from '../helper-process/request-channel.ts';
import { createListeners } from '../listeners.ts';
import { cardFailure } from './card-failure.ts';
import { CardReader } from './card-reader.ts';
import { CardSigner, type CardDeadlines } from './card-signer.ts';
import { cardState } from './card-state.ts';
import type { CardService, CardState, Diagnose } from './card-types.ts';
import type { CardHelperCalls } from './helper-calls.ts';
import { installedModules } from './pkcs11-modules.ts';

export interface CardServiceOptions {
  /** Starts the program card-helper.ts. */
  readonly startHelper: StartHelper;
  /** The only origin to sign for: `https://host[:port]` of the service, as the client connects to it. */
  readonly origin: string;
  /** URL that names the program and its version, for the token. */
  readonly appVersion: string;
  /** PKCS#11 modules in the order of preference; default: those known to be installed. */
  readonly modulePaths?: readonly string[];
  readonly deadlines?: Partial<CardDeadlines>;
  readonly diagnose?: Diagnose;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const defaultDeadlines: CardDeadlines = { list: 5000, sign: 10_000, signOnPinPad: 60_000 };

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
    modulePaths: () => options.modulePaths ?? installedModules(),
    listDeadline: deadlines.list,
    now,
    changed,
    diagnose,
  });
  const signer = new CardSigner({ channel, cards, origin, appVersion, deadlines, diagnose, now });

  return {
    state,
    onChange: listeners.add,
    async signIn(request) {
      if (busy) {
        request.pin?.fill(0);
        return { ok: false, error: cardFailure('cancelled') };
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
    close() {
      signer.close();
      cards.close();
    },
  };
}
