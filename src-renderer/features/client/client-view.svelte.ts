import { untrack } from 'svelte';
import { sectionNames, type SectionName } from '../../../shared/domain/sections.ts';
import type { CallResponse, KelmuTransport, SectionReply } from '../../../shared/ipc/contract.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { SessionState } from '../../../shared/ipc/state.ts';
import type { ClientHeader } from '../../../shared/service-api/clients.ts';
import type { Rights } from '../../../shared/service-api/roles.ts';
import { now } from '../../platform/service-time.svelte.ts';
import { createLastLooks, marksOf, unseen, type LastLooks, type RowMark } from './last-looks.ts';
import type { SectionState } from './section-state.ts';

type Contract = Pick<KelmuTransport, 'call'>;
type ActiveSession = Extract<SessionState, { phase: 'active' }>;
type SectionStates = { [Name in SectionName]: SectionState<Name> };

/** Something that lives as long as the open client and is told when it ends, for example a half-filled claim. */
export interface ClientPart<Part> {
  readonly make: (client: ClientView) => Part;
}

export type PaneNumber = 1 | 2;

/** Where on the screen a client is open. */
export interface ClientPlace {
  readonly number: PaneNumber;
  /** Another client is open beside it. */
  readonly beside: boolean;
}

export interface OpeningOptions {
  readonly place?: ClientPlace;
  /** The session, where the opener knows it; else it is asked for. */
  readonly session?: ActiveSession | null;
  /** What was seen of clients before. */
  readonly looks?: LastLooks;
}

/**
 * One open client. Every piece of the client's data in the window hangs on this object and nowhere else, so
 * that closing it is enough to forget the client.
 */
export interface ClientView {
  readonly handle: string;
  readonly place: ClientPlace;
  readonly header: ClientHeader;
  readonly contract: Contract;
  /** Null until the session has told it. */
  readonly rights: Rights | null;
  readonly session: ActiveSession | null;
  readonly closed: boolean;
  section<Name extends SectionName>(name: Name): SectionState<Name>;
  /** Ids of the rows that came or changed since the user last looked at the client. */
  news(name: SectionName): ReadonlySet<string>;
  /** When the user looked at the client before, in milliseconds since 1970; null for the first time. */
  readonly lastLookAt: number | null;
  /** Asks for a section again; what was shown stays on the screen until the answer comes. */
  reload(name: SectionName): Promise<void>;
  /** Resolves when every section has had its first answer. */
  readonly loaded: Promise<void>;
  /** The part of this client, made at the first call. */
  part<Part>(definition: ClientPart<Part>): Part;
  forgetPart<Part>(definition: ClientPart<Part>): void;
  /** A payment claim has been begun and is neither sent nor discarded. */
  claimStarted: boolean;
  /** Tells the main process to drop the client and drops all data here. May be called again. */
  close(): void;
}

const waiting = (): SectionStates => {
  const loading = { phase: 'loading', reply: null } as const;
  return Object.fromEntries(sectionNames.map((name) => [name, loading])) as unknown as SectionStates;
};

const mismatch: CallError = { code: 'service-reply-mismatch', retriable: true };
const roleMissing: CallError = { code: 'role-missing', retriable: true };

/** What stands in place of the header once the client is left. */
export const nobody: ClientHeader = {
  clientId: '',
  personalIdentityCode: '',
  lastName: '',
  firstNames: '',
  calledName: '',
  birthDate: '1900-01-01',
  deathDate: null,
  language: '',
  homeMunicipality: null,
  stayMunicipality: null,
  address: null,
  nonDisclosure: false,
  guardian: null,
  household: [],
  asOf: '1900-01-01T00:00:00Z',
};

/** The mandate that would open a section, as far as the rights tell it; null where none would. */
const mandateFor = (name: SectionName, rights: Rights): string | null =>
  rights.missing.find(({ feature }) => feature === name || feature === `section:${name}`)?.mandate ?? null;

/** Opens the page of a client that a look-up has found; all sections of the role begin to load at once. */
export const openClient = (
  contract: Contract,
  lookUp: CallResponse<'client.look-up'>,
  {
    place = { number: 1, beside: false },
    session: knownSession = null,
    looks = createLastLooks(),
  }: OpeningOptions = {},
): ClientView => {
  const handle = lookUp.clientHandle;
  let header = $state.raw(lookUp.header);
  let states = $state.raw<SectionStates>(waiting());
  let session = $state.raw<ActiveSession | null>(knownSession);
  let closed = $state(false);
  let claimStarted = $state(false);
  const before = looks.of(lookUp.header.clientId);
  /** What was seen before; a section that was never seen has no news. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- changes with `states`, which is reactive
  const seen = new Map<SectionName, ReadonlySet<RowMark>>(before?.rows);
  // Nothing on the screen depends on these two maps, so they need not be reactive.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
  const parts = new Map<ClientPart<unknown>, { readonly part: unknown; readonly stop: () => void }>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
  const asked = new Map<SectionName, number>();

  const put = (name: SectionName, state: SectionState): void => {
    states = { ...states, [name]: state };
  };

  const shown = (name: SectionName): SectionReply<SectionName> | null => {
    const state: SectionState = states[name];
    return state.phase === 'locked' ? null : state.reply;
  };

  const load = async (name: SectionName): Promise<void> => {
    const turn = (asked.get(name) ?? 0) + 1;
    asked.set(name, turn);
    put(name, { phase: 'loading', reply: shown(name) });
    const answer = await contract.call('client.section', { clientHandle: handle, section: name });
    // An answer that comes after leaving the client, or after a newer question, must not paint anything.
    if (closed || asked.get(name) !== turn) return;
    if (!answer.ok) put(name, { phase: 'failed', error: answer.error, reply: shown(name) });
    else if (answer.value.clientId !== header.clientId)
      put(name, { phase: 'failed', error: mismatch, reply: null });
    else {
      if (!seen.has(name)) seen.set(name, marksOf(answer.value.items));
      put(name, { phase: 'ready', reply: answer.value });
    }
  };

  const news = (name: SectionName): ReadonlySet<string> => {
    const items = shown(name)?.items ?? [];
    return unseen(items, seen.get(name) ?? marksOf(items));
  };

  /** For the next time: what is on the screen now counts as seen. */
  const keepLook = (): void => {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- handed on, never shown
    const rows = new Map(seen);
    for (const name of sectionNames) {
      const reply = shown(name);
      if (reply !== null) rows.set(name, marksOf(reply.items));
    }
    if (rows.size > 0) looks.keep(header.clientId, { at: now(), rows });
  };

  const learnRights = async (): Promise<CallError | null> => {
    if (session !== null) return null;
    const answer = await contract.call('session.state', undefined);
    if (!answer.ok) return answer.error;
    if (answer.value.phase !== 'active') return roleMissing;
    if (!closed) session = answer.value;
    return null;
  };

  const allowed = (name: SectionName): boolean => session?.role.rights.sections.includes(name) ?? false;

  const ask = async (name: SectionName): Promise<void> => {
    if (session === null) return;
    if (allowed(name)) await load(name);
    else put(name, { phase: 'locked', mandate: mandateFor(name, session.role.rights) });
  };

  const start = async (): Promise<void> => {
    states = waiting();
    const error = await learnRights();
    if (closed) return;
    if (error === null) await Promise.all(sectionNames.map(ask));
    else for (const name of sectionNames) put(name, { phase: 'failed', error, reply: null });
  };

  const view: ClientView = {
    handle,
    place,
    contract,
    get header() {
      return header;
    },
    get rights() {
      return session?.role.rights ?? null;
    },
    get session() {
      return session;
    },
    get closed() {
      return closed;
    },
    section: <Name extends SectionName>(name: Name): SectionState<Name> => states[name],
    news,
    lastLookAt: before?.at ?? null,
    reload: async (name) => {
      if (closed) return;
      await (session === null ? start() : ask(name));
    },
    get claimStarted() {
      return claimStarted;
    },
    set claimStarted(started) {
      claimStarted = started;
    },
    get loaded() {
      return loaded;
    },
    part: <Part>(definition: ClientPart<Part>): Part => {
      const known = parts.get(definition);
      if (known !== undefined) return known.part as Part;
      // A root of its own: the part must outlive the view that happens to ask for it first.
      const stop = $effect.root(() => {
        parts.set(definition, { part: untrack(() => definition.make(view)), stop: () => stop() });
      });
      return parts.get(definition)?.part as Part;
    },
    forgetPart: (definition) => {
      parts.get(definition)?.stop();
      parts.delete(definition);
    },
    close: () => {
      if (closed) return;
      keepLook();
      closed = true;
      states = waiting();
      session = null;
      header = nobody;
      claimStarted = false;
      for (const { stop } of parts.values()) stop();
      parts.clear();
      void contract.call('client.leave', { clientHandle: handle });
    },
  };
  const loaded = start();
  return view;
};
