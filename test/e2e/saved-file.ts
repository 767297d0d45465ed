import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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
  return {
    text: execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }),
    title: info.get('Title') ?? '',
    tagged: info.get('Tagged') === 'yes',
    pages: Number(info.get('Pages')),
  };
}
