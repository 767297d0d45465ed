import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { createFakeContract } from '../../platform/fake-contract.ts';
import WithPlatform from '../client/WithPlatform.svelte';
import type { DocumentSending } from './document-sending.svelte.ts';
import SendPanel from './SendPanel.svelte';

const MEGABYTE = 1024 * 1024;
const idle = {
  files: { list: [{ size: 4 * MEGABYTE }] },
  progress: null,
  interruptedAt: null,
  error: null,
  saved: null,
  notSaved: false,
  place: null,
};
const show = (state: Partial<DocumentSending>) =>
  render(WithPlatform, {
    contract: createFakeContract(),
    view: SendPanel as never,
    properties: { sending: { ...idle, ...state }, onSend: () => undefined },
  });
const progress = { sent: MEGABYTE, total: 4 * MEGABYTE, bytesPerSecond: MEGABYTE / 2, waiting: null };
afterEach(cleanup);

it('tells how much is sent, how fast, and how long it takes', () => {
  show({ progress });
  expect(screen.getByText('1 Mt / 4 Mt, 0,5 Mt/s, noin 6 s jäljellä')).toBeTruthy();
  expect(screen.getByRole('progressbar', { name: 'Lähetetään, 25 %' }).getAttribute('value')).toBe('25');
  expect(screen.getByRole('button', { name: 'Keskeytä lähetys' })).toBeTruthy();
});

it('tells when the connection is tried again after a cut, without a speed', () => {
  show({ progress: { ...progress, waiting: 4 } });
  expect(screen.getByText('1 Mt / 4 Mt')).toBeTruthy();
  expect(screen.getByText(/Uusi yritys 4 sekunnin kuluttua/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Yritä nyt' })).toBeTruthy();
});

it('tells where the draft and its files are', () => {
  show({ saved: { savedAt: Date.parse('2026-11-25T10:00:00Z'), place: 'disk' }, place: 'memory' });
  expect(
    screen.getByText(/^Luonnos tallennettu klo 12\.00\. Tiedostot säilyvät, kunnes kirjaudut/),
  ).toBeTruthy();
  cleanup();
  show({ saved: { savedAt: Date.parse('2026-11-25T10:00:00Z'), place: 'memory' }, place: 'memory' });
  expect(screen.getByText(/^Luonnos on ohjelman muistissa \(klo 12\.00\)/)).toBeTruthy();
});

it('warns that the last changes are not saved, and still sends', () => {
  show({ saved: { savedAt: 0, place: 'disk' }, notSaved: true });
  expect(screen.getByRole('alert').textContent).toContain('Viimeisiä muutoksia ei ole tallennettu');
  expect(screen.queryByText(/Luonnos tallennettu/)).toBeNull();
  expect(screen.getByRole('button', { name: 'Lähetä Kelaan' })).toBeTruthy();
});
