import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReadableStream as WebStream } from 'node:stream/web';

/** A file that is written whole or not at all: a crash leaves the old content. Readable by the user alone. */
export interface WholeFile {
  /** Through to the disk, one after another, off the thread. Fails with what the file system throws. */
  write(text: string): Promise<void>;
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.new`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** @param path absolute; its folder is made where there is none */
export function createWholeFile(path: string): WholeFile {
  let last: Promise<void> = Promise.resolve();
  return {
    write: (text) => {
      const written = last.then(() => writeWhole(path, text));
      last = written.catch(() => undefined);
      return written;
    },
  };
}

/** Asks the user where to save a file; null when the user changed the mind. */
export type ChooseFile = (suggestedName: string, extension: string) => Promise<string | null>;

/** Asks the user for a folder to save files in; null when the user changed the mind. */
export type ChooseFolder = () => Promise<string | null>;

/** Saves what the user wants as a file, whole or not at all, readable by the user alone. False when it failed. */
export async function saveFile(
  path: string,
  content: string | Uint8Array | ReadableStream<Uint8Array>,
): Promise<boolean> {
  const temporary = `${path}.${process.pid}.new`;
  // Read as it is: a stream of Node's own would tell its failure to nobody while the file is being opened.
  const data = content instanceof ReadableStream ? (content as WebStream) : content;
  try {
    await writeFile(temporary, data, { mode: 0o600 });
    await rename(temporary, path);
    return true;
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
    return false;
  }
}

/**
 * Saves a file under the first of some names that no file of the folder has: nothing is overwritten. Gives the name,
 * or null when it failed. Readable by the user alone.
 */
export async function saveNewFile(
  folder: string,
  names: Iterable<string>,
  content: Uint8Array,
): Promise<string | null> {
  for (const name of names) {
    const path = join(folder, name);
    try {
      await writeFile(path, content, { mode: 0o600, flag: 'wx' });
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      await rm(path, { force: true }).catch(() => undefined);
      return null;
    }
  }
  return null;
}
