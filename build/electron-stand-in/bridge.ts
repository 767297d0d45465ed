/**
 * Synchronous two-way membrane between the page's main world and the preload's isolated world. The worlds share
 * only the DOM, so calls travel as DOM events whose `detail` is a string (strings cross worlds unchanged). The
 * events' names carry a secret that page code cannot read: it lives in closures. A test tool, no security boundary.
 */
import { decode, encode, type AnyFunction } from './codec.ts';

export type BridgeSide = 'page' | 'preload';

export interface Bridge {
  /** Calls the other side's `on` handler. Throws what it throws; its promise becomes one of this world. */
  send(kind: string, payload: unknown): unknown;
  on(kind: string, handler: (payload: unknown) => unknown): void;
}

interface Outcome {
  readonly ok: boolean;
  readonly value: unknown;
  /** Set where the value is a promise that the other side settles later. */
  readonly promise?: number;
}
interface Settlers {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export function createBridge(target: EventTarget, secret: string, side: BridgeSide): Bridge {
  const outgoing = `${secret}:${side === 'page' ? 'preload' : 'page'}`;
  const incoming = `${secret}:${side}`;
  // Taken before page code runs, which might replace them.
  const { CustomEvent: OwnCustomEvent } = globalThis;
  const dispatch = target.dispatchEvent.bind(target);
  const functions = new Map<number, AnyFunction>();
  const handlers = new Map<string, (payload: unknown) => unknown>();
  const settlers = new Map<number, Settlers>();
  const replies: (string | undefined)[] = [];
  let nextId = 1;

  const toToken = (fn: AnyFunction): number => {
    const id = nextId++;
    functions.set(id, fn);
    return id;
  };
  const toFunction =
    (token: unknown): AnyFunction =>
    (...args) =>
      send('call', [token, args]);

  const send = (kind: string, payload: unknown): unknown => {
    replies.push(undefined);
    let text: string | undefined;
    try {
      dispatch(new OwnCustomEvent(outgoing, { detail: encode({ kind, payload }, toToken) }));
    } finally {
      text = replies.pop();
    }
    if (text === undefined) throw new Error('contextBridge: the other world did not answer');
    const outcome = decode(text, toFunction) as Outcome;
    if (!outcome.ok) throw outcome.value;
    const { promise } = outcome;
    if (promise === undefined) return outcome.value;
    return new Promise((resolve, reject) => settlers.set(promise, { resolve, reject }));
  };

  const call = ([id, args]: [number, unknown[]]): unknown => {
    const fn = functions.get(id);
    if (!fn) throw new Error('contextBridge: unknown function');
    return fn(...args);
  };

  const settle = ([id, ok, value]: [number, boolean, unknown]): void => {
    const waiting = settlers.get(id);
    settlers.delete(id);
    if (ok) waiting?.resolve(value);
    else waiting?.reject(value);
  };

  const answer = (kind: string, payload: unknown): Outcome => {
    try {
      if (kind === 'settle') return { ok: true, value: settle(payload as [number, boolean, unknown]) };
      const value = kind === 'call' ? call(payload as [number, unknown[]]) : handlers.get(kind)?.(payload);
      if (!(value instanceof Promise)) return { ok: true, value };
      const promise = nextId++;
      const pass = (ok: boolean) => (settled: unknown) => sendSettled(promise, ok, settled);
      value.then(pass(true), pass(false));
      return { ok: true, value: undefined, promise };
    } catch (error) {
      return { ok: false, value: error instanceof Error ? error : new Error(String(error)) };
    }
  };

  const sendSettled = (promise: number, ok: boolean, settled: unknown): void => {
    try {
      send('settle', [promise, ok, settled]);
    } catch (error) {
      send('settle', [promise, false, error]); // what it settled with cannot cross
    }
  };

  const encodeOutcome = (outcome: Outcome): string => {
    try {
      return encode(outcome, toToken);
    } catch (error) {
      return encode({ ok: false, value: error });
    }
  };

  target.addEventListener(incoming, (event) => {
    event.stopImmediatePropagation();
    const message = decode((event as CustomEvent<string>).detail, toFunction) as {
      readonly kind: string;
      readonly payload: unknown;
    };
    if (message.kind === 'reply') {
      replies[replies.length - 1] = message.payload as string;
      return;
    }
    const payload = encodeOutcome(answer(message.kind, message.payload));
    dispatch(new OwnCustomEvent(outgoing, { detail: encode({ kind: 'reply', payload }) }));
  });

  return { send, on: (kind, handler) => void handlers.set(kind, handler) };
}
