import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClient } from '../client/client-view.svelte.ts';
import { fakeService, lookUpOf } from '../client/fake-service.ts';
import WithPlatform from '../client/WithPlatform.svelte';
import { claimPart } from './claim-part.ts';
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
      properties: { client, draftId: null, onDone: vi.fn(), onCancel },
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

  it('says of a situation that goes on paper what it takes, and goes on', async () => {
    await open();
    await choose(/^E\./);
    await press('Enter', { ctrlKey: true });
    expect(screen.getByRole('heading', { name: 'Etuus ja edellytykset' })).toBeTruthy();
  });

  it('offers what may not be claimed apart, and says why at once when it is chosen', async () => {
    const { client } = await open();
    await choose(/^B\./);
    await press('Enter', { ctrlKey: true });
    const benefits = screen.getByRole('combobox', { name: 'Etuus' });
    const group = (name: string): HTMLElement => within(benefits).getByRole('group', { name });
    const claimable = within(group('Voi vaatia tässä tilanteessa'));
    expect(claimable.getByRole('option', { name: 'Takuueläke' })).toBeTruthy();
    expect(claimable.queryByRole('option', { name: 'Yleinen asumistuki' })).toBeNull();
    const other = within(group('Ei voi vaatia tässä tilanteessa'));
    expect(other.getByRole('option', { name: 'Yleinen asumistuki' })).toBeTruthy();
    // happy-dom does not know which option of a group is chosen: the walk in the browser chooses by hand.
    client.part(claimPart).filling.chooseBenefit('YAT');
    const stop = await screen.findByRole('alert');
    expect(stop.textContent).toContain('Vaatimusta ei voi tehdä näillä vastauksilla');
    expect(within(stop).getByText('Mitä voit tehdä')).toBeTruthy();
  });

  it('shows every group on one page in the fast mode, with what was filled in', async () => {
    const { client } = await open();
    await choose(/^A\./);
    await press('v', { altKey: true });
    const headings = (): string[] =>
      screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent ?? '');
    await waitFor(() =>
      expect(headings()).toEqual(
        expect.arrayContaining(['Tilanne', 'Maksettu tuki', 'Käsittelijä ja tiedottaminen']),
      ),
    );
    expect(screen.getByRole('radio', { name: /^A\./ })).toHaveProperty('checked', true);
    expect(client.claimStarted).toBe(true);
    await fireEvent.click(screen.getByRole('button', { name: 'Ohjattu' }));
    await waitFor(() => expect(headings()).not.toContain('Maksettu tuki'));
  });

  it('keeps what is filled in when the view is drawn anew', async () => {
    const { show, shown, client } = await open();
    await choose(/^A\./);
    await press('Enter', { ctrlKey: true });
    shown.unmount();
    expect(client.claimStarted).toBe(true);
    show();
    expect(screen.getByRole('heading', { name: 'Etuus ja edellytykset' })).toBeTruthy();
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
