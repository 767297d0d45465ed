import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { success, type Result } from '../../../shared/domain/result.ts';
import { workstation, type SignInMethod, type User } from '../../../shared/service-api/sign-in.ts';
import type { AuditRecord } from '../audit-trail.ts';
import type { Handlers } from '../http/call.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import { subjectOf } from '../identity-provider/identity-provider.ts';
import { findOrganisation, type PracticeUserRow } from '../organisations.ts';
import type { Challenges } from './challenges.ts';
import type { CardHolder, CertificateAuthority } from './public-key-infrastructure.ts';
import type { IdentityTokens } from './identity-tokens.ts';
import type { SignedIn, Sessions } from './sessions.ts';
import type { WebEidValidator } from './web-eid-validator.ts';

export interface SignInParts {
  readonly challenges: Challenges;
  readonly sessions: Sessions;
  readonly validate: WebEidValidator;
  readonly identityTokens: () => IdentityTokens;
  readonly certificateAuthority: CertificateAuthority;
  readonly users: readonly PracticeUserRow[];
  readonly audit: (who: SignedIn, operation: string, outcome: string) => void;
  readonly auditFailure: (who: Pick<AuditRecord, 'method' | 'workstation'>, outcome: string) => void;
}

/** The token is left to the validator, which says what is wrong with it and uses the challenge up. */
export const looseCardSignIn = z.object({
  challengeId: z.string().min(1).max(80),
  authToken: z.unknown(),
  workstation,
});

type SignInHandlers = Pick<
  Handlers,
  | 'createChallenge'
  | 'signInWithCard'
  | 'signInWithIdentityToken'
  | 'refreshTokens'
  | 'signOut'
  | 'listPracticeUsers'
  | 'issuePracticeCertificate'
>;

/** What a practice user's card says of its holder. */
export const holderOf = ({ givenName, surname, serialNumber, memberships }: PracticeUserRow): CardHolder => {
  const [first] = memberships;
  const employer = first?.through ?? findOrganisation(first?.organisationId ?? '');
  return { givenName, surname, serialNumber, organisation: employer?.name.fi ?? 'Kelmu Training' };
};

const nameOf = (user: PracticeUserRow): string => `${user.givenName} ${user.surname}`;

/** The user as the contract words it. */
export const userOf = (user: PracticeUserRow, method: SignInMethod): User => ({
  userId: user.userId,
  name: nameOf(user),
  method,
});

const readPublicKey = (base64: string): Buffer | null => {
  const der = Buffer.from(base64, 'base64');
  try {
    createPublicKey({ key: der, format: 'der', type: 'spki' });
    return der;
  } catch {
    return null;
  }
};

const enter = async (
  { sessions, audit }: SignInParts,
  user: PracticeUserRow,
  signedIn: SignedIn,
  keyThumbprint: string,
) => {
  const { tokens } = await sessions.start(signedIn, keyThumbprint);
  audit(signedIn, 'signIn', 'OK');
  return success({ user: userOf(user, signedIn.method), tokens });
};

/** Leaves a record of a sign-in that failed; one that succeeds leaves its own. */
const recordingFailure = async <Value>(
  { auditFailure }: SignInParts,
  method: SignInMethod | null,
  workstation: string | undefined,
  attempt: () => Promise<Result<Value, ServiceFailure>>,
): Promise<Result<Value, ServiceFailure>> => {
  const outcome = await attempt();
  if (!outcome.ok) auditFailure({ method, workstation: workstation ?? null }, outcome.error.code);
  return outcome;
};

const signInWithIdentityToken =
  (parts: SignInParts): SignInHandlers['signInWithIdentityToken'] =>
  (call, body) =>
    recordingFailure(parts, null, body.workstation, async () => {
      const challenge = parts.challenges.take(body.challengeId);
      if (!challenge.ok) return challenge;
      const thumbprint = await call.keyOfProof();
      if (!thumbprint.ok) return thumbprint;
      const tokens = parts.identityTokens();
      const verified = await tokens.verify(body.idToken, challenge.value.nonce, thumbprint.value);
      if (!verified.ok) return verified;
      const { method, ...identity } = verified.value;
      const user = parts.users.find((candidate) => subjectOf(candidate) === identity.subject);
      if (user === undefined) return refuse({ code: 'USER_UNKNOWN' });
      const signedIn = { userId: user.userId, method, identity, workstation: body.workstation ?? null };
      return enter(parts, user, signedIn, thumbprint.value);
    });

const signInWithCard =
  (parts: SignInParts): SignInHandlers['signInWithCard'] =>
  (call, body) =>
    recordingFailure(parts, 'certificate-card', body.workstation, async () => {
      // Taken before anything else, so that no outcome leaves the challenge usable.
      const challenge = parts.challenges.take(body.challengeId);
      if (!challenge.ok) return challenge;
      const thumbprint = await call.keyOfProof();
      if (!thumbprint.ok) return thumbprint;
      const holder = await parts.validate(body.authToken, challenge.value.nonce);
      if (!holder.ok) return holder;
      // A serial number is unique within its issuer only; the practice users are known by every trusted one.
      const user = parts.users.find(({ serialNumber }) => serialNumber === holder.value.serialNumber);
      if (user === undefined) return refuse({ code: 'USER_UNKNOWN' });
      const signedIn = {
        userId: user.userId,
        method: 'certificate-card',
        identity: null,
        workstation: body.workstation ?? null,
      } as const;
      return enter(parts, user, signedIn, thumbprint.value);
    });

export const createSignInHandlers = (parts: SignInParts): SignInHandlers => ({
  createChallenge: () => {
    const { challengeId, nonce, expiresAt } = parts.challenges.create();
    return success({ challengeId, nonce, expiresAt: expiresAt.toISOString() });
  },
  signInWithCard: signInWithCard(parts),
  signInWithIdentityToken: signInWithIdentityToken(parts),
  refreshTokens: async (call, body) => {
    const thumbprint = await call.keyOfProof();
    return thumbprint.ok ? parts.sessions.refresh(body.refreshToken, thumbprint.value) : thumbprint;
  },
  signOut: (call) => {
    parts.audit(call.session(), 'signOut', 'OK');
    parts.sessions.end(call.session());
    return success({ signedOut: true as const });
  },
  listPracticeUsers: () =>
    success({
      users: parts.users.map((user) => ({
        userId: user.userId,
        name: nameOf(user),
        description: user.description,
      })),
    }),
  issuePracticeCertificate: async (_call, body) => {
    const user = parts.users.find(({ userId }) => userId === body.userId);
    if (user === undefined) return refuse({ code: 'USER_UNKNOWN' });
    const publicKey = readPublicKey(body.publicKey);
    if (publicKey === null) return refuse({ code: 'REQUEST_INVALID', detail: 'publicKey is not an SPKI' });
    const certificate = await parts.certificateAuthority.issueCardCertificate(holderOf(user), publicKey);
    return success({ certificate: certificate.toString('base64') });
  },
});
