import { app, shell } from 'electron';

/** False in a second instance, which must end at once: the first one comes forward. */
export function isOnlyInstance(comeForward: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  // Arguments of the second instance are not looked at.
  app.on('second-instance', comeForward);
  return true;
}

/** How long the end of the program waits for the service to end the session, in milliseconds. */
const PATIENCE_AT_END = 1_500;

/** @param close ends every part; the program ends with it, or without it when it takes too long */
export function endWithLastWindow(close: () => Promise<void>): void {
  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    const end = (): void => app.exit(0);
    setTimeout(end, PATIENCE_AT_END);
    close().then(end, end);
  });
}

/**
 * Opens a page in the user's browser. False where it is not allowed or there is no browser.
 * @param page the address to open; null where it is not allowed
 */
export const openExternal = async (page: string | null): Promise<boolean> => {
  if (page === null) return false;
  try {
    await shell.openExternal(page);
    return true;
  } catch {
    // No program is set up for web pages.
    return false;
  }
};

/** A start that fails is a bug: it is named where the program was started from, and the program ends. */
export function failStart(error: unknown): void {
  process.stderr.write(
    `The program could not start: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  app.exit(1);
}
