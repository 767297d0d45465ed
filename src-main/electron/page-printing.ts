import type { BrowserWindow } from 'electron';
import type { PrintPage } from '../printing/printing.ts';

/** Chromium's words for a dialog that the user closed; the second on Windows. */
const CANCELLED = /cancell?ed/i;

/**
 * Prints what the window shows for the medium `print`. Paper size and margins are those of its style sheet
 * (`@page`). The job bears the document's title, which never names a client.
 */
export const pagePrinting = (windowOf: () => BrowserWindow | undefined): PrintPage => ({
  pdf: async () => {
    const contents = windowOf()?.webContents;
    if (!contents) return null;
    return await contents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
    });
  },
  print: () =>
    new Promise((resolve) => {
      const contents = windowOf()?.webContents;
      if (!contents) return resolve('failed');
      contents.print({ printBackground: true }, (printed, reason) =>
        resolve(printed ? 'done' : CANCELLED.test(reason) ? 'cancelled' : 'failed'),
      );
    }),
});
