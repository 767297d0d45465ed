import { beforeAll, describe, expect, it } from 'vitest';
import type { ApplicationInfo, SessionState } from '../../shared/ipc/state.ts';
import type { ActingOrganisation } from '../../shared/service-api/roles.ts';
import { createFakeContract, settled } from '../platform/fake-contract.ts';
import { createApplication } from './application.svelte.ts';
import { searchCommands } from './command-search.ts';
import { applicationCommands } from './commands.ts';
import { createNavigation } from './navigation.svelte.ts';

// Read from the disk here, so that no test waits for it.
beforeAll(() => import('./signed-in.ts'), 60_000);

const info: ApplicationInfo = {
  version: '0.0.0',
  runtime: 'stand-in',
  trainingMode: true,
  browserSignIn: true,
  serviceTime: null,
  settings: {
    locale: 'fi',
    theme: 'system',
    density: 'normal',
    singleKeyShortcuts: true,
    newNoticeAlerts: true,
    noticeFilters: [],
    listColumns: [],
    certificateKind: null,
  },
};
const organisation: ActingOrganisation = {
  organisationId: 'o1',
  businessId: '9900001-8',
  name: { fi: 'Alue', sv: 'Område' },
  type: 'WELLBEING_SERVICES_COUNTY',
  mandates: [],
  purposes: ['TOIMEENTULO', 'ASIAKASMAKSU'],
};
const active = (purpose = 'TOIMEENTULO'): SessionState => ({
  phase: 'active',
  user: { userId: 'u1', name: 'Testi Esimerkki', method: 'certificate-card' },
  organisations: [organisation],
  idleLockAfter: 600,
  role: {
    organisation,
    purpose,
    since: '2026-03-02T07:00:00Z',
    rights: {
      lookUp: true,
      sections: [],
      monthsBack: null,
      notices: false,
      paymentClaims: false,
      documents: false,
      lists: [],
      missing: [],
    },
  },
});
const locked: SessionState = {
  phase: 'locked',
  reason: 'idle',
  userName: 'Testi Esimerkki',
  method: 'certificate-card',
};
const found = (handle: string) => ({
  clientHandle: handle,
  header: {
    clientId: `id-${handle}`,
    personalIdentityCode: '010190-900P',
    lastName: 'Malli',
    firstNames: 'Maija',
    calledName: 'Maija',
    birthDate: '1990-01-01',
    deathDate: null,
    language: 'fi',
    homeMunicipality: null,
    stayMunicipality: null,
    address: null,
    nonDisclosure: false,
    guardian: null,
    household: [],
    asOf: '2026-03-02T07:00:00Z',
  },
});

const started = async (session: SessionState = active()) => {
  const contract = createFakeContract({
    'session.state': () => ({ ok: true, value: session }),
    'client.leave': () => ({ ok: true, value: { done: true } }),
    'session.activity': () => ({ ok: true, value: { done: true } }),
  });
  const application = createApplication(contract, info);
  const stop = application.start();
  await settled();
  const left = () =>
    contract.requests
      .filter(({ name }) => name === 'client.leave')
      .map(({ request }) => (request as { clientHandle: string }).clientHandle);
  return { contract, application, stop, left };
};

describe('the open client', () => {
  it('opens its page and is remembered among the recent ones', async () => {
    const { application, stop } = await started();
    await application.panes.open(found('h1'));
    expect(application.panes.active?.client.handle).toBe('h1');
    expect(application.navigation.route).toBe('client');
    expect(application.recentClients.list).toHaveLength(1);
    stop();
  });

  it('is left when another one is opened', async () => {
    const { application, left, stop } = await started();
    await application.panes.open(found('h1'));
    await application.panes.open(found('h2'));
    expect(left()).toEqual(['h1']);
    expect(application.panes.active?.client.handle).toBe('h2');
    stop();
  });

  it.each([
    ['a lock', locked],
    ['a sign-out', { phase: 'signed-out' } as const],
    ['another purpose', active('ASIAKASMAKSU')],
  ])('is gone with all that was remembered after %s', async (_what, next) => {
    const { contract, application, left, stop } = await started();
    await application.panes.open(found('h1'));
    application.showClient('claim');
    application.lookUp(application.recentClients.list[0]);
    contract.tell('session.changed', next);
    expect(application.panes.active).toBeNull();
    expect(left()).toEqual(['h1']);
    expect(application.recentClients.list).toEqual([]);
    expect(application.navigation.route).toBe('home');
    expect(application.overlay).toBeNull();
    expect(application.lookUpCode).toBe('');
    stop();
  });

  it('stays while the session only warns of the lock', async () => {
    const { contract, application, stop } = await started();
    await application.panes.open(found('h1'));
    contract.tell('session.changed', { ...active(), idleWarning: 60 } as SessionState);
    expect(application.panes.active?.client.handle).toBe('h1');
    stop();
  });

  it('does not open when the session is locked while the page loads', async () => {
    const { contract, application, left, stop } = await started();
    const opening = application.panes.open(found('h1'));
    contract.tell('session.changed', locked);
    await opening;
    expect(application.panes.active).toBeNull();
    expect(left()).toEqual(['h1']);
    stop();
  });

  it('closes and says so when the right to it ends', async () => {
    const { contract, application, stop } = await started();
    await application.panes.open(found('h1'));
    contract.tell('client.dropped', { clientHandle: 'another', reason: 'rights' });
    expect(application.panes.active?.client.handle).toBe('h1');
    contract.tell('client.dropped', { clientHandle: 'h1', reason: 'rights' });
    expect(application.panes.active).toBeNull();
    expect(application.navigation.route).toBe('home');
    expect(application.platform.toasts.list.map(({ tone }) => tone)).toEqual(['danger']);
    stop();
  });
});

describe('settings', () => {
  it('take effect at once and go back when they cannot be kept', async () => {
    const { contract, application, stop } = await started();
    contract.answer('settings.change', () => ({
      ok: false,
      error: { code: 'storage-failed', retriable: false },
    }));
    const changed = application.settings.change({ theme: 'dark', locale: 'sv' });
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(application.platform.locale.current).toBe('sv');
    await changed;
    expect(document.documentElement.dataset['theme']).toBe('system');
    expect(application.platform.locale.current).toBe('fi');
    expect(application.platform.toasts.list).toHaveLength(1);
    stop();
  });
});

describe('activity', () => {
  it('is told seldom, but at once while the lock is announced', async () => {
    const { contract, stop } = await started();
    const told = () => contract.requests.filter(({ name }) => name === 'session.activity').length;
    const press = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    press();
    press();
    expect(told()).toBe(1);
    contract.tell('session.changed', { ...active(), idleWarning: 60 } as SessionState);
    press();
    expect(told()).toBe(2);
    contract.tell('session.changed', locked);
    press();
    expect(told()).toBe(2);
    stop();
    expect(contract.listenerCount()).toBe(0);
  });
});

describe('commands', () => {
  it('are those of the session: who is locked out can look nobody up', async () => {
    const { contract, application, stop } = await started();
    const { shortcuts } = application.platform;
    const unregister = shortcuts.registerAll(applicationCommands(application));
    const available = () => shortcuts.available.map(({ id }) => id);
    expect(available()).toContain('look-up');
    contract.tell('session.changed', locked);
    expect(available()).not.toContain('look-up');
    expect(available()).not.toContain('lock');
    unregister();
    stop();
  });

  it('have a key of their own each', async () => {
    const { application, stop } = await started();
    const keys = applicationCommands(application).flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
    stop();
  });

  it('are found by parts of their names, those that begin with the text first', async () => {
    const { application, stop } = await started();
    const commands = applicationCommands(application);
    const names = (query: string) => searchCommands(commands, query, 'fi').map((command) => command.label());
    expect(names('lukitse')[0]).toBe('Lukitse istunto');
    expect(names('TEEMA tumma')).toEqual(['Tumma teema']);
    expect(names('qwerty')).toEqual([]);
    expect(names('')).toHaveLength(commands.length);
    stop();
  });
});

describe('navigation', () => {
  it('goes back the way it came, past a client that was left', () => {
    const navigation = createNavigation();
    navigation.go('client');
    navigation.go('settings');
    navigation.go('diagnostics');
    navigation.back();
    expect(navigation.route).toBe('settings');
    navigation.forgetClients();
    navigation.back();
    expect(navigation.route).toBe('home');
    navigation.back();
    expect(navigation.route).toBe('home');
  });
});
