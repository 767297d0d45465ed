import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClient, type ClientView } from './client-view.svelte.ts';
import ClientPage from './ClientPage.svelte';
import { fakeService, lookUpOf } from './fake-service.ts';
import WithPlatform from './WithPlatform.svelte';

const matter = (id: string, over: object) => ({
  id,
  benefitCode: 'TMT',
  kind: 'APPLICATION',
  channel: 'OMAKELA',
  arrivalDate: '2026-02-10',
  status: 'IN_PROGRESS',
  urgent: false,
  missingAttachments: [],
  appliedPeriod: null,
  estimatedDecisionDate: null,
  ...over,
});

const show = (client: ClientView, service: ReturnType<typeof fakeService>, onNewClaim = vi.fn()) =>
  render(WithPlatform, {
    contract: { ...service.contract, subscribe: () => () => undefined },
    view: ClientPage as never,
    properties: { client, onNewClaim },
  });

const section = (name: string): HTMLElement => screen.getByRole('region', { name });

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-02T08:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the page of a client', () => {
  it('shows what is pending at a glance and in its section, with unknown codes as they are', async () => {
    const service = fakeService({
      items: {
        pending: [
          matter('a', {}),
          matter('b', { benefitCode: 'XYZ', status: 'NEW-STATUS', kind: 'NEW-KIND' }),
        ],
      },
    });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    show(client, service);
    const pending = section('Vireillä olevat asiat');
    expect(within(pending).getAllByRole('row')).toHaveLength(3);
    expect(within(pending).getByText('NEW-KIND')).toBeTruthy();
    expect(within(pending).getByText('NEW-STATUS')).toBeTruthy();
    const glance = section('Tilanne nyt');
    expect(within(glance).getByText('Työmarkkinatuki')).toBeTruthy();
    expect(within(glance).getByText('XYZ')).toBeTruthy();
    expect(within(glance).getByText('Ei perustoimeentulotuen päätöksiä')).toBeTruthy();
  });

  it('tells what a failed section needs, and brings its data on a retry', async () => {
    const service = fakeService({ items: { pending: [matter('a', {})] } });
    service.failSection('pending', { code: 'service-timeout', retriable: true, supportCode: 'K-1' });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    show(client, service);
    const pending = section('Vireillä olevat asiat');
    expect(within(pending).getByText(/service-timeout.*K-1/)).toBeTruthy();
    service.failSection('pending', null);
    within(pending).getByRole('button', { name: 'Yritä uudelleen' }).click();
    await waitFor(() => expect(within(pending).getByRole('table')).toBeTruthy());
  });

  it('explains a locked section by the mandate that opens it, and does not offer what none would open', async () => {
    const service = fakeService({
      sections: ['pending'],
      missing: [{ feature: 'treatment-abroad', mandate: 'M5' }],
    });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    show(client, service);
    const abroad = section('Ulkomaille hoitoon hakeutuneen korvaustiedot');
    expect(abroad.textContent).toContain(
      'Ulkomaille hoitoon hakeutuneiden henkilöiden sairaanhoidon korvaustietojen tarkastelu',
    );
    expect(screen.queryByRole('region', { name: 'Maksut' })).toBeNull();
    expect(screen.queryByRole('button', { name: /^Maksut/ })).toBeNull();
  });

  it('forgets on the screen what the client had when it is left', async () => {
    const service = fakeService({ items: { pending: [matter('a', { benefitCode: 'SECRET-CODE' })] } });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    const { container } = show(client, service);
    expect(container.textContent).toContain('SECRET-CODE');
    client.close();
    await waitFor(() => expect(container.textContent).not.toContain('SECRET-CODE'));
  });
});
