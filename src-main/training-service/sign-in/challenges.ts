import { randomBytes, randomUUID } from 'node:crypto';
import { failure, success, type Result } from '../../../shared/domain/result.ts';

export interface Challenge {
  readonly challengeId: string;
  /** 32 random bytes in base64. */
  readonly nonce: string;
  readonly expiresAt: Date;
}

export interface ChallengeFailure {
  readonly code: 'CHALLENGE_UNKNOWN' | 'CHALLENGE_EXPIRED';
}

export interface Challenges {
  create(): Challenge;
  /** Gives the challenge once: whatever comes of the sign-in, it cannot be used again. */
  take(challengeId: string): Result<Challenge, ChallengeFailure>;
}

const VALID_FOR_MS = 5 * 60_000;
const MOST_OPEN = 1000;

export const createChallenges = (now: () => Date): Challenges => {
  const open = new Map<string, Challenge>();
  return {
    create: () => {
      // The oldest goes first: an endless row of unanswered challenges must not fill the memory.
      const oldest = open.keys().next();
      if (open.size >= MOST_OPEN && oldest.done === false) open.delete(oldest.value);
      const challenge: Challenge = {
        challengeId: randomUUID(),
        nonce: randomBytes(32).toString('base64'),
        expiresAt: new Date(now().getTime() + VALID_FOR_MS),
      };
      open.set(challenge.challengeId, challenge);
      return challenge;
    },
    take: (challengeId) => {
      const challenge = open.get(challengeId);
      open.delete(challengeId);
      if (challenge === undefined) return failure({ code: 'CHALLENGE_UNKNOWN' });
      if (now().getTime() >= challenge.expiresAt.getTime()) return failure({ code: 'CHALLENGE_EXPIRED' });
      return success(challenge);
    },
  };
};
