import { m } from '../../../shared/messages/generated/messages.js';
import type { Command } from '../../platform/shortcuts.svelte.ts';
import type { Notices } from './notices.svelte.ts';

export interface NoticeActs {
  readonly take: () => void;
  readonly transfer: () => void;
  readonly leave: () => void;
  readonly search: () => void;
  readonly openClient: (() => void) | undefined;
  /** Puts the focus on a field of the open notice. */
  readonly toField: (id: string) => void;
}

/** What the queue's view adds to the commands of the window while it is shown. */
export const noticeCommands = (notices: Notices, acts: NoticeActs): readonly Command[] => {
  const { opened } = notices;
  const canAct = (): boolean => opened.notice !== null && !opened.notice.readOnly;
  const field = (id: string, label: () => string, key: string): Command => ({
    id: `to-${id}`,
    label,
    keys: [key],
    group: 'form',
    enabled: canAct,
    run: () => acts.toField(id),
  });
  return [
    {
      id: 'notice-next',
      label: m.notices_next,
      keys: ['J'],
      group: 'navigation',
      run: () => void notices.move(1),
    },
    {
      id: 'notice-previous',
      label: m.notices_previous,
      keys: ['K'],
      group: 'navigation',
      run: () => void notices.move(-1),
    },
    { id: 'notice-search', label: m.notices_search, keys: ['/'], group: 'navigation', run: acts.search },
    {
      id: 'notice-leave',
      label: m.notices_leave,
      keys: ['Escape'],
      group: 'navigation',
      enabled: () => opened.id !== null,
      run: acts.leave,
    },
    { id: 'notice-take', label: m.notices_take, keys: ['T'], group: 'form', enabled: canAct, run: acts.take },
    {
      id: 'notice-transfer',
      label: m.notices_transfer,
      keys: ['X'],
      group: 'form',
      enabled: () => notices.toTransfer.length > 0,
      run: acts.transfer,
    },
    field('notice-note', m.notices_add_note, 'N'),
    field('notice-handler', m.notices_hand_over, 'H'),
    field('notice-result', m.notices_close, 'R'),
    {
      id: 'notice-client',
      label: m.notices_open_client,
      keys: ['C'],
      group: 'client',
      enabled: () => opened.notice !== null && acts.openClient !== undefined,
      run: () => acts.openClient?.(),
    },
  ];
};
