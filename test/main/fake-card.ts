import { failure, success } from '../../shared/domain/result.ts';
import { createListeners } from '../../src-main/listeners.ts';
import type { CardFailure, CardService, CardState, SignInRequest } from '../../src-main/card/card-types.ts';

export interface FakeCard extends CardService {
  readonly requests: (SignInRequest & { readonly pinAtCall: string | null })[];
  /** What the next sign-in answers; undefined: a token. */
  failWith: CardFailure | undefined;
  /** Called while the card signs. */
  whileSigning: () => void | Promise<void>;
  change(state: CardState): void;
}

const certificate = {
  id: 'c'.repeat(64),
  holderName: 'Testi Esimerkki',
  issuerName: 'Training CA',
  serialNumber: '99900042X',
  validTo: '2030-01-01T00:00:00Z',
  expiresSoon: false,
  uses: [],
  readerName: 'Reader',
  pinEntry: 'screen',
} as const;

export const readyState: CardState = { code: 'ready', retriable: true, certificates: [certificate] };

/** A card whose moves a test writes; it signs nothing. */
export function createFakeCard(): FakeCard {
  const listeners = createListeners<[CardState]>();
  let state = readyState;
  const card: FakeCard = {
    requests: [],
    failWith: undefined,
    whileSigning: () => undefined,
    state: () => state,
    onChange: listeners.add,
    change: (next) => {
      state = next;
      listeners.tell(state);
    },
    signIn: async (request) => {
      const pinAtCall = request.pin && new TextDecoder().decode(request.pin);
      card.requests.push({ ...request, pinAtCall });
      await card.whileSigning();
      if (card.failWith) return failure(card.failWith);
      return success({
        token: {
          unverifiedCertificate: 'A'.repeat(200),
          algorithm: 'ES256',
          signature: 'B'.repeat(88),
          format: 'web-eid:1.0',
          appVersion: 'https://localhost/test',
        },
        certificate,
      });
    },
    readAgain: () => undefined,
    close: () => undefined,
  };
  return card;
}
