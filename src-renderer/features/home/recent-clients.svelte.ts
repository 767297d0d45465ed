import type { ClientHeader } from '../../../shared/service-api/clients.ts';

export interface RecentClient {
  /** Running number in the session: what is shown before the name is asked for. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly name: string;
  readonly personalIdentityCode: string;
}

export interface RecentClients {
  /** Newest first. */
  readonly list: readonly RecentClient[];
  remember(header: ClientHeader, openedAt: number): void;
  clear(): void;
}

const KEPT = 6;

/**
 * The clients looked up in this session, for going back to one. In memory only, and emptied with every lock,
 * change of role and sign-out. A client with non-disclosure for safety is not remembered at all.
 */
export const createRecentClients = (): RecentClients => {
  let list = $state.raw<readonly RecentClient[]>([]);
  let lastNumber = 0;
  return {
    get list() {
      return list;
    },
    remember: (header, openedAt) => {
      if (header.nonDisclosure) return;
      const { personalIdentityCode } = header;
      const known = list.find((client) => client.personalIdentityCode === personalIdentityCode);
      const number = known?.number ?? ++lastNumber;
      const name = `${header.lastName} ${header.calledName}`;
      const others = list.filter((client) => client !== known);
      list = [{ number, openedAt, name, personalIdentityCode }, ...others].slice(0, KEPT);
    },
    clear: () => {
      list = [];
      lastNumber = 0;
    },
  };
};
