/**
 * Work that may hang or crash (card drivers) or block (the encrypted database) runs in a helper process.
 * The product starts helpers with Electron's `utilityProcess` (src-main/electron), tests and scripts with
 * `child_process.fork`; both sides of the conversation are the same.
 */
export interface HelperProcess {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, whatever ended the process. */
  onExit(listener: () => void): void;
  kill(): void;
}

/** Starts the helper's program; each call gives a new process. */
export type StartHelper = () => HelperProcess;

/** The helper's own end of the conversation. */
export interface HelperPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** To be called in the helper process. Throws when the process has no parent to talk to. */
export function helperPort(): HelperPort {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
    };
  }
  if (!process.send) throw new Error('a helper process needs a parent');
  // An orphan must not go on holding the card or the database.
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  };
}
