import type { CardProvider } from './card-providers.ts';
import type { CardFailureCode, PinEntry, SignatureAlgorithm } from './card-types.ts';
import type { ReadCertificate } from './certificate.ts';

/** The conversation between the main process (card-service.ts) and the helper process (card-helper.ts). */
export type CardHelperCalls = {
  /** Starts the events named `readers`, of type ReadersEvent; asked once of each helper process. */
  watch: { readonly request: null; readonly response: null };
  list: { readonly request: ListRequest; readonly response: ListOutcome };
  /** The key that a PIN for this helper process is sealed with. */
  pinKey: { readonly request: null; readonly response: Uint8Array };
  sign: { readonly request: SealedSignatureRequest; readonly response: SignatureOutcome };
  /** Takes the PIN back off a card after a helper that could not do it itself any more. */
  reset: { readonly request: { readonly readerName: string }; readonly response: null };
};

export const readersEvent = 'readers';

export interface ListRequest {
  readonly provider: CardProvider;
}

export type ListOutcome =
  | { readonly code: 'listed'; readonly tokens: readonly TokenListing[] }
  | { readonly code: 'driver-missing' }
  | { readonly code: 'driver-failed'; readonly detail: string };

/** What a provider says of one token; a card with several PINs may have several tokens. */
export interface TokenListing {
  /** The reader's name as the provider gives it; modules cut it at 64 bytes. */
  readonly readerName: string;
  readonly pinEntry: PinEntry;
  /** False until the holder has set the PIN of a new card. */
  readonly activated: boolean;
  /** Null where nobody tells: see CardCertificate. */
  readonly triesLeft: number | null;
  /** False where the provider does not know the kind of card. */
  readonly recognized: boolean;
  /** In each, `algorithms` holds only what the token can do. */
  readonly certificates: readonly ReadCertificate[];
}

export interface SignatureRequest {
  readonly provider: CardProvider;
  readonly readerName: string;
  readonly certificateId: string;
  readonly algorithm: SignatureAlgorithm;
  /** What the signature is over, before the algorithm's hash. */
  readonly data: Uint8Array;
  readonly pin: Uint8Array | null;
  /** Window of the program (HWND) that a window of the system for the PIN belongs to. */
  readonly window: bigint | null;
}

/** As it travels to the helper: see sealed-pin.ts. */
export type SealedSignatureRequest = Omit<SignatureRequest, 'pin'> & {
  readonly sealedPin: Uint8Array | null;
};

export type SignatureFailureCode = Extract<
  CardFailureCode,
  | 'pin-wrong'
  | 'pin-wrong-last-try'
  | 'pin-blocked'
  | 'pin-length'
  | 'pin-empty'
  | 'pin-cancelled'
  | 'card-not-activated'
  | 'card-removed'
  | 'card-changed'
  | 'driver-failed'
>;

export type SignatureOutcome =
  | { readonly code: 'signed'; readonly signature: Uint8Array; readonly cardReset: boolean }
  | {
      readonly code: SignatureFailureCode;
      /** Function and return value, for the diagnostics; never a PIN or a name. */
      readonly detail: string;
      readonly triesLeft: number | null;
      readonly cardReset: boolean;
    };
