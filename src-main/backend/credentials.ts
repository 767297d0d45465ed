import type { Tokens } from '../../shared/service-api/sign-in.ts';
import type { Clock } from '../clock.ts';
import { createListeners } from '../listeners.ts';
import type { Proofs } from './proofs.ts';

export interface HeldTokens {
  readonly proofs: Proofs;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** By the monotonic clock, milliseconds. */
  readonly expiresAt: number;
}

export type EndReason = 'expired' | 'service-ended-session';

/** The session's tokens, in memory only. */
export interface Credentials {
  current(): HeldTokens | undefined;
  hold(proofs: Proofs, tokens: Tokens): void;
  /**
   * Gives the tokens away and forgets them: for the last request of a session.
   * @param proofs of which session; without it, of whichever there is
   */
  take(proofs?: Proofs): HeldTokens | undefined;
  /** The service no longer accepts these tokens. Has no effect when others are held by now. */
  end(held: HeldTokens, reason: EndReason): void;
  /** The service refused for want of a right: what the session may do has to be asked anew. */
  doubtRights(held: HeldTokens): void;
  onRightsDoubted(listener: () => void): () => void;
  onEnded(listener: (reason: EndReason) => void): () => void;
}

export function createCredentials(clock: Clock): Credentials {
  const ended = createListeners<[EndReason]>();
  const doubted = createListeners<[]>();
  let held: HeldTokens | undefined;
  const take: Credentials['take'] = (proofs) => {
    const taken = held;
    if (proofs && taken?.proofs !== proofs) return undefined;
    held = undefined;
    return taken;
  };
  return {
    current: () => held,
    hold: (proofs, { accessToken, refreshToken, expiresIn }) => {
      held = { proofs, accessToken, refreshToken, expiresAt: clock.monotonic() + expiresIn * 1000 };
    },
    take,
    end: (which, reason) => {
      if (held !== which) return;
      held = undefined;
      ended.tell(reason);
    },
    doubtRights: (which) => {
      if (held === which) doubted.tell();
    },
    onRightsDoubted: doubted.add,
    onEnded: ended.add,
  };
}
