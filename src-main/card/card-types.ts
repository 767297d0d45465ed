import type { Result } from '../../shared/domain/result.ts';

export type CardStateCode =
  | 'service-not-running'
  | 'no-reader'
  | 'no-card'
  | 'reading'
  | 'card-not-supported'
  | 'card-not-activated'
  | 'certificate-missing'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'ready'
  | 'signing'
  | 'driver-missing'
  | 'driver-hung'
  | 'driver-crashed'
  | 'driver-failed';

/** Where the user enters the PIN: in this program, on the reader's own keys, or in a window of the system. */
export type PinEntry = 'screen' | 'reader' | 'system';

/** What else than signing in a certificate is meant for, by its key usages. */
export type CertificateUse = 'encryption' | 'email' | 'workstation';

/** An authentication certificate on a card that is in a reader. */
export interface CardCertificate {
  /** SHA-256 of the certificate in lower-case hexadecimal: another card always has another id. */
  readonly id: string;
  /** Given name and surname, or the common name where the subject has no separate names. */
  readonly holderName: string;
  readonly issuerName: string;
  /** The subject's serialNumber attribute; unique only together with the issuer. */
  readonly serialNumber: string;
  /** ISO 8601 instant. */
  readonly validTo: string;
  /** 30 days or less are left. */
  readonly expiresSoon: boolean;
  /** Together with the issuer it tells certificates apart without saying whose they are. */
  readonly uses: readonly CertificateUse[];
  readonly readerName: string;
  readonly pinEntry: PinEntry;
  /** Tries left on the PIN, where the card or its driver tells: 1 is the last one, 0 means blocked. */
  readonly triesLeft?: number;
}

export interface CardState {
  readonly code: CardStateCode;
  /** Whether the same card can work here without another person's help; each code has one answer. */
  readonly retriable: boolean;
  readonly readerName?: string;
  /** Those to sign in with. */
  readonly certificates: readonly CardCertificate[];
}

export type CardFailureCode =
  | 'pin-wrong'
  | 'pin-wrong-last-try'
  | 'pin-blocked'
  | 'pin-length'
  | 'pin-empty'
  | 'pin-not-entered'
  | 'pin-cancelled'
  | 'card-not-activated'
  | 'card-removed'
  | 'card-changed'
  | 'driver-hung'
  | 'driver-crashed'
  | 'driver-failed'
  | 'no-card'
  | 'certificate-not-usable'
  | 'challenge-refused'
  | 'origin-refused'
  | 'busy'
  | 'closed';

/** What the diagnostics are told of. */
export type CardDiagnosticCode =
  | 'reader-watch-failed'
  | 'card-reading-failed'
  | Exclude<
      CardFailureCode,
      'no-card' | 'certificate-not-usable' | 'challenge-refused' | 'origin-refused' | 'busy' | 'closed'
    >;

/** Told of driver errors for the diagnostics: function names and return values, no personal data. */
export type Diagnose = (code: CardDiagnosticCode, detail: string) => void;

export interface CardFailure {
  readonly code: CardFailureCode;
  /** Whether the user can do something about it here and now; nothing is ever repeated by itself. */
  readonly retriable: boolean;
  /** As in {@link CardCertificate}. */
  readonly triesLeft?: number;
  /** The driver's function and its return value, for the support line. */
  readonly supportCode?: string;
}

/** Signature algorithms of RFC 7518, section 3.1, that a card key may use. */
export type SignatureAlgorithm = 'ES256' | 'ES384' | 'ES512' | 'PS256' | 'RS256';

/** Web eID authentication token, version 1.0. */
export interface WebEidToken {
  /** Base64 of the DER certificate; the service must verify it. */
  readonly unverifiedCertificate: string;
  readonly algorithm: SignatureAlgorithm;
  /** Base64; ECDSA as raw r || s. */
  readonly signature: string;
  readonly format: 'web-eid:1.0';
  /** URL that names the program and its version; informative. */
  readonly appVersion: string;
}

export interface SignInRequest {
  readonly certificateId: string;
  /** The PIN as UTF-8 bytes, overwritten with zeros in every outcome; null unless it is entered on the screen. */
  readonly pin: Uint8Array | null;
  /** The service's challenge: base64 text of 44 to 128 characters, used once. */
  readonly nonce: string;
  /** The origin that the client is connected to, `https://host[:port]`. */
  readonly origin: string;
}

export interface CardSignIn {
  readonly token: WebEidToken;
  readonly certificate: CardCertificate;
}

/** Card sign-in as the main process sees it; the practice card of training mode implements the same. */
export interface CardService {
  state(): CardState;
  /** Returns the unsubscribe. */
  onChange(listener: (state: CardState) => void): () => void;
  /**
   * Signs the challenge with the card. One call sends at most one PIN to the card, once. A second call while one is
   * under way is refused as `busy`.
   */
  signIn(request: SignInRequest): Promise<Result<CardSignIn, CardFailure>>;
  /** Reads the cards once more, after the user has done something about a state that is not `ready`. */
  readAgain(): void;
  close(): void;
}
