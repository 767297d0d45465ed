import { createHash } from 'node:crypto';
import { listEnd, listHeader, type ListHeader } from '../../shared/service-api/lists.ts';

const LINE_FEED = 0x0a;
/** A header is a few kilobytes; a service that sends more before the first line feed is not one. */
const LONGEST_LINE = 256 * 1024;

export interface ExpectedRows {
  readonly listId: string;
  readonly view: string;
  readonly period: string;
}

export type StreamFault = 'header' | 'end' | 'count' | 'hash' | 'line';

export class IncompleteRows extends Error {
  readonly fault: StreamFault;
  constructor(fault: StreamFault) {
    super(`The rows did not come whole: ${fault}`);
    this.fault = fault;
  }
}

const parsed = (line: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    // Undefined fits no schema: the caller reports the line.
    return undefined;
  }
};

const countLines = (bytes: Uint8Array): number => {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
};

const headerOf = (line: Uint8Array, expected: ExpectedRows): ListHeader => {
  const header = listHeader.safeParse(parsed(line)).data;
  const { listId, view, period } = expected;
  if (header?.listId !== listId || header.view !== view || header.period !== period)
    throw new IncompleteRows('header');
  return header;
};

/**
 * Passes the stream of a list on and fails it, with {@link IncompleteRows}, when its header is of another list or
 * its end does not fit the rows: what was cut on the way never looks whole.
 */
export const verifyRows = (expected: ExpectedRows): TransformStream<Uint8Array, Uint8Array> => {
  const hash = createHash('sha256');
  let header: ListHeader | null = null;
  let rows = 0;
  /** The last line that is known, whole or not: it may be the end, which is not part of the rows. */
  let held = new Uint8Array();

  const takeHeader = (): void => {
    const at = held.indexOf(LINE_FEED);
    if (at < 0) {
      if (held.length > LONGEST_LINE) throw new IncompleteRows('line');
      return;
    }
    header = headerOf(held.subarray(0, at), expected);
    held = held.slice(at + 1);
  };
  const takeRows = (): void => {
    const lastEnd = held.lastIndexOf(LINE_FEED);
    const before = lastEnd < 1 ? -1 : held.lastIndexOf(LINE_FEED, lastEnd - 1);
    if (before < 0) return;
    const whole = held.subarray(0, before + 1);
    hash.update(whole);
    rows += countLines(whole);
    held = held.slice(before + 1);
  };
  const append = (chunk: Uint8Array): void => {
    const joined = new Uint8Array(held.length + chunk.length);
    joined.set(held);
    joined.set(chunk, held.length);
    held = joined;
  };
  const checkEnd = (): void => {
    const end = listEnd.safeParse(parsed(held)).data;
    if (header === null || end === undefined) throw new IncompleteRows('end');
    if (end.rows !== rows || header.total !== rows) throw new IncompleteRows('count');
    if (end.sha256 !== hash.digest('hex')) throw new IncompleteRows('hash');
  };

  return new TransformStream({
    transform: (chunk, controller) => {
      append(chunk);
      if (header === null) takeHeader();
      if (header !== null) takeRows();
      controller.enqueue(chunk);
    },
    flush: checkEnd,
  });
};
