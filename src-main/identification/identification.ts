import type * as OpenIdClient from 'openid-client';
import {
  identificationMinutes,
  identityMethods,
  type IdentityMethod,
} from '../../shared/domain/identity-methods.ts';
import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError, ErrorCode } from '../../shared/ipc/errors.ts';
import type { Locale } from '../../shared/ipc/state.ts';
import type { ServiceFetch } from '../backend/backend.ts';
import type { Clock } from '../clock.ts';
import { openLoopback, type Loopback } from './loopback.ts';
import { returnPage } from './return-page.ts';

/** The OpenID provider that stands behind mobile certificate and bank codes. */
export interface ProviderPlace {
  /** https; or http of 127.0.0.1, which is taken in training alone. */
  readonly issuer: string;
  readonly clientId: string;
}

export interface IdentificationRequest {
  readonly method: IdentityMethod;
  /** What the ID token has to carry, so that it serves this sign-in and no other. */
  readonly nonce: string;
  readonly locale: Locale;
  readonly signal: AbortSignal;
}

/** Strong identification in the user's own browser; never a page of a provider inside the program. */
export interface Identification {
  /** Value: the ID token, whose signature, issuer, audience, times, nonce and assurance are checked. */
  identify(request: IdentificationRequest): Promise<Result<string, CallError>>;
  /** Opens the provider's page for logging out there too (single log-out). */
  logOut(idToken: string, locale: Locale): Promise<void>;
}

export interface IdentificationParts {
  /** Null where no provider is set up. */
  readonly provider: () => Promise<ProviderPlace | null>;
  readonly fetch: ServiceFetch;
  /** Opens a page of the provider in the user's browser. False where that fails or is not allowed. */
  readonly openPage: (address: string, provider: ProviderPlace) => Promise<boolean>;
  /** The browser came back with an answer. */
  readonly cameBack: () => void;
  readonly clock: Clock;
  /** Milliseconds that the service's clock is ahead of the workstation's. */
  readonly skew: () => number;
}

const PATIENCE = identificationMinutes * 60_000;
/** Seconds; the identification must have been made for this sign-in. */
const LONGEST_SINCE_IDENTIFICATION = 600;
const CLOCK_TOLERANCE = 60;
const REQUEST_SECONDS = 10;

const failed = (code: ErrorCode, retriable = true) => callFailure(code, { retriable });

/** Answers that are no answers of a provider: an error page, or half of a document. */
const NO_ANSWER = new Set([
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);
const NO_CONNECTION = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', undefined]);

/** What went wrong on the way, by the error that the library throws; anything else is a bug. */
function failureOf(error: unknown, client: typeof OpenIdClient): ReturnType<typeof callFailure> {
  if (error instanceof client.AuthorizationResponseError)
    return failed(error.error === 'access_denied' ? 'identification-refused' : 'identity-provider-failed');
  if (error instanceof client.ResponseBodyError) return failed('identity-provider-failed');
  const isOfLibrary = error instanceof client.ClientError || error instanceof TypeError;
  const code = isOfLibrary ? (error as { readonly code?: string }).code : 'unknown';
  if (NO_CONNECTION.has(code)) return failed('identity-provider-unreachable');
  if (code !== undefined && NO_ANSWER.has(code)) return failed('identity-provider-failed');
  // Everything that is checked has such a name: state, issuer, signature, audience, nonce, times.
  if (code?.startsWith('OAUTH_') === true) return failed('identity-response-invalid', false);
  throw error;
}

interface Waiting {
  readonly loopback: Loopback;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** The address that the browser came back with, or why it did not. */
function waitForReturn({ loopback, signal, clock }: Waiting): Promise<URL | ErrorCode> {
  return new Promise((resolve) => {
    const finish = (outcome: URL | ErrorCode): void => {
      cancelTimer();
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const abort = (): void => finish(signal.reason === 'replaced' ? 'identification-replaced' : 'cancelled');
    const cancelTimer = clock.after(PATIENCE, () => finish('identification-timed-out'));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    void loopback.returned.then(finish);
  });
}

const configure = (
  client: typeof OpenIdClient,
  { issuer, clientId }: ProviderPlace,
  parts: IdentificationParts,
): Promise<OpenIdClient.Configuration> =>
  client.discovery(
    new URL(issuer),
    clientId,
    { [client.clockSkew]: Math.round(parts.skew() / 1000), [client.clockTolerance]: CLOCK_TOLERANCE },
    client.None(),
    {
      [client.customFetch]: (address, options) =>
        parts.fetch(address, { ...options, redirect: 'manual' } as RequestInit),
      timeout: REQUEST_SECONDS,
      execute: [
        client.enableNonRepudiationChecks,
        // Without TLS only where nothing leaves the machine.
        ...(/^http:\/\/127\.0\.0\.1:\d+\//.test(issuer) ? [client.allowInsecureRequests] : []),
      ],
    },
  );

type CloseLoopback = (loopback: Loopback, isBack: boolean) => void;

/** Once through the browser and back. */
async function identify(
  client: typeof OpenIdClient,
  provider: ProviderPlace,
  { method, nonce, locale, signal }: IdentificationRequest,
  parts: IdentificationParts & { readonly close: CloseLoopback },
): Promise<Result<string, CallError>> {
  const config = await configure(client, provider, parts);
  const state = client.randomState();
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const loopback = await openLoopback({ state, page: returnPage(locale) });
  let isBack = false;
  try {
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: loopback.redirectUri,
      scope: 'openid',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      acr_values: identityMethods[method],
      // Whoever used this browser before must not be signed in here without a question.
      prompt: 'login',
      max_age: String(LONGEST_SINCE_IDENTIFICATION),
      ui_locales: locale,
    });
    if (signal.aborted) return failed('cancelled');
    if (!(await parts.openPage(address.href, provider))) return failed('browser-not-opened');
    const returned = await waitForReturn({ loopback, signal, clock: parts.clock });
    if (typeof returned === 'string') return failed(returned);
    isBack = true;
    parts.cameBack();
    const tokens = await client.authorizationCodeGrant(config, returned, {
      pkceCodeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
      maxAge: LONGEST_SINCE_IDENTIFICATION,
    });
    const isAsAsked = tokens.claims()?.['acr'] === identityMethods[method];
    return isAsAsked && tokens.id_token !== undefined
      ? success(tokens.id_token)
      : failed('identity-response-invalid', false);
  } finally {
    parts.close(loopback, isBack);
  }
}

/** Of the sign-ins that nobody came back from in time, the newest one still tells latecomers that it is over. */
function createClosing(): CloseLoopback {
  let lingering: Loopback | undefined;
  return (loopback, isBack) => {
    if (isBack) return loopback.close();
    lingering?.close();
    lingering = loopback;
    loopback.close('lingering');
  };
}

export function createIdentification(parts: IdentificationParts): Identification {
  const close = createClosing();
  return {
    identify: async (request) => {
      const provider = await parts.provider();
      if (provider === null) return failed('identification-unavailable', false);
      const client = await import('openid-client');
      try {
        return await identify(client, provider, request, { ...parts, close });
      } catch (error) {
        return failureOf(error, client);
      }
    },
    logOut: async (idToken, locale) => {
      const provider = await parts.provider();
      if (provider === null) return;
      const client = await import('openid-client');
      try {
        const config = await configure(client, provider, parts);
        const parameters = { id_token_hint: idToken, ui_locales: locale };
        await parts.openPage(client.buildEndSessionUrl(config, parameters).href, provider);
      } catch {
        // The session here and at the service is over in any case; the provider's ends by its own time.
      }
    },
  };
}
