import { isSectionName } from '../../shared/domain/sections.ts';
import type { AboutWhat } from '../platform/copying.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Panes } from './panes.svelte.ts';

interface Shown {
  readonly panes: Panes;
  readonly navigation: Navigation;
}

/** What a part of the window shows, and of whom, for the audit trail of what is copied from it by hand. */
export const copiedFrom =
  ({ panes, navigation }: Shown): AboutWhat =>
  (element) => {
    const number = Number(element?.closest<HTMLElement>('[data-pane]')?.dataset['pane']);
    const pane = panes.list.find((each) => each.number === number);
    if (pane !== undefined) {
      const section = element?.closest<HTMLElement>('[data-section]')?.dataset['section'] ?? '';
      return {
        subject: isSectionName(section) ? section : 'client-summary',
        clientHandle: pane.client.handle,
      };
    }
    if (navigation.route === 'lists') return { subject: 'recipient-list', clientHandle: null };
    if (navigation.route === 'notices') return { subject: 'notice', clientHandle: null };
    return null;
  };
