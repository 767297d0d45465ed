import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { processTree, readOfProcess } from '../process-tree.ts';

/** The ways in which digits may lie in memory, named: bytes, UTF-16, and as text of an encoding. */
export function formsOf(digits: string, name: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(digits);
  const forms = new Map([
    [`${name} as bytes`, bytes],
    [`${name} in UTF-16`, Buffer.from(digits, 'utf16le')],
    [`${name} in hexadecimal`, Buffer.from(bytes.toString('hex'))],
  ]);
  for (const offset of [0, 1, 2]) {
    // The characters that neighbours have a part in are left out.
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    forms.set(`${name} in base64, ${offset}`, Buffer.from(text.slice(offset === 0 ? 0 : offset + 1, -1)));
  }
  return forms;
}

const chunkLength = 4 * 1024 * 1024;
/** Longer than any form, so that none is cut in two. */
const overlap = 64;

/**
 * Searches all memory that a process can write: V8's heaps, buffers outside of them, libraries' data, stacks.
 * @returns the forms found, one entry a place
 */
export function findInMemory(pid: number, forms: ReadonlyMap<string, Buffer>): readonly string[] {
  const found: string[] = [];
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(chunkLength);
  const search = (length: number): void => {
    const part = chunk.subarray(0, length);
    for (const [form, bytes] of forms) {
      for (let at = part.indexOf(bytes); at >= 0; at = part.indexOf(bytes, at + 1)) found.push(form);
    }
  };
  for (const { start, end } of writableRegions(pid)) {
    for (let at = start; at < end; at += chunkLength - overlap) {
      const length = Math.min(chunkLength, end - at);
      try {
        search(readSync(memory, chunk, 0, length, at));
      } catch {
        // Mapped, but never touched, or of a device: nothing can have been written to it.
        break;
      }
    }
  }
  closeSync(memory);
  return found;
}

function writableRegions(pid: number): readonly { readonly start: number; readonly end: number }[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    return from && to ? [{ start: parseInt(from, 16), end: parseInt(to, 16) }] : [];
  });
}

export interface ChildProcessEntry {
  readonly pid: number;
  readonly command: string;
}

/** The processes that a process has started and that run still. */
export const childrenOf = (pid: number): readonly ChildProcessEntry[] =>
  processTree(pid)
    .slice(1)
    .map((child) => ({ pid: child, command: readOfProcess(child, 'cmdline').replaceAll('\0', ' ').trim() }))
    // One that has been killed has no command line any more.
    .filter(({ command }) => command !== '');
