import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Shell } from './shell.ts';

/** Answers the next save dialogs of the program: with the path, or as a user who cancels. */
export const answerSaveDialog = (shell: Shell, path: string | null): Promise<unknown> =>
  shell.main(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve(filePath === null ? { canceled: true, filePath: '' } : { canceled: false, filePath });
  }, path);

export interface PdfFile {
  /** Lines of all pages as a reader shows them. */
  readonly text: string;
  /** Whether the file says it, in the order of the document, wherever lines and columns end. */
  says(text: string): boolean;
  /** The language of the document (RFC 5646), as a screen reader is told. */
  readonly language: string;
  readonly title: string;
  readonly tagged: boolean;
  readonly pages: number;
}

/** Reads a PDF by another program than the one that made it (poppler). */
export function readPdf(path: string): PdfFile {
  if (!existsSync(path)) throw new Error('the file is not there');
  const info = new Map(
    execFileSync('pdfinfo', [path], { encoding: 'utf8' })
      .split('\n')
      .map((line) => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1).trim()]),
  );
  // The narrow blanks of bold text get lost on the way, so none is compared.
  const flow = execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
  return {
    text: execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }),
    says: (text) => flow.includes(text.replace(/\s+/g, '')),
    language: /\/Lang \(([\w-]+)\)/.exec(readFileSync(path, 'latin1'))?.[1] ?? '',
    title: info.get('Title') ?? '',
    tagged: info.get('Tagged') === 'yes',
    pages: Number(info.get('Pages')),
  };
}

/** Points (1/72 inch) from the end of one text of a page to the beginning of the next one below it. */
export function gapBetween(path: string, above: string, below: string): number {
  const words = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' })
    .split('</page>')
    .flatMap((page, at) =>
      [...page.matchAll(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)].map((found) => ({
        page: at,
        top: Number(found[1]),
        bottom: Number(found[2]),
        text: found[3] ?? '',
      })),
    );
  const lower = words.findLast(({ text }) => text === below);
  const upper = words.findLast(
    ({ text, page, bottom }) => text === above && page === lower?.page && bottom <= (lower?.top ?? 0),
  );
  if (upper === undefined || lower === undefined) throw new Error(`no ${above} above ${below}`);
  return lower.top - upper.bottom;
}
