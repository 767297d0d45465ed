import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StartHelper } from '../helper-process/helper-process.ts';
import { createRequestChannel, type RequestChannel } from '../helper-process/request-channel.ts';
import type {
  DraftCalls,
  DraftName,
  DraftsOpening,
  FileName,
  SavedDraft,
  StoredDraft,
} from './draft-calls.ts';
import { clearForgotten, touchDrafts, wereForgotten } from './forgotten-drafts.ts';

/** Up to three answers of the key store at five seconds each. */
const OPEN_DEADLINE = 20_000;
const CALL_DEADLINE = 5_000;

/** Drafts that nobody has touched for so long go; milliseconds. */
export const KEPT_FOR = 30 * 24 * 3600 * 1000;

export type Place = 'disk' | 'memory';

/** Where one user's drafts are. What fails answers null, or false. */
export interface Shelf {
  readonly place: Place;
  /** Answers where the draft is now. */
  save(draft: SavedDraft): Promise<Place | null>;
  mark(draft: DraftName, sentAt: number | null): Promise<boolean>;
  list(owner: string): Promise<readonly StoredDraft[] | null>;
  remove(draft: DraftName): Promise<boolean>;
  expire(before: number): Promise<boolean>;
  /** How many of the owner's have gone for their age since that was told. */
  expired(owner: string): Promise<number>;
  /** All that the user had went, because nobody came to see how many were old. */
  forgotten(): boolean;
  /** Of both the user has been told. */
  forgetExpired(owner: string): Promise<boolean>;
  /** JSON text; null where there is none. */
  habits(): Promise<string | null>;
  keepHabits(habits: string): Promise<boolean>;
  /** Keeps the bytes of a file beside its draft; only on disk, and only where the draft is there. */
  keepFile(file: FileName, bytes: Uint8Array): Promise<boolean>;
  file(file: FileName): Promise<Uint8Array | null>;
  /** Drops the files of a draft but those; of every draft where none is named. */
  dropFiles(but: { readonly draft: DraftName; readonly fileIds: readonly string[] } | null): Promise<boolean>;
}

export interface Shelves {
  /** The user's shelf; null while the helper cannot be asked. */
  of(userId: string): Promise<Shelf | null>;
  /** The shelf is opened anew at the next use. */
  forget(): void;
  problem(): DraftsOpening['problem'];
  close(): void;
}

export interface ShelvesParts {
  /** Starts the program drafts-helper.ts. */
  readonly startHelper: StartHelper;
  /** Folder of the users' files. */
  readonly folder: string;
  /** Name of the program in the operating system's key store. */
  readonly keychainService: string;
  /** Whether the administrators allow drafts on disk. */
  readonly diskAllowed: () => boolean;
}

const keyOf = ({ owner, draftId }: DraftName): string => `${owner} ${draftId}`;

const isSame =
  (draft: DraftName) =>
  (other: DraftName): boolean =>
    keyOf(other) === keyOf(draft);

const newestFirst = (left: StoredDraft, right: StoredDraft): number => right.savedAt - left.savedAt;

function memoryShelf(): Shelf {
  const all = new Map<string, StoredDraft>();
  const gone = new Map<string, number>();
  let kept: string | null = null;
  const done = Promise.resolve(true);
  return {
    place: 'memory',
    save: (draft) => {
      all.set(keyOf(draft), { ...draft, sentAt: all.get(keyOf(draft))?.sentAt ?? null });
      return Promise.resolve('memory');
    },
    mark: (draft, sentAt) => {
      const found = all.get(keyOf(draft));
      if (found) all.set(keyOf(draft), { ...found, sentAt });
      return done;
    },
    list: (owner) =>
      Promise.resolve([...all.values()].filter((one) => one.owner === owner).sort(newestFirst)),
    remove: (draft) => {
      all.delete(keyOf(draft));
      return done;
    },
    expire: (before) => {
      const old = [...all].filter(([, { savedAt, sentAt }]) => savedAt < before && sentAt === null);
      for (const [key, { owner }] of old) {
        all.delete(key);
        gone.set(owner, (gone.get(owner) ?? 0) + 1);
      }
      return done;
    },
    expired: (owner) => Promise.resolve(gone.get(owner) ?? 0),
    forgotten: () => false,
    forgetExpired: (owner) => {
      gone.delete(owner);
      return done;
    },
    habits: () => Promise.resolve(kept),
    keepHabits: (habits) => {
      kept = habits;
      return done;
    },
    keepFile: () => Promise.resolve(false),
    file: () => Promise.resolve(null),
    dropFiles: () => done,
  };
}

function diskShelf(channel: RequestChannel<DraftCalls>, file: string): Shelf {
  const ask = async <Name extends keyof DraftCalls & string>(
    name: Name,
    request: DraftCalls[Name]['request'],
  ): Promise<DraftCalls[Name]['response'] | null> => {
    const answer = await channel.call(name, request, CALL_DEADLINE);
    return answer.ok ? answer.value : null;
  };
  const isDone = async (answer: Promise<true | null>): Promise<boolean> => (await answer) !== null;
  return {
    place: 'disk',
    save: async (draft) => ((await ask('save', draft)) ? 'disk' : null),
    mark: (draft, sentAt) => isDone(ask('mark', { ...draft, sentAt })),
    list: (owner) => ask('list', { owner }),
    remove: (draft) => isDone(ask('remove', draft)),
    expire: (before) => {
      touchDrafts(file);
      return isDone(ask('expire', { before }));
    },
    forgotten: () => wereForgotten(file),
    expired: async (owner) => (await ask('expired', { owner })) ?? 0,
    forgetExpired: (owner) => {
      clearForgotten(file);
      return isDone(ask('forgetExpired', { owner }));
    },
    habits: () => ask('habits', null),
    keepHabits: (habits) => isDone(ask('keepHabits', { habits })),
    keepFile: (file, bytes) => isDone(ask('keepFile', { ...file, bytes })),
    file: (file) => ask('file', file),
    dropFiles: (but) => isDone(ask('dropFiles', but && { ...but.draft, fileIds: but.fileIds })),
  };
}

/** What the disk does not take (full, or its helper died) is kept in memory until it takes it. */
const withFallback = (disk: Shelf, memory: Shelf): Shelf => ({
  ...disk,
  save: async (draft) => {
    const place = await disk.save(draft);
    if (place === null) return memory.save(draft);
    const { sentAt = null } = (await memory.list(draft.owner))?.find(isSame(draft)) ?? {};
    if (sentAt !== null) await disk.mark(draft, sentAt);
    await memory.remove(draft);
    return place;
  },
  mark: async (draft, sentAt) => {
    await memory.mark(draft, sentAt);
    return disk.mark(draft, sentAt);
  },
  list: async (owner) => {
    const onDisk = await disk.list(owner);
    if (onDisk === null) return null;
    const inMemory = (await memory.list(owner)) ?? [];
    const newest = inMemory.map((draft) => ({
      ...draft,
      sentAt: draft.sentAt ?? onDisk.find(isSame(draft))?.sentAt ?? null,
    }));
    return [...newest, ...onDisk.filter((draft) => !inMemory.some(isSame(draft)))].sort(newestFirst);
  },
  remove: async (draft) => {
    await memory.remove(draft);
    return disk.remove(draft);
  },
});

/** Names a user on disk and in the key store without telling who it is. */
const userMark = (userId: string): string =>
  createHash('sha256').update(`kelmu drafts ${userId}`).digest('hex').slice(0, 32);

/** Each user has a file and a key of one's own; the helper holds the file of the user of the session. */
export function createShelves(parts: ShelvesParts): Shelves {
  const channel = createRequestChannel<DraftCalls>(parts.startHelper);
  const inMemory = new Map<string, Shelf>();
  let opened:
    { readonly user: string; readonly onDisk: boolean; readonly shelf: Promise<Shelf | null> } | undefined;
  let problem: DraftsOpening['problem'];
  const forget = (): void => {
    opened = undefined;
  };
  channel.onCrash(forget);

  const memoryOf = (user: string): Shelf => {
    const shelf = inMemory.get(user) ?? memoryShelf();
    inMemory.set(user, shelf);
    return shelf;
  };

  const fileOf = (user: string): string => join(parts.folder, `drafts-${user}.db`);
  const openFile = (user: string) =>
    channel.call(
      'open',
      { file: fileOf(user), keychainService: `${parts.keychainService} drafts ${user}` },
      OPEN_DEADLINE,
    );

  /** Drafts on disk are not allowed any more: what the user has there comes into the memory. */
  const takeFromDisk = async (user: string): Promise<Shelf | null> => {
    const memory = memoryOf(user);
    if (!existsSync(fileOf(user))) return memory;
    const opening = await openFile(user);
    if (!opening.ok) return null;
    if (opening.value.place === 'nowhere') return memory;
    const taken = await channel.call('takeAway', null, CALL_DEADLINE);
    if (!taken.ok) return null;
    const { drafts, habits } = taken.value;
    for (const { sentAt, ...draft } of drafts) {
      await memory.save(draft);
      await memory.mark(draft, sentAt);
    }
    if (habits !== null) await memory.keepHabits(habits);
    return memory;
  };

  const openShelf = async (user: string): Promise<Shelf | null> => {
    const answer = await openFile(user);
    problem = answer.ok ? answer.value.problem : 'storage-failed';
    // The disk may have room the next time.
    if (problem === 'storage-failed') forget();
    // A helper that died is started again by the next call; what is on disk must not be hidden by memory.
    if (!answer.ok) return null;
    return answer.value.place === 'disk'
      ? withFallback(diskShelf(channel, fileOf(user)), memoryOf(user))
      : memoryOf(user);
  };

  return {
    of: (userId) => {
      const user = userMark(userId);
      const onDisk = parts.diskAllowed();
      if (opened?.user !== user || opened.onDisk !== onDisk)
        opened = { user, onDisk, shelf: onDisk ? openShelf(user) : takeFromDisk(user) };
      return opened.shelf;
    },
    forget,
    problem: () => problem,
    close: () => channel.close(),
  };
}
