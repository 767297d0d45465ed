import { z } from 'zod';
import { id, code } from '../../service-api/fields.ts';
import { practiceUser } from '../../service-api/training.ts';
import { cardState, sessionState } from '../state.ts';
import { call, done, nothing } from './call.ts';

/** UTF-8, and not text: bytes can be overwritten as soon as they have been used. */
const pinBytes = z.instanceof(Uint8Array).refine((pin) => pin.length <= 32);

export const sessionCalls = {
  'card.state': call({ needs: 'nothing', request: nothing, response: cardState, perSecond: 20 }),
  /** The user has done something about a card that could not be used, and wants it to be read once more. */
  'card.read-again': call({ needs: 'nothing', request: nothing, response: done, perSecond: 5 }),
  'practice-card.users': call({
    needs: 'nothing',
    request: nothing,
    response: z.object({ users: z.array(practiceUser), pin: z.string() }),
    perSecond: 5,
  }),
  'session.state': call({ needs: 'nothing', request: nothing, response: sessionState, perSecond: 20 }),
  'session.sign-in': call({
    needs: 'nothing',
    /**
     * `pin` is null where it is not entered on the screen. `userId` chooses the holder of a practice card, whose
     * PIN everybody is shown.
     */
    request: z.discriminatedUnion('method', [
      z.strictObject({
        method: z.literal('card'),
        certificateId: z.string().min(1).max(200),
        pin: pinBytes.nullable(),
      }),
      z.strictObject({ method: z.literal('practice-card'), userId: id, pin: z.string().max(32) }),
      /** In the browser; the answer comes when the user has come back from it. */
      z.strictObject({ method: z.enum(['mobile-certificate', 'bank-codes']) }),
    ]),
    response: sessionState,
    perSecond: 5,
  }),
  /** Ends a sign-in that waits for the browser; a card that signs is not disturbed. */
  'session.cancel-sign-in': call({ needs: 'nothing', request: nothing, response: done, perSecond: 5 }),
  'session.choose-role': call({
    needs: 'signed-in',
    request: z.strictObject({ organisationId: id, purpose: code }),
    response: sessionState,
    perSecond: 5,
  }),
  /** Back to the choice of organisation and purpose; drops all client data. */
  'session.leave-role': call({ needs: 'role', request: nothing, response: sessionState, perSecond: 5 }),
  'session.lock': call({ needs: 'signed-in', request: nothing, response: sessionState, perSecond: 5 }),
  'session.sign-out': call({ needs: 'nothing', request: nothing, response: sessionState, perSecond: 5 }),
  /** What the lock or the end shows is on the screen: nothing from before can be seen any more. */
  'session.left-drawn': call({ needs: 'nothing', request: nothing, response: done, perSecond: 20 }),
  /** The user did something: puts the idle lock off. */
  'session.activity': call({ needs: 'nothing', request: nothing, response: done, perSecond: 5 }),
} as const;
