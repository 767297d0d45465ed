import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HelperPort, HelperProcess } from './helper-process.ts';
import { createRequestChannel, serveRequests } from './request-channel.ts';

type Calls = {
  readonly double: { readonly request: number; readonly response: number };
  readonly hang: { readonly request: null; readonly response: null };
};

interface Helper extends HelperProcess {
  readonly killed: () => boolean;
  exit(): void;
  emit(name: string, payload: unknown): void;
}

/** A helper in this process that answers `double`, and never `hang`. */
function startScripted(): Helper {
  let toHelper: (message: unknown) => void = () => undefined;
  let toParent: (message: unknown) => void = () => undefined;
  let exit: () => void = () => undefined;
  let killed = false;
  const port: HelperPort = {
    post: (message) => queueMicrotask(() => toParent(message)),
    onMessage: (listener) => void (toHelper = listener),
  };
  const { emit } = serveRequests<Calls>(port, {
    double: (value) => {
      if (value < 0) throw new Error('negative');
      return value * 2;
    },
    hang: () => new Promise(() => undefined),
  });
  return {
    post: (message) => queueMicrotask(() => toHelper(message)),
    onMessage: (listener) => void (toParent = listener),
    onExit: (listener) => void (exit = listener),
    kill: () => void (killed = true),
    killed: () => killed,
    exit: () => exit(),
    emit,
  };
}

function open() {
  const helpers: Helper[] = [];
  const channel = createRequestChannel<Calls>(() => {
    const helper = startScripted();
    helpers.push(helper);
    return helper;
  });
  const events: unknown[] = [];
  let crashes = 0;
  channel.onEvent((name, payload) => events.push([name, payload]));
  channel.onCrash(() => (crashes += 1));
  return { channel, helpers, events, crashes: () => crashes };
}

const timedOut = { ok: false, error: { code: 'helper-timed-out' } };
const crashed = { ok: false, error: { code: 'helper-crashed' } };

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('a call', () => {
  it('starts the helper once and gets its own answer', async () => {
    const { channel, helpers } = open();
    expect(helpers).toHaveLength(0);
    const answers = await Promise.all([channel.call('double', 2, 100), channel.call('double', 5, 100)]);
    expect(answers).toEqual([
      { ok: true, value: 4 },
      { ok: true, value: 10 },
    ]);
    expect(helpers).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives the exception of a handler as a failure, and the helper lives on', async () => {
    const { channel, helpers, crashes } = open();
    expect(await channel.call('double', -1, 100)).toEqual({
      ok: false,
      error: { code: 'helper-failed', message: 'negative' },
    });
    expect(await channel.call('double', 1, 100)).toEqual({ ok: true, value: 2 });
    expect([helpers.length, crashes()]).toEqual([1, 0]);
  });

  it('refuses a name that the helper does not serve', async () => {
    const { channel } = open();
    expect(await channel.call('unknown' as 'double', 1, 100)).toMatchObject({
      error: { code: 'helper-failed', message: expect.stringContaining('unknown') as string },
    });
  });
});

describe('the deadline', () => {
  it('kills the helper and settles every call that waits', async () => {
    const { channel, helpers, crashes } = open();
    const late = channel.call('hang', null, 100);
    const other = channel.call('hang', null, 5000);
    await vi.advanceTimersByTimeAsync(99);
    expect(helpers[0]?.killed()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(helpers[0]?.killed()).toBe(true);
    expect(await Promise.all([late, other])).toEqual([timedOut, timedOut]);
    expect(crashes()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is followed by a new helper at the next call; the old one is not heard any more', async () => {
    const { channel, helpers, events, crashes } = open();
    const late = channel.call('hang', null, 100);
    await vi.advanceTimersByTimeAsync(100);
    expect(await late).toEqual(timedOut);
    expect(await channel.call('double', 3, 100)).toEqual({ ok: true, value: 6 });
    expect(helpers).toHaveLength(2);
    const waiting = channel.call('double', 4, 100);
    helpers[0]?.emit('readers', 1);
    helpers[0]?.exit();
    expect(await waiting).toEqual({ ok: true, value: 8 });
    expect([events, crashes()]).toEqual([[], 1]);
  });
});

describe('the end of the helper', () => {
  it('by a crash settles every call and tells of it once; the next call starts another', async () => {
    const { channel, helpers, crashes } = open();
    const calls = [channel.call('hang', null, 100), channel.call('hang', null, 100)];
    helpers[0]?.exit();
    expect(await Promise.all(calls)).toEqual([crashed, crashed]);
    expect(crashes()).toBe(1);
    expect(await channel.call('double', 3, 100)).toEqual({ ok: true, value: 6 });
    expect(helpers).toHaveLength(2);
  });

  it('by closing settles every call and is no crash', async () => {
    const { channel, helpers, crashes } = open();
    const call = channel.call('hang', null, 100);
    channel.close();
    helpers[0]?.exit();
    expect(await call).toEqual(crashed);
    expect([helpers[0]?.killed(), crashes()]).toEqual([true, 0]);
  });
});

it('tells the events of the helper until the listener is removed', async () => {
  const { channel, helpers, events } = open();
  const more: unknown[] = [];
  const stop = channel.onEvent((name) => more.push(name));
  await channel.call('double', 1, 100);
  helpers[0]?.emit('readers', { count: 1 });
  await vi.advanceTimersByTimeAsync(0);
  stop();
  helpers[0]?.emit('readers', { count: 2 });
  await vi.advanceTimersByTimeAsync(0);
  expect(events).toEqual([
    ['readers', { count: 1 }],
    ['readers', { count: 2 }],
  ]);
  expect(more).toEqual(['readers']);
});
