import { createHash, randomBytes, type webcrypto } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair } from 'jose';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import {
  identityMethods,
  methodOfAssurance,
  type IdentityMethod,
} from '../../../shared/domain/identity-methods.ts';
import type { PracticeUserRow } from '../organisations.ts';
import { consentPage, localeOf, logOutPage, methodPage, pagePolicy, textPage } from './pages.ts';
import { createProviderStore } from './provider-store.ts';

/** Path of the provider below the address of the training service. */
export const PROVIDER_PATH = '/identity-provider';
export const CLIENT_ID = 'kelmu-desktop';
/** Registered redirect of a native program: any port of the loopback address (RFC 8252 section 7.3). */
const REDIRECT = 'http://127.0.0.1/kelmu/sign-in';
export const BACK_CHANNEL_LOG_OUT = '/sign-in/identity-token/log-out';
const LARGEST_FORM = 4096;

/**
 * The provider of practice: a real OpenID provider (npm oidc-provider) whose pages stand for the mobile certificate
 * and the bank codes.
 */
export interface IdentityProvider {
  /** Answers what comes below {@link PROVIDER_PATH}. */
  handle(request: IncomingMessage, response: ServerResponse): void;
}

export interface IdentityProviderParts {
  /** Address of the training service without a slash at the end. */
  readonly serviceUrl: string;
  readonly users: readonly PracticeUserRow[];
  readonly onDefect: (error: unknown) => void;
}

/** Names a person to the service without telling who it is. */
export const subjectOf = ({ userId }: PracticeUserRow): string =>
  createHash('sha256').update(`kelmu training subject ${userId}`).digest('hex').slice(0, 32);

const send = (response: ServerResponse, body: string): void => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy,
    'cache-control': 'no-store',
  });
  response.end(body);
};

const show = (context: KoaContextWithOIDC, body: string): void => {
  context.set('content-security-policy', pagePolicy);
  context.type = 'html';
  context.body = body;
};

const configurationOf = async (serviceUrl: string): Promise<Configuration> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const signingKey = await exportJWK(privateKey as webcrypto.CryptoKey);
  return {
    adapter: createProviderStore(),
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [REDIRECT],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
        backchannel_logout_uri: `${serviceUrl}${BACK_CHANNEL_LOG_OUT}`,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [{ ...signingKey, alg: 'ES256', use: 'sig', kid: 'training' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    acrValues: Object.values(identityMethods),
    scopes: ['openid'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    findAccount: (_context, subject) => ({ accountId: subject, claims: () => ({ sub: subject }) }),
    interactions: { url: (_context, { uid }) => `${PROVIDER_PATH}/interaction/${uid}` },
    // The provider's own guard lets nothing call this machine; here the service that it tells of log-outs is on it.
    fetch: (address, options) => fetch(address, { ...options, dispatcher: undefined } as RequestInit),
    renderError: (context) => {
      show(context, textPage(localeOf(context.query['ui_locales']), 'failed'));
    },
    ttl: {
      Interaction: 600,
      Session: 3600,
      Grant: 3600,
      AuthorizationCode: 60,
      AccessToken: 60,
      IdToken: 300,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          show(context, logOutPage(localeOf(context.query['ui_locales']), form));
        },
        postLogoutSuccessSource: (context) => {
          show(context, textPage(localeOf(context.query['ui_locales']), 'logged-out'));
        },
      },
    },
  };
};

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const methodOf = ({ params }: Interaction): IdentityMethod =>
  methodOfAssurance(String(params['acr_values'])) ?? 'bank-codes';

const refusedByUser = { error: 'access_denied', error_description: 'The user broke off' };

/** The pages between the request and the answer: the method, then the consent. */
const createInteractions = (provider: Provider, users: readonly PracticeUserRow[]) => {
  const people = users.map((user) => ({
    subject: subjectOf(user),
    name: `${user.givenName} ${user.surname}`,
  }));

  const grantOf = async ({ session, params, prompt }: Interaction): Promise<string> => {
    const grant = new provider.Grant({
      ...(session !== undefined && { accountId: session.accountId }),
      clientId: String(params['client_id']),
    });
    const missing = (prompt.details['missingOIDCScope'] ?? ['openid']) as string[];
    grant.addOIDCScope(missing.join(' '));
    return grant.save();
  };

  const resultOf = async (interaction: Interaction, form: URLSearchParams) => {
    if (form.get('action') !== 'continue') return refusedByUser;
    if (interaction.prompt.name === 'consent') return { consent: { grantId: await grantOf(interaction) } };
    const person = people.find(({ subject }) => subject === form.get('subject'));
    if (person === undefined) return refusedByUser;
    const acr = identityMethods[methodOf(interaction)];
    return { login: { accountId: person.subject, acr, amr: [methodOf(interaction)] } };
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const interaction = await provider.interactionDetails(request, response);
    const address = `${PROVIDER_PATH}/interaction/${interaction.uid}`;
    const locale = localeOf(interaction.params['ui_locales']);
    if (request.method === 'POST') {
      const form = new URLSearchParams((await text(request)).slice(0, LARGEST_FORM));
      await provider.interactionFinished(request, response, await resultOf(interaction, form), {
        mergeWithLastSubmission: true,
      });
    } else if (interaction.prompt.name === 'consent') send(response, consentPage(locale, address));
    else send(response, methodPage(locale, methodOf(interaction), address, people));
  };
};

/** Built when it is first asked for: most days of training begin with a card. */
export const createIdentityProvider = ({
  serviceUrl,
  users,
  onDefect,
}: IdentityProviderParts): IdentityProvider => {
  const build = async () => {
    const { default: ProviderClass } = await import('oidc-provider');
    const provider = new ProviderClass(`${serviceUrl}${PROVIDER_PATH}`, await configurationOf(serviceUrl));
    provider.on('server_error', (_context, error) => onDefect(error));
    provider.on('backchannel.error', (_context, error) => onDefect(error));
    return { answer: provider.callback(), interact: createInteractions(provider, users) };
  };
  let built: ReturnType<typeof build> | undefined;

  const run = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    built ??= build();
    const { answer, interact } = await built;
    const path = request.url ?? '';
    if (path.startsWith(`${PROVIDER_PATH}/interaction/`)) return interact(request, response);
    // As a router does that is mounted at a path: the provider finds its own address from both.
    Object.assign(request, { originalUrl: path, url: path.slice(PROVIDER_PATH.length) || '/' });
    await answer(request, response);
  };

  return {
    handle: (request, response) => {
      run(request, response).catch((error: unknown) => {
        // A page that was left open for too long, or a request without the provider's cookie.
        if (!response.headersSent) send(response, textPage('fi', 'failed'));
        if (!(error instanceof Error && error.name === 'SessionNotFound')) onDefect(error);
      });
    },
  };
};
