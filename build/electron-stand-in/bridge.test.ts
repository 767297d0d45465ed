import { describe, expect, it, vi } from 'vitest';
import { createBridge } from './bridge.ts';

type Api = Record<string, (...args: unknown[]) => unknown>;

/** What `contextBridge.exposeInMainWorld('api', api)` gives to the page. */
function expose(api: object): Api {
  const target = new EventTarget();
  const preload = createBridge(target, 'secret', 'preload');
  let exposed: unknown;
  createBridge(target, 'secret', 'page').on('expose', (payload) => void (exposed = payload));
  preload.send('expose', api);
  return exposed as Api;
}

describe('bridge between the two worlds', () => {
  it('calls functions of the other world synchronously, with values of structured clone', () => {
    const api = expose({ when: (date: unknown) => new Map([[(date as Date).getTime(), new Set([1n])]]) });
    expect(api['when']?.(new Date(5))).toEqual(new Map([[5, new Set([1n])]]));
  });

  it('passes copies, not objects', () => {
    const inside = { list: [1] };
    const api = expose({ get: () => inside });
    (api['get']?.() as { list: number[] }).list.push(2);
    expect(inside.list).toEqual([1]);
  });

  it('throws in the caller what the other world throws', () => {
    const api = expose({
      fail: () => {
        throw new TypeError('wrong type');
      },
    });
    expect(() => api['fail']?.()).toThrow('wrong type');
  });

  it('settles promises with values and with errors', async () => {
    const api = expose({
      succeed: async (value: unknown) => ({ value }),
      fail: async () => Promise.reject(new Error('refused')),
    });
    await expect(api['succeed']?.(undefined)).resolves.toEqual({ value: undefined });
    await expect(api['fail']?.()).rejects.toThrow('refused');
  });

  it('rejects when a promise settles with what cannot be cloned', async () => {
    const api = expose({ give: async () => new WeakMap() });
    await expect(api['give']?.()).rejects.toThrow(/could not be cloned/);
  });

  it('hands callbacks over and gives the unsubscribe back', () => {
    const listeners = new Set<(value: number) => void>();
    const api = expose({
      subscribe(listener: (value: number) => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    });
    const listener = vi.fn();
    const unsubscribe = api['subscribe']?.(listener) as () => void;
    for (const each of listeners) each(7);
    unsubscribe();
    expect(listener).toHaveBeenCalledExactlyOnceWith(7);
    expect(listeners.size).toBe(0);
  });

  it('refuses reactive state, as Electron does', () => {
    const api = expose({ save: () => undefined });
    expect(() => api['save']?.(new Proxy({ a: 1 }, {}))).toThrow(/could not be cloned/);
    expect(api['save']?.({ a: 1 })).toBeUndefined();
  });

  it('cannot be reached without the secret', () => {
    const target = new EventTarget();
    const handler = vi.fn();
    createBridge(target, 'secret', 'preload').on('expose', handler);
    const stranger = createBridge(target, 'guess', 'page');
    expect(() => stranger.send('expose', {})).toThrow('did not answer');
    expect(handler).not.toHaveBeenCalled();
  });
});
