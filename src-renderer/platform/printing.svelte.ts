import { tick, type Snippet } from 'svelte';
import type { CallAnswer, CallRequest } from '../../shared/ipc/contract.ts';
import type { Locale } from '../../shared/ipc/state.ts';
import type { AuditSubject } from '../../shared/service-api/audit-events.ts';
import type { Contract } from './contract.ts';

/** A document for paper, drawn by a snippet of the view that prints, in the language of whoever gets it. */
export interface Sheet {
  readonly subject: AuditSubject;
  /** Null where the sheet is about no single client. */
  readonly clientHandle: string | null;
  /** Of a recipient list: which one, and how many of its rows. */
  readonly list?: CallRequest<'printing.print'>['list'];
  /** Language of the sheet, which need not be the screen's: give it to every message as `{ locale }`. */
  readonly locale: Locale;
  /** Title of the PDF and of the print job. It never names a client. */
  readonly title: string;
  readonly content: Snippet<[Locale]>;
}

export type PrintWay = 'pdf' | 'paper';
export type PrintAnswer = CallAnswer<'printing.print'>;

export interface Printing {
  /** What the window shows on paper just now; on the screen it is not shown. */
  readonly sheet: Sheet | null;
  /** Resolves when the file is saved, the dialog is answered, or it could not be done. */
  run(sheet: Sheet, way: PrintWay): Promise<PrintAnswer>;
  /** Takes the sheet away, whatever is under way: nothing of a client stays after a lock. */
  clear(): void;
}

/** One sheet at a time; a second one while the first is under way is refused as `busy`. */
export const createPrinting = (contract: Contract): Printing => {
  let sheet = $state.raw<Sheet | null>(null);
  return {
    get sheet() {
      return sheet;
    },
    run: async (next, way) => {
      if (sheet) return { ok: false, error: { code: 'busy', retriable: true } };
      const { subject, clientHandle, list, title, locale } = next;
      const before = { title: document.title, lang: document.documentElement.lang };
      sheet = next;
      await tick();
      document.title = title;
      document.documentElement.lang = locale;
      try {
        // Pictures and fonts of the sheet are there before it is drawn.
        await document.fonts?.ready;
        return await contract.call('printing.print', { subject, clientHandle, list, way });
      } finally {
        if (sheet === next) sheet = null;
        document.title = before.title;
        document.documentElement.lang = before.lang;
      }
    },
    clear: () => {
      sheet = null;
    },
  };
};
