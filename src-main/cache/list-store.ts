import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import {
  databaseFiles,
  databaseKey,
  openEncrypted,
  openFailureOf,
  removeDatabase,
  type Keychain,
} from '../keychain/keychain.ts';
import type { ListCalls, LossReason } from './cache-calls.ts';
import {
  createListWriter,
  findPersons,
  prepareListFile,
  readHead,
  readPiece,
  searchableTerms,
  type KeptListHead,
  type ListWriter,
} from './list-file.ts';

type Handlers = {
  [Name in keyof ListCalls]: (request: ListCalls[Name]['request']) => ListCalls[Name]['response'];
};

/** The kept lists; lives in the helper process. Each has a file of its own, so that a wipe is a removal of files. */
export type ListStore = Omit<Handlers, 'lists.open'> & {
  'lists.open': (request: ListCalls['lists.open']['request']) => Promise<ListCalls['lists.open']['response']>;
};

export interface ListLimits {
  /** Of all files together. */
  readonly bytes: number;
  readonly lists: number;
}
const LIMITS: ListLimits = { bytes: 256 * 1024 * 1024, lists: 60 };
/** Hits of a search in all lists together. */
const MOST_HITS = 200;
const EXTENSION = '.list';
/** Bytes; SQLite's own size. */
const PAGE = 4096;

interface KeptFile {
  readonly path: string;
  readonly head: KeptListHead;
  readonly database: Database.Database;
}
interface Writing {
  readonly path: string;
  readonly database: Database.Database;
  readonly writer: ListWriter;
}

const sizeOf = (path: string): number =>
  databaseFiles.reduce(
    (sum, suffix) => sum + (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );

/** The folder of the lists with its key: from the key store, or known to this session alone. */
class ListFolder {
  readonly #folder: string;
  readonly #hex: string;
  readonly #limits: ListLimits;
  readonly #kept = new Map<string, KeptFile>();
  readonly #writing = new Map<number, Writing>();
  #written = 0;

  constructor(folder: string, hex: string, limits: ListLimits) {
    this.#folder = folder;
    this.#hex = hex;
    this.#limits = limits;
  }

  /** Takes over what an earlier run has left whole and not too old; the rest goes. Tells why one could not be read. */
  adopt(now: number): LossReason | null {
    let lost: LossReason | null = null;
    for (const path of filesIn(this.#folder)) {
      let database: Database.Database | undefined;
      try {
        database = this.#open(path);
        const head = readHead(database);
        if (head !== null && head.expiresAt > now) {
          this.#kept.set(head.name, { path, head, database });
          continue;
        }
      } catch (error) {
        // Another key or a damaged file: nothing in it is worth more than asking the service again.
        lost = openFailureOf(error) === 'key-wrong' ? 'key-wrong' : 'damaged';
      }
      database?.close();
      removeDatabase(path);
    }
    return lost;
  }
  close(): void {
    for (const { database } of this.#kept.values()) database.close();
    for (const id of [...this.#writing.keys()]) this.abandon(id);
  }

  begin(): number {
    const id = (this.#written += 1);
    // Neither organisation nor list can be told from the name of the file.
    const path = join(this.#folder, `${randomUUID()}${EXTENSION}`);
    const database = this.#open(path);
    database.pragma(`max_page_count = ${Math.ceil(this.#limits.bytes / PAGE)}`);
    this.#writing.set(id, { path, database, writer: createListWriter(database) });
    return id;
  }
  append(id: number, bytes: Uint8Array): void {
    this.#whole(id, ({ writer }) => writer.append(bytes));
  }
  finish(id: number, head: KeptListHead): void {
    this.#whole(id, ({ path, database, writer }) => {
      writer.finish(head);
      database.pragma('wal_checkpoint(TRUNCATE)');
      this.#writing.delete(id);
      this.#remove(head.name);
      this.#kept.set(head.name, { path, head, database });
      this.prune(head.storedAt);
    });
  }
  abandon(id: number): void {
    const writing = this.#writing.get(id);
    this.#writing.delete(id);
    writing?.database.close();
    if (writing !== undefined) removeDatabase(writing.path);
  }

  heads(now: number): readonly KeptListHead[] {
    return [...this.#kept.values()].map(({ head }) => head).filter(({ expiresAt }) => expiresAt > now);
  }
  /** @returns `otherwise` where the list is not kept or turns out to be damaged */
  read<Value>(
    name: string,
    now: number,
    work: (database: Database.Database) => Value,
    otherwise: Value,
  ): Value {
    const kept = this.#kept.get(name);
    if (kept === undefined || kept.head.expiresAt <= now) return otherwise;
    try {
      return work(kept.database);
    } catch (error) {
      if (openFailureOf(error) === 'storage-failed') throw error;
      this.#remove(name);
      return otherwise;
    }
  }
  find(names: readonly string[], text: string, now: number): ListCalls['lists.find']['response'] {
    const terms = searchableTerms(text);
    const hits = names.flatMap((list) =>
      this.read(list, now, (database) => findPersons(database, terms, MOST_HITS), []).map((person) => ({
        list,
        ...person,
      })),
    );
    return hits.slice(0, MOST_HITS);
  }
  /** Removes what is too old, then the oldest until the rest fits into the limits. */
  prune(now: number): void {
    for (const [name, { head }] of [...this.#kept]) if (head.expiresAt <= now) this.#remove(name);
    const oldest = [...this.#kept.values()].toSorted((one, other) => one.head.storedAt - other.head.storedAt);
    let bytes = oldest.reduce((sum, { path }) => sum + sizeOf(path), 0);
    for (const [at, { path, head }] of oldest.entries()) {
      const left = oldest.length - at;
      if (bytes <= this.#limits.bytes && left <= this.#limits.lists) return;
      bytes -= sizeOf(path);
      this.#remove(head.name);
    }
  }

  /** What cannot be written, on a full disk or beyond the limit, leaves nothing: a list with a gap must never count. */
  #whole(id: number, write: (writing: Writing) => void): void {
    const writing = this.#writing.get(id);
    if (writing === undefined) return;
    try {
      write(writing);
    } catch (error) {
      this.abandon(id);
      if (openFailureOf(error) !== 'storage-failed') throw error;
    }
  }
  #open(file: string): Database.Database {
    return openEncrypted({ file, hex: this.#hex, keeps: 'after-crash', prepare: prepareListFile });
  }
  #remove(name: string): void {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    this.#kept.delete(name);
    kept.database.close();
    removeDatabase(kept.path);
  }
}

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(EXTENSION))
        .map((name) => join(folder, name))
    : [];

export function createListStore(keychain: Keychain, limits: ListLimits = LIMITS): ListStore {
  let opened: ListFolder | undefined;
  let place: string | undefined;

  const wipe = (): void => {
    opened?.close();
    opened = undefined;
    if (place !== undefined) rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  };
  return {
    'lists.open': async ({ folder, key, now }) => {
      opened?.close();
      opened = undefined;
      place = folder;
      // What another session has left can never be read again: its key is gone.
      if (key.kind === 'session') wipe();
      const found =
        key.kind === 'session'
          ? { state: 'known' as const, hex: key.hex }
          : await databaseKey(keychain, key.service);
      if (found.state === 'unavailable') return { place: 'nowhere', lost: null };
      opened = new ListFolder(folder, found.hex, limits);
      const lost = opened.adopt(now);
      return { place: 'disk', lost: lost !== null && found.state === 'new' ? 'key-lost' : lost };
    },
    'lists.heads': ({ now }) => opened?.heads(now) ?? [],
    'lists.begin': () => opened?.begin() ?? 0,
    'lists.append': ({ id, bytes }) => {
      opened?.append(id, bytes);
      return true;
    },
    'lists.finish': ({ id, head }) => {
      opened?.finish(id, head);
      return true;
    },
    'lists.abandon': ({ id }) => {
      opened?.abandon(id);
      return true;
    },
    'lists.piece': ({ name, at, now }) =>
      opened?.read(name, now, (database) => readPiece(database, at), null) ?? null,
    'lists.find': ({ names, text, now }) => opened?.find(names, text, now) ?? [],
    'lists.prune': ({ now }) => {
      opened?.prune(now);
      return true;
    },
    'lists.wipe': () => {
      wipe();
      return true;
    },
  };
}
