import { flushSync } from 'svelte';
import type { EventPayload } from '../../shared/ipc/contract.ts';
import type { SessionState } from '../../shared/ipc/state.ts';
import type { ClientView, LastLooks, openClient, PaneNumber } from '../features/client/index.ts';
import type { FoundClient } from '../features/home/index.ts';
import type { Contract } from '../platform/contract.ts';

export type DropReason = EventPayload<'client.dropped'>['reason'];
/** What a pane shows of its client. */
export type PaneView = 'client' | 'claim' | 'documents';
/** Where a client that was found opens: in place of the one in the active pane, or beside it. */
export type OpenWhere = 'here' | 'beside';

/** One open client with a number, a colour and a view of its own. */
export interface Pane {
  readonly number: PaneNumber;
  readonly client: ClientView;
  view: PaneView;
}

export interface Panes {
  /** The open clients by number: none, one, or two side by side. */
  readonly list: readonly Pane[];
  /** The pane that the user works in: shortcuts and commands are about its client. */
  readonly active: Pane | null;
  activate(number: PaneNumber): void;
  open(found: FoundClient, where?: OpenWhere): Promise<void>;
  close(pane: Pane): void;
  closeAll(): void;
  /** Follows what the main process takes away. Returns the end of it. */
  start(): () => void;
}

export interface PanesOptions {
  readonly contract: Contract;
  /** Loads the feature, or has it. */
  readonly load: () => Promise<{ readonly openClient: typeof openClient }>;
  /** The session while it lets clients be opened. */
  readonly session: () => Extract<SessionState, { phase: 'active' }> | null;
  readonly looks?: LastLooks;
  readonly onOpened: (found: FoundClient) => void;
  readonly onDropped: (reason: DropReason) => void;
}

const numbers = [1, 2] as const satisfies readonly PaneNumber[];

/** Holds the open clients. There are never more than two, so that they can be told apart at a glance. */
export const createPanes = (options: PanesOptions): Panes => {
  const { contract } = options;
  let list = $state.raw<readonly Pane[]>([]);
  let activeNumber = $state<PaneNumber>(1);
  /** What is being opened; null once it is locked or replaced by a later look-up. */
  let opening: FoundClient | null = null;

  const inPane = (number: PaneNumber): Pane | undefined => list.find((pane) => pane.number === number);
  const active = (): Pane | null => inPane(activeNumber) ?? list[0] ?? null;

  const leave = (found: FoundClient): void =>
    void contract.call('client.leave', { clientHandle: found.clientHandle });

  const remove = (pane: Pane): void => {
    pane.client.close();
    // A change of its own: what is drawn in the same one as the next view would keep the values from before it.
    flushSync();
    list = list.filter((other) => other !== pane);
  };

  const closeAll = (): void => {
    opening = null;
    for (const pane of list) remove(pane);
  };

  const numberFor = (where: OpenWhere): PaneNumber => {
    const current = active();
    if (current === null) return 1;
    if (where === 'here') return current.number;
    return numbers.find((number) => inPane(number) === undefined) ?? (current.number === 1 ? 2 : 1);
  };

  const put = (found: FoundClient, number: PaneNumber, feature: { openClient: typeof openClient }): void => {
    const before = inPane(number);
    if (before !== undefined) remove(before);
    const place = {
      number,
      get beside() {
        return list.length > 1;
      },
    };
    const client = feature.openClient(contract, found, {
      place,
      session: options.session(),
      ...(options.looks !== undefined && { looks: options.looks }),
    });
    let view = $state<PaneView>('client');
    const pane: Pane = {
      number,
      client,
      get view() {
        return view;
      },
      set view(next) {
        view = next;
      },
    };
    list = [...list, pane].toSorted((one, other) => one.number - other.number);
    activeNumber = number;
  };

  return {
    get list() {
      return list;
    },
    get active() {
      return active();
    },
    activate: (number) => {
      if (inPane(number) !== undefined) activeNumber = number;
    },
    open: async (found, where = 'here') => {
      opening = found;
      const feature = await options.load();
      // Locked, left or replaced by a later look-up while the feature was loading.
      if (opening !== found || options.session() === null) return leave(found);
      opening = null;
      // The same client in two panes would look like two.
      const twin = list.find(({ client }) => client.header.clientId === found.header.clientId);
      if (twin !== undefined && (twin.client.claimStarted || twin.view !== 'client')) {
        leave(found);
        activeNumber = twin.number;
      } else put(found, twin?.number ?? numberFor(where), feature);
      options.onOpened(found);
    },
    close: remove,
    closeAll,
    start: () =>
      contract.subscribe('client.dropped', ({ clientHandle, reason }) => {
        if (opening?.clientHandle === clientHandle) opening = null;
        const pane = list.find(({ client }) => client.handle === clientHandle);
        if (pane === undefined) return;
        remove(pane);
        options.onDropped(reason);
      }),
  };
};
