import { failure, success, type Result } from '../../shared/domain/result.ts';
import { createListeners } from '../listeners.ts';
import type { HelperPort, HelperProcess, StartHelper } from './helper-process.ts';

export type HelperFailure =
  | { readonly code: 'helper-timed-out' }
  | { readonly code: 'helper-crashed' }
  | { readonly code: 'helper-failed'; readonly message: string };

interface RequestMessage {
  readonly kind: 'request';
  readonly id: number;
  readonly name: string;
  readonly payload: unknown;
}
type ReplyMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly message: string };
interface EventMessage {
  readonly kind: 'event';
  readonly name: string;
  readonly payload: unknown;
}

/** Requests of one kind of helper: name -> its payload and its answer. */
export type HelperCalls = Record<string, { readonly request: unknown; readonly response: unknown }>;

export interface RequestChannel<Calls extends HelperCalls> {
  /**
   * Asks the helper, starting it where it is not running. At the deadline the helper is killed: a driver that
   * hangs cannot be interrupted in any other way. A request is never repeated by itself.
   * @param deadline milliseconds
   */
  call<Name extends keyof Calls & string>(
    name: Name,
    payload: Calls[Name]['request'],
    deadline: number,
  ): Promise<Result<Calls[Name]['response'], HelperFailure>>;
  /** Events that the helper sends by itself; returns the unsubscribe. */
  onEvent(listener: (name: string, payload: unknown) => void): () => void;
  /** Told when a helper ended without `close`; the next call starts a new one. */
  onCrash(listener: () => void): () => void;
  close(): void;
}

type Outcome = Result<unknown, HelperFailure>;

/** Requests that wait for their answer: each is settled once, by its reply, its deadline or the helper's end. */
function createWaitingRequests() {
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let nextId = 1;
  return {
    /** @param deadline milliseconds until `late` is called, which has to settle the request */
    add(deadline: number, late: () => void): { readonly id: number; readonly outcome: Promise<Outcome> } {
      const id = nextId++;
      const outcome = new Promise<Outcome>((resolve) => {
        const timer = setTimeout(late, deadline);
        waiting.set(id, (settled) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(settled);
        });
      });
      return { id, outcome };
    },
    settle(reply: ReplyMessage): void {
      waiting.get(reply.id)?.(
        reply.ok ? success(reply.value) : failure({ code: 'helper-failed', message: reply.message }),
      );
    },
    fail(code: 'helper-timed-out' | 'helper-crashed'): void {
      for (const settle of [...waiting.values()]) settle(failure({ code }));
    },
  };
}

/** The parent's end: one helper process at a time, restarted on demand after a crash or a kill. */
export function createRequestChannel<Calls extends HelperCalls>(start: StartHelper): RequestChannel<Calls> {
  const events = createListeners<[name: string, payload: unknown]>();
  const crashes = createListeners<[]>();
  const waiting = createWaitingRequests();
  let running: HelperProcess | undefined;

  const end = (helper: HelperProcess, reason: 'helper-timed-out' | 'helper-crashed'): void => {
    if (running !== helper) return;
    running = undefined;
    waiting.fail(reason);
    crashes.tell();
  };

  const helperProcess = (): HelperProcess => {
    if (running) return running;
    const helper = start();
    running = helper;
    helper.onMessage((received) => {
      if (running !== helper) return;
      const message = received as ReplyMessage | EventMessage;
      if (message.kind === 'event') events.tell(message.name, message.payload);
      else waiting.settle(message);
    });
    helper.onExit(() => end(helper, 'helper-crashed'));
    return helper;
  };

  return {
    call(name, payload, deadline) {
      const helper = helperProcess();
      const { id, outcome } = waiting.add(deadline, () => {
        helper.kill();
        end(helper, 'helper-timed-out');
      });
      helper.post({ kind: 'request', id, name, payload } satisfies RequestMessage);
      return outcome as Promise<never>;
    },
    onEvent: events.add,
    onCrash: crashes.add,
    close() {
      const helper = running;
      running = undefined;
      helper?.kill();
      waiting.fail('helper-crashed');
    },
  };
}

/** The helper's end: answers requests by name and sends events. */
export function serveRequests<Calls extends HelperCalls>(
  port: HelperPort,
  handlers: {
    readonly [Name in keyof Calls]: (
      payload: Calls[Name]['request'],
    ) => Calls[Name]['response'] | Promise<Calls[Name]['response']>;
  },
): { readonly emit: (name: string, payload: unknown) => void } {
  port.onMessage((raw) => {
    const message = raw as RequestMessage;
    if (message.kind !== 'request') return;
    const handler = handlers[message.name];
    void (async () => {
      try {
        if (!handler) throw new Error(`unknown helper request ${message.name}`);
        const value = await handler(message.payload as never);
        port.post({ kind: 'reply', id: message.id, ok: true, value } satisfies ReplyMessage);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        port.post({ kind: 'reply', id: message.id, ok: false, message: text } satisfies ReplyMessage);
      }
    })();
  });
  return {
    emit: (name, payload) => port.post({ kind: 'event', name, payload } satisfies EventMessage),
  };
}
