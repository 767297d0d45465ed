import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { failure, success, type Result } from '../../../shared/domain/result.ts';
import type { SignInMethod, Tokens } from '../../../shared/service-api/sign-in.ts';

export interface ChosenRole {
  readonly organisationId: string;
  readonly purpose: string;
  readonly since: Date;
  /** Clients looked up in this role, by number: only their sections may be read. */
  readonly openedClients: Set<number>;
}

/** Who came in how: kept for the audit trail. */
export interface SignedIn {
  readonly userId: string;
  readonly method: SignInMethod;
  /** Host name that the client gave; null where it has none. */
  readonly workstation: string | null;
  /** The identity provider's session, where one vouched for the user: its log-out ends this session too. */
  readonly identity: { readonly subject: string; readonly providerSession: string | null } | null;
}

export interface Session extends SignedIn {
  readonly sessionId: string;
  /** Thumbprint of the DPoP key that every token of the session is bound to. */
  readonly keyThumbprint: string;
  readonly startedAt: Date;
  role: ChosenRole | null;
}

export interface SessionFailure {
  readonly code: 'NOT_SIGNED_IN' | 'TOKEN_EXPIRED' | 'PROOF_INVALID';
  readonly detail: string;
}

export interface Sessions {
  start(signedIn: SignedIn, keyThumbprint: string): Promise<{ session: Session; tokens: Tokens }>;
  /** The session of an access token, whose proof was made with the key of `keyThumbprint`. */
  find(accessToken: string, keyThumbprint: string): Promise<Result<Session, SessionFailure>>;
  /** Says early that a token is worthless, before its proof is looked at. */
  check(accessToken: string): Promise<Result<true, SessionFailure>>;
  refresh(refreshToken: string, keyThumbprint: string): Promise<Result<Tokens, SessionFailure>>;
  end(session: Session): void;
  /**
   * Ends what the identity provider vouched for: one of its sessions, or all of a subject where none is named.
   * Value: the sessions that ended.
   */
  endOfProvider(subject: string | null, providerSession: string | null): readonly Session[];
  /** When the session ends, whatever is done in it. */
  endsAt(session: Session): Date;
}

const ACCESS_SECONDS = 300;
const SESSION_HOURS = 10;
const ISSUER = 'kelmu-training-service';

interface AccessClaims {
  readonly sessionId: string;
  readonly keyThumbprint: string;
}

const refuse = (code: SessionFailure['code'], detail: string): Result<never, SessionFailure> =>
  failure({ code, detail });

const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Reads an access token, or says why it is worth nothing. */
const readAccessToken = async (
  token: string,
  secret: Uint8Array,
  at: Date,
): Promise<Result<AccessClaims, SessionFailure>> => {
  try {
    const { payload } = await jwtVerify(token, secret, {
      issuer: ISSUER,
      algorithms: ['HS256'],
      typ: 'at+jwt',
      currentDate: at,
    });
    const confirmation = payload['cnf'] as { readonly jkt?: unknown } | undefined;
    if (typeof payload.sub !== 'string' || typeof confirmation?.jkt !== 'string')
      return refuse('NOT_SIGNED_IN', 'not an access token of this service');
    return success({ sessionId: payload.sub, keyThumbprint: confirmation.jkt });
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refuse('TOKEN_EXPIRED', 'the access token has expired');
    return refuse('NOT_SIGNED_IN', 'not an access token of this service');
  }
};

/** Which session a refresh token belongs to; used ones are remembered, to notice theft. */
const createRefreshTokens = () => {
  const current = new Map<string, string>();
  const used = new Map<string, string>();
  return {
    issue: (sessionId: string): string => {
      const token = randomBytes(32).toString('base64url');
      current.set(digest(token), sessionId);
      return token;
    },
    ownerOf: (token: string): string | null => current.get(digest(token)) ?? null,
    formerOwnerOf: (token: string): string | null => used.get(digest(token)) ?? null,
    use: (token: string, sessionId: string): void => {
      current.delete(digest(token));
      used.set(digest(token), sessionId);
    },
    forget: (sessionId: string): void => {
      for (const tokens of [current, used])
        for (const [token, owner] of tokens) if (owner === sessionId) tokens.delete(token);
    },
  };
};

const signAccessToken = (session: Session, secret: Uint8Array, at: Date): Promise<string> => {
  const seconds = Math.floor(at.getTime() / 1000);
  return new SignJWT({ cnf: { jkt: session.keyThumbprint } })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setSubject(session.sessionId)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ACCESS_SECONDS)
    .sign(secret);
};

const endsAt = ({ startedAt }: Session): Date => new Date(startedAt.getTime() + SESSION_HOURS * 3_600_000);

/** Whether the provider vouched for the session; null means any. */
const isOf = ({ identity }: Session, subject: string | null, providerSession: string | null): boolean =>
  identity !== null &&
  (subject === null || identity.subject === subject) &&
  (providerSession === null || identity.providerSession === providerSession);

/** The sessions that there are, with their refresh tokens. */
const createSessionStore = (now: () => Date) => {
  const sessions = new Map<string, Session>();
  const refreshTokens = createRefreshTokens();
  const end = (sessionId: string): void => {
    sessions.delete(sessionId);
    refreshTokens.forget(sessionId);
  };
  const alive = (sessionId: string): Session | null => {
    const session = sessions.get(sessionId);
    if (session !== undefined && now().getTime() < endsAt(session).getTime()) return session;
    end(sessionId);
    return null;
  };
  return { sessions, refreshTokens, end, alive };
};

/**
 * Sessions with DPoP-bound tokens (RFC 9449): an access token of five minutes, a refresh token that is
 * replaced at every use. A refresh token that comes twice ends its session, for one of the two callers has
 * stolen it (RFC 9700 section 4.14).
 * @param misused told when a token comes from somebody who cannot be the one that it was given to
 */
export const createSessions = (
  now: () => Date,
  misused: (session: Session, operation: string, code: SessionFailure['code']) => void,
): Sessions => {
  const secret = randomBytes(32);
  const { sessions, refreshTokens, end, alive } = createSessionStore(now);

  const issue = async (session: Session): Promise<Tokens> => ({
    accessToken: await signAccessToken(session, secret, now()),
    refreshToken: refreshTokens.issue(session.sessionId),
    tokenType: 'DPoP',
    expiresIn: ACCESS_SECONDS,
    serverTime: now().toISOString(),
  });
  const ofAnotherKey = (session: Session | null, operation: string): Result<never, SessionFailure> => {
    if (session !== null) misused(session, operation, 'PROOF_INVALID');
    return refuse('PROOF_INVALID', 'the proof is of another key than the token');
  };

  return {
    start: async (signedIn, keyThumbprint) => {
      const own = { sessionId: randomUUID(), keyThumbprint, startedAt: now(), role: null };
      const session: Session = { ...signedIn, ...own };
      sessions.set(session.sessionId, session);
      return { session, tokens: await issue(session) };
    },
    check: async (accessToken) => {
      const claims = await readAccessToken(accessToken, secret, now());
      return claims.ok ? success(true) : claims;
    },
    find: async (accessToken, keyThumbprint) => {
      const claims = await readAccessToken(accessToken, secret, now());
      if (!claims.ok) return claims;
      const session = alive(claims.value.sessionId);
      if (claims.value.keyThumbprint !== keyThumbprint) return ofAnotherKey(session, 'useAccessToken');
      return session === null ? refuse('NOT_SIGNED_IN', 'the session has ended') : success(session);
    },
    refresh: async (refreshToken, keyThumbprint) => {
      const robbed = sessions.get(refreshTokens.formerOwnerOf(refreshToken) ?? '');
      if (robbed !== undefined) {
        misused(robbed, 'refreshTokens', 'NOT_SIGNED_IN');
        end(robbed.sessionId);
      }
      const session = alive(refreshTokens.ownerOf(refreshToken) ?? '');
      if (session === null) return refuse('NOT_SIGNED_IN', 'the refresh token is worth nothing');
      if (session.keyThumbprint !== keyThumbprint) return ofAnotherKey(session, 'refreshTokens');
      refreshTokens.use(refreshToken, session.sessionId);
      return success(await issue(session));
    },
    end: (session) => end(session.sessionId),
    endOfProvider: (subject, providerSession) => {
      const ended = [...sessions.values()].filter((session) => isOf(session, subject, providerSession));
      for (const { sessionId } of ended) end(sessionId);
      return ended;
    },
    endsAt,
  };
};
