import { m } from '../../shared/messages/generated/messages.js';
import { clientLabel } from '../features/client/client-label.ts';
import type { OpenWhere, Panes } from './panes.svelte.ts';

export interface OpeningChoice {
  readonly value: OpenWhere;
  readonly label: string;
}

/** What a look-up may do with the clients that are open: take the place of one, or open beside it. */
export const openingChoices = ({ list, active }: Panes): readonly OpeningChoice[] => {
  if (active === null) return [];
  const other = list.find((pane) => pane !== active);
  const instead = (pane: typeof active): string => m.home_open_instead({ client: clientLabel(pane.client) });
  return [
    { value: 'here', label: instead(active) },
    { value: 'beside', label: other === undefined ? m.home_open_beside() : instead(other) },
  ];
};
