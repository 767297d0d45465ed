import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { success } from '../../../shared/domain/result.ts';
import type { Handlers } from '../http/call.ts';
import { refuse } from '../http/problem.ts';
import { findOrganisation, type PracticeUserRow } from '../organisations.ts';
import type { Challenges } from './challenges.ts';
import type { CardHolder, CertificateAuthority } from './public-key-infrastructure.ts';
import type { Sessions } from './sessions.ts';
import type { WebEidValidator } from './web-eid-validator.ts';

export interface SignInParts {
  readonly challenges: Challenges;
  readonly sessions: Sessions;
  readonly validate: WebEidValidator;
  readonly certificateAuthority: CertificateAuthority;
  readonly users: readonly PracticeUserRow[];
  readonly audit: (userId: string, operation: string, outcome: string) => void;
}

/** The token is left to the validator, which says what is wrong with it and uses the challenge up. */
export const looseCardSignIn = z.object({ challengeId: z.string().min(1).max(80), authToken: z.unknown() });

type SignInHandlers = Pick<
  Handlers,
  | 'createChallenge'
  | 'signInWithCard'
  | 'refreshTokens'
  | 'signOut'
  | 'listPracticeUsers'
  | 'issuePracticeCertificate'
>;

/** What a practice user's card says of its holder. */
export const holderOf = (user: PracticeUserRow): CardHolder => ({
  givenName: user.givenName,
  surname: user.surname,
  serialNumber: user.serialNumber,
  organisation: findOrganisation(user.memberships[0]?.organisationId ?? '')?.name.fi ?? 'Kelmu Training',
});

const nameOf = (user: PracticeUserRow): string => `${user.givenName} ${user.surname}`;

const readPublicKey = (base64: string): Buffer | null => {
  const der = Buffer.from(base64, 'base64');
  try {
    createPublicKey({ key: der, format: 'der', type: 'spki' });
    return der;
  } catch {
    return null;
  }
};

export const createSignInHandlers = (parts: SignInParts): SignInHandlers => ({
  createChallenge: () => {
    const { challengeId, nonce, expiresAt } = parts.challenges.create();
    return success({ challengeId, nonce, expiresAt: expiresAt.toISOString() });
  },
  signInWithCard: async (call, body) => {
    // Taken before anything else, so that no outcome leaves the challenge usable.
    const challenge = parts.challenges.take(body.challengeId);
    if (!challenge.ok) return challenge;
    const thumbprint = await call.keyOfProof();
    if (!thumbprint.ok) return thumbprint;
    const holder = parts.validate(body.authToken, challenge.value.nonce);
    if (!holder.ok) return holder;
    // A serial number is unique within its issuer only; the practice users are known by every trusted one.
    const user = parts.users.find(({ serialNumber }) => serialNumber === holder.value.serialNumber);
    if (user === undefined) return refuse({ code: 'USER_UNKNOWN' });
    const { tokens } = await parts.sessions.start(user.userId, thumbprint.value);
    parts.audit(user.userId, 'signInWithCard', 'OK');
    return success({
      user: { userId: user.userId, name: nameOf(user), method: 'certificate-card' as const },
      tokens,
    });
  },
  refreshTokens: async (call, body) => {
    const thumbprint = await call.keyOfProof();
    return thumbprint.ok ? parts.sessions.refresh(body.refreshToken, thumbprint.value) : thumbprint;
  },
  signOut: (call) => {
    parts.audit(call.session().userId, 'signOut', 'OK');
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
