import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import type { Route } from '../../shared/service-api/contract.ts';
import { routes, trainingRoutes } from '../../shared/service-api/routes.ts';

type AllRoutes = typeof routes & typeof trainingRoutes;
export type RouteName = keyof AllRoutes;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface ProofOptions {
  readonly method?: string;
  readonly url?: string;
  readonly issuedAt?: number;
  readonly tokenHash?: string | null;
  readonly tokenId?: string;
  readonly key?: ProofKey;
}

export interface ProofKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const newProofKey = (): ProofKey => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A DPoP proof (RFC 9449 section 4.2) written from the specification, not with the service's code. */
export const makeProof = async (
  key: ProofKey,
  method: string,
  url: string,
  accessToken: string | null,
  options: ProofOptions = {},
): Promise<string> => {
  const hash = accessToken === null ? null : createHash('sha256').update(accessToken).digest('base64url');
  const tokenHash = options.tokenHash === undefined ? hash : options.tokenHash;
  const signer = options.key ?? key;
  return new SignJWT({
    htm: options.method ?? method,
    htu: options.url ?? url,
    ...(tokenHash === null ? {} : { ath: tokenHash }),
  })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(signer.publicKey) })
    .setIssuedAt(options.issuedAt ?? Math.floor(Date.now() / 1000))
    .setJti(options.tokenId ?? randomUUID())
    .sign(signer.privateKey);
};

const sha = (hash: string, text: string): Buffer => createHash(hash).update(text).digest();

/** A Web eID token of a practice card with a P-384 key (ES384). */
export const makeAuthToken = (
  certificate: string,
  privateKey: KeyObject,
  nonce: string,
  origin: string,
  changes: Record<string, unknown> = {},
): Record<string, unknown> => ({
  unverifiedCertificate: certificate,
  algorithm: 'ES384',
  signature: sign('sha384', Buffer.concat([sha('sha384', origin), sha('sha384', nonce)]), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  }).toString('base64'),
  format: 'web-eid:1.0',
  appVersion: 'https://kelmu.training.invalid/test/1.0',
  ...changes,
});

const readReply = async (response: Response): Promise<Reply> => {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
};

export interface CallOptions {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly proof?: ProofOptions;
}

/** A caseworker's client program, over real HTTP. */
export interface ServiceClient {
  readonly key: ProofKey;
  accessToken: string | null;
  refreshToken: string | null;
  call(name: RouteName, options?: CallOptions): Promise<Reply>;
  /** An operation whose answer is no JSON, with the session's token. */
  bytes(path: string, proof?: ProofOptions): Promise<Response>;
  /** Practice certificate, challenge, token, sign-in; fails the test when refused. */
  signIn(userId: string): Promise<void>;
  chooseRole(organisationId: string, purpose: string): Promise<Reply>;
  /** Looks a client up and gives the id. */
  open(personalIdentityCode: string): Promise<string>;
}

/** A practice card: key pair and certificate of a user. */
export const issuePracticeCard = async (
  client: Pick<ServiceClient, 'call'>,
  userId: string,
): Promise<{ certificate: string; privateKey: KeyObject }> => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const reply = await client.call('issuePracticeCertificate', {
    body: { userId, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') },
  });
  return { certificate: String(reply.body['certificate']), privateKey };
};

const fetchBytes = async (
  { key, accessToken }: ServiceClient,
  url: string,
  path: string,
  proof?: ProofOptions,
): Promise<Response> =>
  fetch(`${url}${path}`, {
    redirect: 'manual',
    headers: {
      dpop: await makeProof(key, 'GET', `${url}${path}`, accessToken, proof),
      authorization: `DPoP ${accessToken}`,
    },
  });

const signInWithPracticeCard = async (
  client: ServiceClient,
  userId: string,
  origin: string,
): Promise<void> => {
  const { certificate, privateKey } = await issuePracticeCard(client, userId);
  const { challengeId, nonce } = (await client.call('createChallenge')).body;
  const authToken = makeAuthToken(certificate, privateKey, String(nonce), origin);
  const reply = await client.call('signInWithCard', { body: { challengeId, authToken } });
  if (reply.status !== 200) throw new Error(`Sign-in refused: ${JSON.stringify(reply.body)}`);
  const tokens = reply.body['tokens'] as { accessToken: string; refreshToken: string };
  client.accessToken = tokens.accessToken;
  client.refreshToken = tokens.refreshToken;
};

/** @param now milliseconds since 1970 by the service's clock, where a test moves that */
export const createServiceClient = (
  url: string,
  origin = 'https://kelmu.training.invalid',
  now: () => number = Date.now,
): ServiceClient => {
  const key = newProofKey();
  const client: ServiceClient = {
    key,
    accessToken: null,
    refreshToken: null,
    call: async (name, options = {}) => {
      const route: Route = { ...routes, ...trainingRoutes }[name];
      const path = route.path.replace(/\{(\w+)\}/g, (_, parameter: string) =>
        encodeURIComponent(options.parameters?.[parameter] ?? ''),
      );
      const needsToken = route.authentication !== 'none';
      const token = needsToken ? client.accessToken : null;
      const proof = await makeProof(key, route.method, `${url}${path}`, token, {
        issuedAt: Math.floor(now() / 1000),
        ...options.proof,
      });
      return readReply(
        await fetch(`${url}${path}`, {
          method: route.method,
          redirect: 'manual',
          headers: {
            dpop: proof,
            ...(token === null ? {} : { authorization: `DPoP ${token}` }),
            ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
            ...options.headers,
          },
          ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        }),
      );
    },
    bytes: (path, proof) => fetchBytes(client, url, path, proof),
    signIn: (userId) => signInWithPracticeCard(client, userId, origin),
    chooseRole: (organisationId, purpose) => client.call('chooseRole', { body: { organisationId, purpose } }),
    open: async (personalIdentityCode) => {
      const reply = await client.call('searchClient', {
        body: { personalIdentityCode, reason: 'Selvitys palvelutarpeesta', nonDisclosureConfirmed: true },
      });
      if (reply.status !== 200) throw new Error(`Look-up refused: ${JSON.stringify(reply.body)}`);
      return String(reply.body['clientId']);
    },
  };
  return client;
};
