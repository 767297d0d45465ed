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

interface Message {
  readonly kind: string;
  readonly payload: unknown;
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
type Settlement = [promise: number, ok: boolean, value: unknown];
type Call = [fn: number, args: unknown[]];

export function createBridge(target: EventTarget, secret: string, side: BridgeSide): Bridge {
  const handlers = new Map<string, (payload: unknown) => unknown>();
  const functions = new Map<number, AnyFunction>();
  const settlers = new Map<number, Settlers>();
  let nextId = 1;
  const toToken = (fn: AnyFunction): number => {
    functions.set(nextId, fn);
    return nextId++;
  };
  const toFunction =
    (token: unknown): AnyFunction =>
    (...args) =>
      send('call', [token, args] satisfies unknown[]);

  const send = (kind: string, payload: unknown): unknown => {
    const outcome = decode(wire.ask(encode({ kind, payload }, toToken)), toFunction) as Outcome;
    if (!outcome.ok) throw outcome.value;
    const { promise } = outcome;
    if (promise === undefined) return outcome.value;
    return new Promise((resolve, reject) => settlers.set(promise, { resolve, reject }));
  };
  handlers.set('call', (payload) => {
    const [id, args] = payload as Call;
    const fn = functions.get(id);
    if (!fn) throw new Error('contextBridge: unknown function');
    return fn(...args);
  });
  handlers.set('settle', (payload) => {
    const [promise, ok, value] = payload as Settlement;
    const waiting = settlers.get(promise);
    settlers.delete(promise);
    if (ok) waiting?.resolve(value);
    else waiting?.reject(value);
  });

  const settleLater = (value: Promise<unknown>): Outcome => {
    const promise = nextId++;
    const pass = (ok: boolean) => (settled: unknown) => sendSettled(send, promise, ok, settled);
    value.then(pass(true), pass(false));
    return { ok: true, value: undefined, promise };
  };
  const answer = ({ kind, payload }: Message): Outcome => {
    try {
      const value = handlers.get(kind)?.(payload);
      return value instanceof Promise ? settleLater(value) : { ok: true, value };
    } catch (error) {
      return { ok: false, value: error instanceof Error ? error : new Error(String(error)) };
    }
  };
  const wire = createWire(target, secret, side, (text) =>
    encodeOutcome(answer(decode(text, toFunction) as Message), toToken),
  );
  return { send, on: (kind, handler) => void handlers.set(kind, handler) };
}

function sendSettled(send: Bridge['send'], promise: number, ok: boolean, settled: unknown): void {
  try {
    send('settle', [promise, ok, settled] satisfies Settlement);
  } catch (error) {
    send('settle', [promise, false, error] satisfies Settlement); // what it settled with cannot cross
  }
}

function encodeOutcome(outcome: Outcome, toToken: (fn: AnyFunction) => number): string {
  try {
    return encode(outcome, toToken);
  } catch (error) {
    return encode({ ok: false, value: error } satisfies Outcome);
  }
}

/** Text to the other world and its answer back, within one call. */
function createWire(target: EventTarget, secret: string, side: BridgeSide, answer: (text: string) => string) {
  const other = side === 'page' ? 'preload' : 'page';
  // Taken before page code runs, which might replace them.
  const { CustomEvent: OwnCustomEvent } = globalThis;
  const dispatch = target.dispatchEvent.bind(target);
  const post = (name: string, detail: string) =>
    dispatch(new OwnCustomEvent(`${secret}:${name}`, { detail }));
  const listen = (name: string, listener: (detail: string) => void): void =>
    target.addEventListener(`${secret}:${name}`, (event) => {
      event.stopImmediatePropagation();
      listener((event as CustomEvent<string>).detail);
    });
  // Calls nest (a callback may call back), and the innermost is answered first.
  const answers: (string | undefined)[] = [];

  listen(`ask-${side}`, (text) => post(`answer-${other}`, answer(text)));
  listen(`answer-${side}`, (text) => (answers[answers.length - 1] = text));
  return {
    ask(text: string): string {
      answers.push(undefined);
      post(`ask-${other}`, text);
      const received = answers.pop();
      if (received === undefined) throw new Error('contextBridge: the other world did not answer');
      return received;
    },
  };
}
