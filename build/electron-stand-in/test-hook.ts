import { encode } from './codec.ts';

interface EvaluateRequest {
  readonly type: 'evaluate';
  readonly id: number;
  /** Source of a function of the `electron` module and one argument. */
  readonly source: string;
  readonly arg: unknown;
}
export type TestHookMessage =
  | { readonly type: 'chromium'; readonly webSocketEndpoint: string }
  | { readonly type: 'ready' }
  | { readonly type: 'evaluated'; readonly id: number; readonly ok: boolean; readonly value: string };

type HookRequest = EvaluateRequest | { readonly type: 'quit' };

export interface TestHook {
  post(message: TestHookMessage): void;
}

/**
 * Lets the process that forked the stand-in run functions in the main process, as Playwright's
 * `electronApp.evaluate` does. Without such a parent the hook does not exist.
 */
export function createTestHook(
  electron: () => { readonly app: { quit(): void; exit(exitCode: number): void } },
): TestHook {
  const send = process.send?.bind(process);
  if (!send) return { post: () => undefined };
  const evaluate = async ({ id, source, arg }: EvaluateRequest): Promise<TestHookMessage> => {
    try {
      const fn = (0, eval)(`(${source})`) as (electron: object, arg: unknown) => unknown;
      return { type: 'evaluated', id, ok: true, value: encode(await fn(electron(), arg)) };
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { type: 'evaluated', id, ok: false, value: text };
    }
  };
  process.on('message', (message: HookRequest) => {
    if (message.type === 'quit') electron().app.quit();
    else void evaluate(message).then((answer) => send(answer));
  });
  process.on('disconnect', () => electron().app.exit(0));
  return { post: (message) => void send(message) };
}
