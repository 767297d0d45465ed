/** Electron's name of a format of the operating system. */
const systemFormat = (name: string): string => `electron application/osclipboard;format="${name}"`;

/** Tells what this program has copied from what others have, also after a crash. Says nothing of the content. */
export const OWN_FORMAT = systemFormat('application/x-kelmu-desktop-copy');

/**
 * Formats by which Windows leaves a copy out of its clipboard history (Win+V), out of the clipboard that is
 * shared between devices, and away from programs that watch the clipboard
 * (learn.microsoft.com, Clipboard formats: Cloud Clipboard and Clipboard History). The first two are a DWORD
 * of zero; of the third one the presence counts.
 */
const windowsFormats = [
  'CanIncludeInClipboardHistory',
  'CanUploadToCloudClipboard',
  'ExcludeClipboardContentFromMonitorProcessing',
].map(systemFormat);

const zeroDword = (): Blob => new Blob([new Uint8Array(4)]);

/** What one copy puts on the clipboard, by format. It must be written at once: every write empties it first. */
export const clipboardFormats = (
  text: string,
  platform: NodeJS.Platform,
): Readonly<Record<string, string | Blob>> => ({
  'text/plain': text,
  [OWN_FORMAT]: new Blob(['1']),
  ...(platform === 'win32' && Object.fromEntries(windowsFormats.map((format) => [format, zeroDword()]))),
});
