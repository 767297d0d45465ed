import { success, type Result } from '../../shared/domain/result.ts';
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
    readonly userId: string;
    /** @param publicKey SubjectPublicKeyInfo, DER, base64; the answer is a certificate, DER, base64 */
    readonly issue: (publicKey: string) => Promise<string>;
  }): CardService | Promise<CardService>;
}

/** Cards of artificial caseworkers; exists in training mode only. */
export interface PracticeCards {
  users(): Promise<Result<{ users: PracticeUser[]; pin: string }, CallError>>;
  /** A card of the user, ready to sign; the card before it is taken out. */
  insert(userId: string): Promise<Result<CardService, CallError>>;
  close(): void;
}

class IssueFailed extends Error {
  readonly reason: CallError;
  constructor(reason: CallError) {
    super(reason.code);
    this.reason = reason;
  }
}

export function createPracticeCards(
  backend: Backend,
  load: () => Promise<PracticeCardModule>,
): PracticeCards {
  let inserted: CardService | undefined;
  const insert: PracticeCards['insert'] = async (userId) => {
    const { createPracticeCardService } = await load();
    const issue = async (publicKey: string): Promise<string> => {
      const issued = await backend.request(trainingRoutes.issuePracticeCertificate, {
        body: { userId, publicKey },
      });
      if (!issued.ok) throw new IssueFailed(issued.error);
      return issued.value.certificate;
    };
    try {
      const card = await createPracticeCardService({ trainingMode: true, userId, issue });
      inserted?.close();
      inserted = card;
      return success(card);
    } catch (error) {
      if (error instanceof IssueFailed) return { ok: false, error: error.reason };
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
    close: () => inserted?.close(),
  };
}

export const practiceCardUnavailable = callFailure('practice-card-unavailable');
