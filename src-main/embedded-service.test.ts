import { expect, it } from 'vitest';
import { createEmbeddedService } from './embedded-service.ts';
import type { HelperProcess } from './helper-process/helper-process.ts';
import { createListeners } from './listeners.ts';

function scriptedHelpers() {
  const started: { say(message: unknown): void; end(): void }[] = [];
  const start = (): HelperProcess => {
    const messages = createListeners<[unknown]>();
    const exits = createListeners<[]>();
    started.push({ say: messages.tell, end: exits.tell });
    return {
      post: () => undefined,
      onMessage: (listener) => void messages.add(listener),
      onExit: (listener) => void exits.add(listener),
      kill: exits.tell,
    };
  };
  return { started, start };
}

it('starts the service once and gives its address', async () => {
  const { started, start } = scriptedHelpers();
  const service = createEmbeddedService(start);
  const asked = [service.address(), service.address()];
  started[0]!.say({ kind: 'ready', url: 'http://127.0.0.1:4711/' });
  expect(await Promise.all(asked)).toEqual(['http://127.0.0.1:4711', 'http://127.0.0.1:4711']);
  expect(started).toHaveLength(1);
});

it.each([
  'http://evil.example:80',
  'https://127.0.0.1:1',
  'http://127.0.0.1:1/x',
  'http://127.0.0.1.evil:1',
  7,
  null,
])('believes no other address: %o', async (url) => {
  const { started, start } = scriptedHelpers();
  const service = createEmbeddedService(start);
  const asked = service.address();
  started[0]!.say({ kind: 'ready', url });
  started[0]!.end();
  expect(await asked).toBeNull();
});

it('starts the service again after it ended', async () => {
  const { started, start } = scriptedHelpers();
  const service = createEmbeddedService(start);
  const first = service.address();
  started[0]!.say({ kind: 'ready', url: 'http://127.0.0.1:1000' });
  await first;
  started[0]!.end();
  const second = service.address();
  started[1]!.say({ kind: 'ready', url: 'http://127.0.0.1:2000' });
  expect(await second).toBe('http://127.0.0.1:2000');
});
