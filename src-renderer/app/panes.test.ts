import { describe, expect, it, vi } from 'vitest';
import { fakeService, lookUpOf } from '../features/client/fake-service.ts';
import { clientLabel, openClient } from '../features/client/index.ts';
import { deferred, settled } from '../platform/fake-contract.ts';
import { createShortcuts } from '../platform/shortcuts.svelte.ts';
import { openingChoices } from './opening-choices.ts';
import { panePlatform } from './pane-platform.ts';
import { createPanes, type Panes, type PanesOptions } from './panes.svelte.ts';

const session = (await fakeService({}).contract.call('session.state', undefined)) as unknown as {
  readonly value: NonNullable<ReturnType<PanesOptions['session']>>;
};

const setUp = (over: Partial<PanesOptions> = {}) => {
  const service = fakeService({});
  const onOpened = vi.fn();
  const panes = createPanes({
    contract: { ...service.contract, subscribe: () => () => undefined },
    load: () => Promise.resolve({ openClient }),
    session: () => session.value,
    onOpened,
    onDropped: vi.fn(),
    ...over,
  });
  return { panes, service, onOpened };
};
const shown = ({ list }: Panes): string[] => list.map(({ number, client }) => `${number} ${client.handle}`);

describe('two clients side by side', () => {
  it('have a number each, which stays theirs when the other one is left', async () => {
    const { panes, service } = setUp();
    await panes.open(lookUpOf('a'));
    expect(panes.active?.client.place.beside).toBe(false);
    await panes.open(lookUpOf('b'), 'beside');
    expect(shown(panes)).toEqual(['1 handle-a', '2 handle-b']);
    expect(panes.list.map(({ client }) => clientLabel(client))).toEqual([
      'Asiakas 1: Testinen Aino …999A',
      'Asiakas 2: Testinen Aino …999A',
    ]);
    panes.close(panes.list[0]!);
    expect(shown(panes)).toEqual(['2 handle-b']);
    expect(panes.active?.client.handle).toBe('handle-b');
    expect(clientLabel(panes.active!.client)).toBe('Testinen Aino …999A');
    expect(service.leftHandles).toEqual(['handle-a']);
  });

  it('are never more than two: a third one takes the place that was chosen', async () => {
    const { panes, service } = setUp();
    await panes.open(lookUpOf('a'));
    await panes.open(lookUpOf('b'), 'beside');
    await panes.open(lookUpOf('c'));
    expect(shown(panes)).toEqual(['1 handle-a', '2 handle-c']);
    await panes.open(lookUpOf('d'), 'beside');
    expect(shown(panes)).toEqual(['1 handle-d', '2 handle-c']);
    expect(service.leftHandles).toEqual(['handle-b', 'handle-a']);
  });

  it('are two different ones: the same client again comes forward where it is', async () => {
    const { panes, service } = setUp();
    await panes.open(lookUpOf('a'));
    await panes.open(lookUpOf('b'), 'beside');
    panes.activate(1);
    const again = { ...lookUpOf('b'), clientHandle: 'handle-b-again' };
    await panes.open(again, 'beside');
    expect(shown(panes)).toEqual(['1 handle-a', '2 handle-b-again']);
    expect(panes.active?.number).toBe(2);

    panes.active!.view = 'claim';
    await panes.open({ ...again, clientHandle: 'handle-b-third' });
    expect(shown(panes)).toEqual(['1 handle-a', '2 handle-b-again']);
    expect(service.leftHandles).toEqual(['handle-b', 'handle-b-third']);
  });

  it('are offered by name in the look-up', async () => {
    const { panes } = setUp();
    expect(openingChoices(panes)).toEqual([]);
    await panes.open(lookUpOf('a'));
    expect(openingChoices(panes).map(({ label }) => label)).toEqual([
      'Tilalle: Testinen Aino …999A',
      'Rinnalle, molemmat näkyvissä',
    ]);
    await panes.open(lookUpOf('b'), 'beside');
    expect(openingChoices(panes).map(({ label }) => label)).toEqual([
      'Tilalle: Asiakas 2: Testinen Aino …999A',
      'Tilalle: Asiakas 1: Testinen Aino …999A',
    ]);
  });

  it('open in the order of the look-ups, whatever the order of loading', async () => {
    const loading = deferred<{ openClient: typeof openClient }>();
    const { panes, service, onOpened } = setUp({ load: () => loading.promise });
    const first = panes.open(lookUpOf('a'));
    const second = panes.open(lookUpOf('b'));
    loading.resolve({ openClient });
    await Promise.all([first, second]);
    expect(shown(panes)).toEqual(['1 handle-b']);
    expect(service.leftHandles).toEqual(['handle-a']);
    expect(onOpened).toHaveBeenCalledTimes(1);
  });
});

describe('the platform of a pane', () => {
  it('has its keys work in the active pane only, and names the client in messages', async () => {
    const { panes } = setUp();
    await panes.open(lookUpOf('a'));
    await panes.open(lookUpOf('b'), 'beside');
    await settled();
    const shortcuts = createShortcuts(() => true);
    const show = vi.fn();
    const runs: number[] = [];
    for (const pane of panes.list) {
      const platform = panePlatform(
        { shortcuts, toasts: { list: [], show, dismiss: vi.fn(), clear: vi.fn() } } as never,
        pane,
        () => panes.active === pane,
      );
      platform.shortcuts.register({
        id: 'copy',
        label: () => 'copy',
        keys: ['Ctrl+Shift+C'],
        group: 'client',
        run: () => runs.push(pane.number),
      });
      platform.toasts.show('Lähetetty');
    }
    const press = () =>
      shortcuts.handle(new KeyboardEvent('keydown', { key: 'c', ctrlKey: true, shiftKey: true }));
    panes.activate(1);
    press();
    panes.activate(2);
    press();
    expect(runs).toEqual([1, 2]);
    expect(show.mock.calls.map(([text]) => text)).toEqual([
      'Asiakas 1: Testinen Aino …999A: Lähetetty',
      'Asiakas 2: Testinen Aino …999A: Lähetetty',
    ]);
  });
});
