import type { EventPayload } from '../../shared/ipc/contract.ts';
import type { ClientView, openClient } from '../features/client/index.ts';
import type { FoundClient } from '../features/home/index.ts';
import type { Contract } from '../platform/contract.ts';

export type DropReason = EventPayload<'client.dropped'>['reason'];

export interface ClientSlot {
  /** The one client that is open; null without one. */
  readonly client: ClientView | null;
  open(found: FoundClient): Promise<void>;
  close(): void;
  /** Follows what the main process takes away. Returns the end of it. */
  start(): () => void;
}

export interface ClientSlotOptions {
  readonly contract: Contract;
  /** Loads the feature when the first client is opened. */
  readonly load: () => Promise<{ readonly openClient: typeof openClient }>;
  readonly mayOpen: () => boolean;
  readonly onOpened: (found: FoundClient) => void;
  readonly onDropped: (reason: DropReason) => void;
}

/** Holds the open client. At most one is open, so that two can never be taken for each other. */
export const createClientSlot = (options: ClientSlotOptions): ClientSlot => {
  const { contract } = options;
  let client = $state.raw<ClientView | null>(null);
  let newest: FoundClient | null = null;

  const close = (): void => {
    newest = null;
    client?.close();
    client = null;
  };

  return {
    get client() {
      return client;
    },
    open: async (found) => {
      close();
      newest = found;
      const feature = await options.load();
      // Locked, left or replaced by a later look-up while the feature was loading.
      if (newest !== found || !options.mayOpen()) {
        void contract.call('client.leave', { clientHandle: found.clientHandle });
        return;
      }
      client = feature.openClient(contract, found);
      options.onOpened(found);
    },
    close,
    start: () =>
      contract.subscribe('client.dropped', ({ clientHandle, reason }) => {
        if (newest?.clientHandle === clientHandle) newest = null;
        if (client?.handle !== clientHandle) return;
        close();
        options.onDropped(reason);
      }),
  };
};
