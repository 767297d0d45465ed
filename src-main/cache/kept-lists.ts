import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../../shared/policy/policy.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { ClientsDropReason } from '../session/session.ts';
import type { RequestChannel } from '../helper-process/request-channel.ts';
import type { ListCalls } from './cache-calls.ts';
import type { FoundPerson, KeptListHead } from './list-file.ts';

export type { KeptListHead } from './list-file.ts';
/** `list` is the name of the list. */
export type KeptHit = FoundPerson & { readonly list: string };

/** Recipient lists on the workstation, where the administrators allow it: each encrypted, with an end. */
export interface KeptLists {
  allowed(): boolean;
  /** Lists that are kept, whole and not too old. */
  heads(): Promise<readonly KeptListHead[]>;
  /** The stream as it came from the service; null where the list is not kept. */
  read(
    name: string,
  ): Promise<{ readonly head: KeptListHead; readonly body: ReadableStream<Uint8Array> } | null>;
  /** Keeps the rows once they have come whole; a stream that fails leaves nothing. */
  write(name: string, etag: string, rows: ReadableStream<Uint8Array>): Promise<void>;
  /** Persons of these lists by parts of name or identity code. */
  find(names: readonly string[], text: string): Promise<readonly KeptHit[]>;
  /** What the policy wants gone at this moment goes: files and key. */
  sessionPaused(reason: ClientsDropReason): void;
  /** Resolves when the last wipe has ended. */
  settled(): Promise<void>;
  close(): void;
}

export interface KeptListsParts {
  readonly channel: RequestChannel<ListCalls>;
  /** Absolute path of the folder of their files. */
  readonly folder: string;
  readonly keychainService: string;
  readonly policy: () => Pick<Policy, 'cachePersonalLists' | 'wipePersonalListsAt'>;
  readonly clock: Clock;
  readonly audit: Audit;
}

const HOUR = 3600 * 1000;
/** How long a list may stand in for the service, whatever ends the session. */
const KEPT_FOR = 24 * HOUR;
const PRUNE_EVERY = HOUR / 4;
const OPEN_DEADLINE = 20_000;
/** A block of a long list waits for the disk. */
const CALL_DEADLINE = 30_000;
/** The program's end waits for it. */
const WIPE_DEADLINE = 3_000;

/** Lists of an earlier run that nobody has opened the folder for: by the time that their files were written. */
async function removeExpired({ folder, clock }: KeptListsParts): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const written = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
    if (clock.now() - written >= KEPT_FOR) await rm(path, { force: true, maxRetries: 3 });
  }
}

/** What an earlier run has left: without the key of its session it is unreadable, and must not lie about either. */
async function removeLeftBehind(parts: KeptListsParts): Promise<void> {
  const { cachePersonalLists, wipePersonalListsAt } = parts.policy();
  if (cachePersonalLists && wipePersonalListsAt === 'expiry') return removeExpired(parts);
  await rm(parts.folder, { recursive: true, force: true, maxRetries: 3 });
}

async function* chunksOf(rows: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = rows.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The helper process with the folder open; a wipe closes it, and the next use has a new key. */
function createOpenFolder(parts: KeptListsParts) {
  const { channel, folder, keychainService, policy, clock, audit } = parts;
  let cleaned: Promise<unknown> = removeLeftBehind(parts).catch(() => undefined);
  let opening: Promise<boolean> | undefined;
  let stopPruning: (() => void) | undefined;
  channel.onCrash(() => (opening = undefined));

  const call = async <Name extends keyof ListCalls>(
    name: Name,
    request: ListCalls[Name]['request'],
    deadline = CALL_DEADLINE,
  ): Promise<ListCalls[Name]['response'] | undefined> => {
    const answer = await channel.call(name, request, deadline);
    return answer.ok ? answer.value : undefined;
  };
  const pruneLater = (): void => {
    stopPruning?.();
    stopPruning = clock.after(PRUNE_EVERY, () => {
      if (opening !== undefined) void call('lists.prune', { now: clock.now() });
      else cleaned = cleaned.then(() => removeLeftBehind(parts)).catch(() => undefined);
      pruneLater();
    });
  };
  pruneLater();
  const open = async (): Promise<boolean> => {
    await cleaned;
    const isForSession = policy().wipePersonalListsAt !== 'expiry';
    const key = isForSession
      ? // Known to this program alone: it is lost with it, and so is what was encrypted with it.
        { kind: 'session' as const, hex: randomBytes(32).toString('hex') }
      : { kind: 'keychain' as const, service: keychainService };
    const opened = await call('lists.open', { folder, key, now: clock.now() }, OPEN_DEADLINE);
    if (opened?.lost) audit.record({ event: 'lists-wiped', reason: opened.lost });
    return opened?.place === 'disk';
  };
  return {
    call,
    ready: async (): Promise<boolean> => policy().cachePersonalLists && (await (opening ??= open())),
    /** @returns false when nothing was open: what an earlier process has left goes all the same */
    wipe: (): boolean => {
      const wasOpen = opening !== undefined;
      opening = undefined;
      const wiped = wasOpen ? call('lists.wipe', null, WIPE_DEADLINE) : Promise.resolve(undefined);
      cleaned = wiped
        .then(async (done) => {
          if (done === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
        })
        .catch(() => undefined);
      return wasOpen;
    },
    settled: async (): Promise<void> => void (await cleaned),
    close: (): void => stopPruning?.(),
  };
}

/** The folder is cleared of what an earlier run has left at once; the process of the cache starts at the first use. */
export function createKeptLists(parts: KeptListsParts): KeptLists {
  const { policy, clock, audit } = parts;
  const { call, ready, wipe, settled, close } = createOpenFolder(parts);

  const heads: KeptLists['heads'] = async () =>
    (await ready()) ? ((await call('lists.heads', { now: clock.now() })) ?? []) : [];

  const bodyOf = (name: string): ReadableStream<Uint8Array> => {
    const encoder = new TextEncoder();
    let at = 0;
    return new ReadableStream({
      pull: async (controller) => {
        const piece = await call('lists.piece', { name, at, now: clock.now() });
        at += 1;
        // A list that is gone meanwhile ends without its end, which the reader notices.
        if (piece === undefined || piece === null) controller.close();
        else controller.enqueue(encoder.encode(piece));
      },
    });
  };

  return {
    allowed: () => policy().cachePersonalLists,
    heads,
    read: async (name) => {
      const head = (await heads()).find((each) => each.name === name);
      return head === undefined ? null : { head, body: bodyOf(name) };
    },
    write: async (name, etag, rows) => {
      const id = (await ready()) ? ((await call('lists.begin', null)) ?? 0) : 0;
      if (id === 0) return rows.cancel();
      try {
        for await (const bytes of chunksOf(rows)) await call('lists.append', { id, bytes });
      } catch {
        // A stream that was cut is reported where it is shown; here it only means that nothing is kept.
        return void (await call('lists.abandon', { id }));
      }
      const storedAt = clock.now();
      await call('lists.finish', { id, head: { name, etag, storedAt, expiresAt: storedAt + KEPT_FOR } });
    },
    find: async (names, text) =>
      (await ready()) ? ((await call('lists.find', { names, text, now: clock.now() })) ?? []) : [],
    sessionPaused: (reason) => {
      const { cachePersonalLists, wipePersonalListsAt: moment } = policy();
      const isMoment =
        !cachePersonalLists ||
        (reason === 'locked' && moment === 'lock') ||
        (reason === 'signed-out' && moment !== 'expiry');
      if (isMoment && wipe()) audit.record({ event: 'lists-wiped', reason });
    },
    settled,
    close,
  };
}
