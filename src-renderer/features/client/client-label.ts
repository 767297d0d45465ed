import { m } from '../../../shared/messages/generated/messages.js';
import type { ClientView } from './client-view.svelte.ts';

/** The last characters of an identity code: with the name enough to tell two clients apart. */
export const codeTail = ({ header }: Pick<ClientView, 'header'>): string =>
  `…${header.personalIdentityCode.slice(-4)}`;

export const nameOf = ({ header }: Pick<ClientView, 'header'>): string =>
  `${header.lastName} ${header.calledName}`;

/** 'Malli Maija …9032', with the pane before it while two clients are open: for confirmations and messages. */
export const clientLabel = (client: Pick<ClientView, 'header' | 'place'>): string => {
  const { number, beside } = client.place;
  const who = `${nameOf(client)} ${codeTail(client)}`;
  return beside ? m.client_pane_label({ pane: m.client_pane({ number }), who }) : who;
};
