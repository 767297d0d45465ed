import { clipboard, ClipboardItem } from 'electron';
import { clipboardFormats, OWN_FORMAT, type SystemClipboard } from '../clipboard/clipboard.ts';

/** The desktop's clipboard by Electron. */
export const systemClipboard: SystemClipboard = {
  write: (text) => clipboard.write([new ClipboardItem(clipboardFormats(text, process.platform))]),
  readText: () => clipboard.readText(),
  holdsOwn: () => clipboard.has(OWN_FORMAT),
  clear: () => clipboard.clear(),
};
