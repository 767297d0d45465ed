import { dialog, type BrowserWindow } from 'electron';

/** Asks where to save a file; null when the user cancels or the window is gone. Nothing is proposed but the name. */
export const saveDialog =
  (windowOf: () => BrowserWindow | undefined) =>
  async (suggestedName: string, extension: string): Promise<string | null> => {
    const window = windowOf();
    if (!window) return null;
    const answer = await dialog.showSaveDialog(window, {
      defaultPath: suggestedName,
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      properties: ['showOverwriteConfirmation'],
    });
    return answer.canceled || !answer.filePath ? null : answer.filePath;
  };

/** Asks for a folder; null when the user cancels or the window is gone. */
export const folderDialog =
  (windowOf: () => BrowserWindow | undefined) => async (): Promise<string | null> => {
    const window = windowOf();
    if (!window) return null;
    const answer = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] });
    return answer.canceled ? null : (answer.filePaths[0] ?? null);
  };
