import type { HelperProcess, StartHelper } from './helper-process/helper-process.ts';

/** The training service in a process of its own. */
export interface EmbeddedService {
  /** Address of the running service; started where it is not running; null when it does not come up. */
  address(): Promise<string | null>;
  close(): void;
}

const START_DEADLINE = 30_000;

/** The program may only give an address of this machine. */
const localAddress = (message: unknown): string | undefined => {
  const { kind, url } = (message ?? {}) as { kind?: unknown; url?: unknown };
  return kind === 'ready' && typeof url === 'string' && /^http:\/\/127\.0\.0\.1:\d{1,5}\/?$/.test(url)
    ? url.replace(/\/$/, '')
    : undefined;
};

export function createEmbeddedService(start: StartHelper): EmbeddedService {
  let running: { readonly helper: HelperProcess; readonly address: Promise<string | null> } | undefined;

  const launch = (): { helper: HelperProcess; address: Promise<string | null> } => {
    const helper = start();
    const address = new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => helper.kill(), START_DEADLINE);
      helper.onMessage((message) => {
        const found = localAddress(message);
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
      helper.onExit(() => {
        clearTimeout(timer);
        if (running?.helper === helper) running = undefined;
        resolve(null);
      });
    });
    return { helper, address };
  };

  return {
    address: () => (running ??= launch()).address,
    close: () => running?.helper.kill(),
  };
}
