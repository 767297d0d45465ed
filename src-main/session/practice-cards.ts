import { failure, success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { trainingRoutes } from '../../shared/service-api/routes.ts';
import type { PracticeUser } from '../../shared/service-api/training.ts';
import type { Backend } from '../backend/backend.ts';
import type { CardService } from '../card/card-types.ts';

/** The module of the practice card, which is loaded in training mode only. */
export interface PracticeCardModule {
  readonly practicePin: string;
  createPracticeCardService(options: {
    readonly trainingMode: true;
    /** @param publicKey SubjectPublicKeyInfo, DER, base64; the answer is a certificate, DER, base64 */
    readonly issue: (publicKey: string) => Promise<string>;
    readonly origin: string;
  }): Promise<CardService>;
}

/** Cards of artificial caseworkers; exists in training mode only. */
export interface PracticeCards {
  users(): Promise<Result<{ users: PracticeUser[]; pin: string }, CallError>>;
  /**
   * The user's card, ready to sign. It stays in while the same user goes on, so that wrong PINs add up as they
   * do on a real card; another user's takes its place.
   */
  insert(userId: string): Promise<Result<CardService, CallError>>;
  close(): void;
}

export const practiceCardUnavailable = callFailure('practice-card-unavailable');

class IssueRefused extends Error {
  readonly reason: CallError;
  constructor(reason: CallError) {
    super(reason.code);
    this.reason = reason;
  }
}

/** @param origin what the card signs */
export function createPracticeCards(
  backend: Backend,
  load: () => Promise<PracticeCardModule>,
  origin: string,
): PracticeCards {
  let inserted: { readonly userId: string; readonly card: CardService } | undefined;

  const issueFor =
    (userId: string) =>
    async (publicKey: string): Promise<string> => {
      const body = { userId, publicKey };
      const issued = await backend.request(trainingRoutes.issuePracticeCertificate, { body });
      if (!issued.ok) throw new IssueRefused(issued.error);
      return issued.value.certificate;
    };

  const insert: PracticeCards['insert'] = async (userId) => {
    if (inserted?.userId === userId) return success(inserted.card);
    const { createPracticeCardService } = await load();
    try {
      const card = await createPracticeCardService({ trainingMode: true, issue: issueFor(userId), origin });
      inserted?.card.close();
      inserted = { userId, card };
      return success(card);
    } catch (error) {
      if (error instanceof IssueRefused) return failure(error.reason);
      throw error;
    }
  };

  return {
    users: async () => {
      const listed = await backend.request(trainingRoutes.listPracticeUsers);
      if (!listed.ok) return listed;
      return success({ users: listed.value.users, pin: (await load()).practicePin });
    },
    insert,
    close: () => inserted?.card.close(),
  };
}
