import { success } from '../../shared/domain/result.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { Handlers } from '../ipc/ipc.ts';
import type { Session } from '../session/session.ts';
import type { SettingsStore } from '../settings/settings.ts';

/** How the program makes itself noticed outside its window. */
export interface Attention {
  /** A number at the program's icon; 0 takes it away. `description` is for screen readers. */
  badge(count: number, description: string): void;
  /** A notice of the operating system, unless the window has the focus anyway. */
  notify(text: string): void;
  /** Takes badge and notice away. */
  clear(): void;
}

export interface AlertParts {
  readonly attention: Attention;
  readonly settings: Pick<SettingsStore, 'current'>;
  readonly session: Pick<Session, 'onClientsDropped'>;
}

/** Tells the user of new notices outside the window: their count alone, and nothing once the session is left. */
export function createAlerts({ attention, settings, session }: AlertParts): Pick<Handlers, 'notices.alert'> {
  session.onClientsDropped(attention.clear);
  return {
    'notices.alert': ({ waiting, arrived }) => {
      const { locale, newNoticeAlerts } = settings.current();
      if (newNoticeAlerts) {
        attention.badge(waiting, waiting === 0 ? '' : m.notices_alert({ count: waiting }, { locale }));
        if (arrived > 0) attention.notify(m.notices_alert({ count: waiting }, { locale }));
      } else attention.clear();
      return success({ done: true });
    },
  };
}
