import { flushSync, mount, unmount } from 'svelte';
import type { SessionState } from '../../shared/ipc/state.ts';
import { nobody, openClient } from '../features/client/index.ts';
import type { Application } from './application.svelte.ts';
import ClientPane from './ClientPane.svelte';

/**
 * Draws the frame of a client once in the window's life, of nobody, out of sight and without asking the main process
 * for anything. Code, styles and letters that are used for the first time are made ready first, which the frame of the
 * day's first client would wait for.
 */
export const rehearseClient = (
  application: Application,
  session: Extract<SessionState, { phase: 'active' }>,
): void => {
  if (application.isClientRehearsed) return;
  application.isClientRehearsed = true;
  const unanswered = { call: () => new Promise<never>(() => undefined) };
  const client = openClient(unanswered, { clientHandle: '', header: nobody }, { session });
  const pane = { number: 1, client, view: 'client' } as const;
  const target = document.createElement('div');
  // Gone again before anything is painted or told to assistive technology.
  Object.assign(target.style, { position: 'fixed', inset: '0', visibility: 'hidden', contain: 'strict' });
  document.body.append(target);
  const drawn = mount(ClientPane, { target, props: { application, pane, session, shown: false } });
  flushSync();
  target.getBoundingClientRect();
  void unmount(drawn);
  target.remove();
  client.close();
};
