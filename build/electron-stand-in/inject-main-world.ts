/** Injected into the page's own world before any script of the page: creates what the preload exposes. */
import { createBridge } from './bridge.ts';
import { createStreamFetch } from './stream-fetch.ts';

declare const KELMU_BRIDGE_SECRET: string;

function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

if (window === window.top) {
  window.fetch = createStreamFetch(window.fetch.bind(window));
  createBridge(window, KELMU_BRIDGE_SECRET, 'page').on('expose', (payload) => {
    const { key, api } = payload as { readonly key: string; readonly api: unknown };
    if (Object.hasOwn(window, key)) {
      throw new Error('Cannot bind an API on top of an existing property on the window object');
    }
    Object.defineProperty(window, key, { value: deepFreeze(api), enumerable: true });
  });
}
