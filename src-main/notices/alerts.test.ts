import { describe, expect, it } from 'vitest';
import { createAlerts } from './alerts.ts';

const build = (newNoticeAlerts = true) => {
  const told: string[] = [];
  let drop: () => void = () => undefined;
  const alerts = createAlerts({
    attention: {
      badge: (count, description) => told.push(`badge ${count} ${description}`),
      notify: (text) => told.push(`notice ${text}`),
      clear: () => told.push('clear'),
    },
    settings: {
      current: () => ({
        locale: 'en',
        theme: 'system',
        density: 'normal',
        singleKeyShortcuts: true,
        newNoticeAlerts,
        noticeFilters: [],
        listColumns: [],
        certificateKind: null,
      }),
    },
    session: {
      onClientsDropped: (listener) => {
        drop = () => listener('locked');
        return () => undefined;
      },
    },
  });
  return { told, alert: alerts['notices.alert'], drop: () => drop() };
};

describe('alerts of new notices', () => {
  it('say a count, notify of what has just arrived, and are taken away at the lock', async () => {
    const { told, alert, drop } = build();
    await alert({ waiting: 3, arrived: 2 });
    await alert({ waiting: 3, arrived: 0 });
    drop();
    expect(told).toEqual(['badge 3 3 new notices', 'notice 3 new notices', 'badge 3 3 new notices', 'clear']);
  });

  it('are silent where the user has switched them off', async () => {
    const { told, alert } = build(false);
    await alert({ waiting: 3, arrived: 3 });
    expect(told).toEqual(['clear']);
  });
});
