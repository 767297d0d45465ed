import { flushSync, mount, unmount } from 'svelte';
import type { SessionState } from '../../shared/ipc/state.ts';
import { nobody, openClient } from '../features/client/index.ts';
import type { Application } from './application.svelte.ts';
import ClientPane from './ClientPane.svelte';

/**
 * Draws the frame of a client once, of nobody, outside the page and without asking the main process for anything.
 * Code that runs for the first time is compiled first, which the frame of the day's first client would wait for.
 */
export const rehearseClient = (
  application: Application,
  session: Extract<SessionState, { phase: 'active' }>,
): void => {
  const unanswered = { call: () => new Promise<never>(() => undefined) };
  const client = openClient(unanswered, { clientHandle: '', header: nobody }, { session });
  const pane = { number: 1, client, view: 'client' } as const;
  const drawn = mount(ClientPane, {
    target: document.createElement('div'),
    props: { application, pane, session, shown: false },
  });
  flushSync();
  void unmount(drawn);
  client.close();
};
