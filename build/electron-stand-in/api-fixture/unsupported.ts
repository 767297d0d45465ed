/** Uses of Electron that the conformance test has to report. */
import { app, safeStorage, screen, type WebContents } from 'electron';

export function useWhatIsNotThere(contents: WebContents): boolean {
  contents.sendInputEvent({ type: 'keyDown', keyCode: 'a' });
  app.on('did-become-active', () => undefined);
  app.setName('supported');
  return screen.getCursorScreenPoint().x > 0 && safeStorage.isEncryptionAvailable();
}
