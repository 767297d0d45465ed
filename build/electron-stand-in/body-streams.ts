import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { FAILED_STATUS, STREAM_PATH, WHOLE_STATUS } from './stream-marks.ts';

/** Bytes that wait for the page at most; it gets what has come, be it less. */
const LARGEST_PIECE = 1024 * 1024;

export interface StreamAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** A body that is read ahead of the page, as far as {@link LARGEST_PIECE}. */
class BodyStream {
  readonly page: Page | undefined;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #state: 'open' | 'whole' | 'failed' = 'open';
  #waiting: (() => void)[] = [];

  constructor(page: Page | undefined, body: ReadableStream<Uint8Array>) {
    this.page = page;
    this.#reader = body.getReader();
    void this.#readOn();
  }
  /** What has come, as soon as there is anything; the end has no body. */
  async next(): Promise<StreamAnswer> {
    while (this.#length === 0 && this.#state === 'open') await this.#change();
    const body = Buffer.concat(this.#pieces.splice(0));
    this.#length = 0;
    this.#changed();
    if (body.length > 0) return { status: 200, body };
    return { status: this.#state === 'whole' ? WHOLE_STATUS : FAILED_STATUS, body };
  }
  cancel(): void {
    if (this.#state === 'open') this.#state = 'failed';
    void this.#reader.cancel().catch(() => undefined);
    this.#changed();
  }

  async #readOn(): Promise<void> {
    try {
      while (this.#state === 'open') {
        while (this.#length >= LARGEST_PIECE && this.#state === 'open') await this.#change();
        const { done, value } = await this.#reader.read();
        if (value) this.#pieces.push(value);
        this.#length += value?.length ?? 0;
        if (done && this.#state === 'open') this.#state = 'whole';
        this.#changed();
      }
    } catch {
      this.#state = 'failed';
      this.#changed();
    }
  }
  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
  #changed(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/**
 * Bodies that pages read while they are made. DevTools answers a request at once and whole, so the page's `fetch`
 * (stream-fetch.ts) asks for the body piece by piece, each by a request of its own that waits for the next bytes.
 */
export function createBodyStreams() {
  const streams = new Map<string, BodyStream>();
  const drop = (id: string): void => {
    streams.get(id)?.cancel();
    streams.delete(id);
  };
  return {
    /** @returns name under which the page asks for the body */
    add(page: Page | undefined, body: ReadableStream<Uint8Array>): string {
      const id = randomUUID();
      streams.set(id, new BodyStream(page, body));
      return id;
    },
    /** The next piece as soon as there is one; null for a path that names no stream. */
    async answer(pathname: string, method: string): Promise<StreamAnswer | null> {
      if (!pathname.startsWith(STREAM_PATH)) return null;
      const id = pathname.slice(STREAM_PATH.length);
      if (method === 'DELETE') drop(id);
      const answer = await streams.get(id)?.next();
      if (answer === undefined) return { status: FAILED_STATUS, body: Buffer.alloc(0) };
      if (answer.status !== 200) drop(id);
      return answer;
    },
    drop,
    /** A page that goes elsewhere reads no further. */
    dropOf(page: Page): void {
      for (const [id, stream] of streams) if (stream.page === page) drop(id);
    },
  };
}
export type BodyStreams = ReturnType<typeof createBodyStreams>;
