import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClient } from '../client/client-view.svelte.ts';
import { fakeService, lookUpOf } from '../client/fake-service.ts';
import WithPlatform from '../client/WithPlatform.svelte';
import ClaimWizard from './ClaimWizard.svelte';

const open = async () => {
  const service = fakeService({});
  const client = openClient(service.contract, lookUpOf('client-a'));
  await client.loaded;
  const onCancel = vi.fn();
  const show = () =>
    render(WithPlatform, {
      contract: { ...service.contract, subscribe: () => () => undefined },
      view: ClaimWizard as never,
      properties: { client, onDone: vi.fn(), onCancel },
    });
  return { client, onCancel, show, shown: show() };
};

const press = (key: string, more: object = {}): Promise<unknown> =>
  fireEvent.keyDown(window, { key, ...more });
const choose = (label: RegExp): Promise<unknown> =>
  fireEvent.click(screen.getByRole('radio', { name: label }));

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-02T08:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the wizard on the screen', () => {
  it('names what is missing in a summary that has the focus', async () => {
    await open();
    await press('Enter', { ctrlKey: true });
    const summary = await screen.findByRole('group', { name: 'Tarkista seuraavat tiedot' });
    await waitFor(() => expect(document.activeElement).toBe(summary));
    expect(within(summary).getByRole('link', { name: 'Valitse, mistä vaatimuksessa on kyse' })).toBeTruthy();
  });

  it('explains a situation that goes on paper and offers no way on', async () => {
    await open();
    await choose(/^E\./);
    expect(screen.getByText('Tätä vaatimusta ei voi kirjata Kelmussa')).toBeTruthy();
    expect(screen.getByText(/EV 241N/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Jatka' })).toBeNull();
  });

  it('offers only benefits of the base: no general housing allowance under the Client Fees Act', async () => {
    await open();
    await choose(/^B\./);
    await press('Enter', { ctrlKey: true });
    const benefits = within(screen.getByRole('combobox', { name: 'Etuus' }));
    expect(benefits.getByRole('option', { name: 'Takuueläke' })).toBeTruthy();
    expect(benefits.queryByRole('option', { name: 'Yleinen asumistuki' })).toBeNull();
  });

  it('keeps what is filled in when the view is drawn anew', async () => {
    const { show, shown, client } = await open();
    await choose(/^A\./);
    await press('Enter', { ctrlKey: true });
    shown.unmount();
    expect(client.claimStarted).toBe(true);
    show();
    expect(screen.getByRole('heading', { name: 'Etuus' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Takaisin' }));
    expect(screen.getByRole('radio', { name: /^A\./ })).toHaveProperty('checked', true);
  });

  it('asks before a begun claim is thrown away, and leaves an untouched one at once', async () => {
    const { onCancel, client } = await open();
    await choose(/^A\./);
    await press('Escape');
    const dialog = await screen.findByRole('dialog');
    expect(onCancel).not.toHaveBeenCalled();
    within(dialog).getByRole('button', { name: 'Hylkää vaatimus' }).click();
    expect(onCancel).toHaveBeenCalledOnce();
    expect(client.claimStarted).toBe(false);
  });
});
