import { createHmac, randomBytes } from 'node:crypto';
import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { AuditEvents } from '../audit-events/audit-events.ts';
import type { Clock } from '../clock.ts';

export { clipboardFormats, OWN_FORMAT } from './clipboard-formats.ts';

/** The clipboard of the desktop. Everything but `clear` rejects while another program holds it. */
export interface SystemClipboard {
  /** Replaces what is there, marked as of this program. */
  write(text: string): Promise<void>;
  readText(): Promise<string>;
  /** Whether what is there bears this program's mark, of this run or an earlier one. */
  holdsOwn(): Promise<boolean>;
  clear(): void;
}

export interface TimedClipboard {
  copy(request: CallRequest<'clipboard.copy'>): Promise<Result<CallResponse<'clipboard.copy'>, CallError>>;
  /** Clears what was copied last, at once, if it is still there. */
  clearOwn(): Promise<void>;
  /** Clears what a run left that had no time to do it. */
  clearLeftover(): Promise<void>;
}

export interface TimedClipboardParts {
  readonly system: SystemClipboard;
  readonly clock: Clock;
  readonly auditEvents: AuditEvents;
}

const CLEARED_AFTER_SECONDS = 30;
/** Another program holds the clipboard for moments only. */
const TRY_AGAIN_AFTER = 500;
const MOST_TRIES = 20;

/** Windows may give a text back with other line ends than it got. */
const withPlainLineEnds = (text: string): string => text.replaceAll('\r\n', '\n');

/**
 * Copying that does not last: 30 seconds after a copy, and at once when the session is locked, left or ended,
 * the clipboard is cleared, but only if it still holds what this program put there. The copied text itself is
 * not kept for that, only a digest of it under a key of this run. What is of a client is told to the service's
 * audit trail before.
 */
export function createTimedClipboard({ system, clock, auditEvents }: TimedClipboardParts): TimedClipboard {
  const key = randomBytes(32);
  let own: string | null = null;
  let cancelTimer = (): void => undefined;
  /** Writes and clearings in their order: a clearing must not overtake the write that it is about. */
  let turn: Promise<unknown> = Promise.resolve();

  const digestOf = (text: string): string =>
    createHmac('sha256', key).update(withPlainLineEnds(text)).digest('base64');

  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  const clear = async (triesLeft: number): Promise<void> => {
    if (own === null) return;
    const wanted = own;
    cancelTimer();
    try {
      if (digestOf(await system.readText()) === wanted) system.clear();
      own = null;
    } catch {
      if (triesLeft === 0) return;
      cancelTimer = clock.after(TRY_AGAIN_AFTER, () => void inTurn(() => clear(triesLeft - 1)));
    }
  };

  const clearOwn = (): Promise<void> => inTurn(() => clear(MOST_TRIES));

  return {
    copy: async ({ text, about }) => {
      const recorded = about === null ? success(true) : await auditEvents.record({ kind: 'copy', ...about });
      if (!recorded.ok) return recorded;
      return inTurn(async () => {
        try {
          await system.write(text);
        } catch {
          return callFailure('clipboard-busy', { retriable: true });
        }
        own = digestOf(text);
        cancelTimer();
        cancelTimer = clock.after(CLEARED_AFTER_SECONDS * 1000, () => void clearOwn());
        return success({ clearedAfterSeconds: CLEARED_AFTER_SECONDS });
      });
    },
    clearOwn,
    clearLeftover: () =>
      inTurn(async () => {
        if (own === null && (await system.holdsOwn().catch(() => false))) system.clear();
      }),
  };
}
