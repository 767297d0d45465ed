import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallRequest } from '../../../shared/ipc/contract.ts';
import type { OrganisationClaim } from '../../../shared/service-api/claim-life.ts';
import { createFakeContract } from '../../platform/fake-contract.ts';
import WithPlatform from '../client/WithPlatform.svelte';
import ClaimReminders from './ClaimReminders.svelte';
import ClaimTools from './ClaimTools.svelte';
import { sampleClaim } from './sample-claims.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-20T08:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const show = (changes: Partial<OrganisationClaim>) => {
  const contract = createFakeContract();
  const { client: _, ...claim } = sampleClaim(changes);
  contract.answer('claims.act', () => ({ ok: true, value: { claim: { ...claim, request: null } } }));
  const handlers = { onChanged: vi.fn(), onStale: vi.fn() };
  render(WithPlatform, {
    contract,
    view: ClaimTools as never,
    properties: { claim, userName: 'Liisa Virtanen', ...handlers },
  });
  const sent = () =>
    contract.requests
      .filter(({ name }) => name === 'claims.act')
      .map(({ request }) => (request as CallRequest<'claims.act'>).action);
  return { contract, sent, ...handlers };
};
const press = (name: string): Promise<unknown> => fireEvent.click(screen.getByRole('button', { name }));
const dialog = () => within(screen.getByRole('dialog'));
const save = (name: string): Promise<unknown> => fireEvent.click(dialog().getByRole('button', { name }));
const type = (label: string | RegExp, text: string): Promise<unknown> =>
  fireEvent.input(dialog().getByLabelText(label), { target: { value: text } });

describe('what can be done with a claim on the screen', () => {
  it.each<readonly [Partial<OrganisationClaim>, readonly string[]]>([
    [{ status: 'REGISTERED' }, ['Peru vaatimus']],
    [{ status: 'REGISTERED', channel: 'paper' }, ['Merkitse lähetetyksi', 'Peru vaatimus']],
    [{ status: 'HEARING', channel: 'paper', postedOn: '2026-03-17' }, ['Peru vaatimus']],
    [{ status: 'PARTLY_ACCEPTED' }, ['Merkitse päättymissoitto']],
    [
      { status: 'ACTIVE', tasks: [{ kind: 'check-benefit', dueOn: null, replacedBy: 'YLT' }] },
      ['Merkitse tarkistetuksi', 'Merkitse päättymissoitto'],
    ],
    [{ status: 'ENDED' }, []],
  ])('%j: %j', (changes, expected) => {
    show(changes);
    expect(screen.queryAllByRole('button').map(({ textContent }) => textContent.trim())).toEqual(expected);
  });

  it('asks for the call that ends a claim: when, who and why; what cannot be is said at its field', async () => {
    const { sent } = show({ status: 'ACTIVE' });
    await press('Merkitse päättymissoitto');
    expect(dialog().getByLabelText<HTMLInputElement>('Soittaja').value).toBe('Liisa Virtanen');
    await type('Soittopäivä', '21.3.2026');
    await type('Viimeinen päivä, jolta vaatimus on voimassa', '31.3.2026');
    await save('Tallenna puhelu');
    for (const text of [
      'Päivä ei voi olla tulevaisuudessa',
      'Päivän on oltava vaatimuksen aikana',
      'Täytä kohta',
    ])
      expect(dialog().getByText(text)).toBeTruthy();
    expect(sent()).toEqual([]);
    await type('Soittopäivä', '20.3.2026');
    await type('Soittaja', ' ');
    await type('Viimeinen päivä, jolta vaatimus on voimassa', '30.4.2026');
    await save('Tallenna puhelu');
    expect(dialog().queryByText('Päivä ei voi olla tulevaisuudessa')).toBeNull();
    expect(dialog().queryByText('Päivän on oltava vaatimuksen aikana')).toBeNull();
    // The reason and the caller. The walk in the browser chooses a reason: happy-dom does not know which one is chosen.
    expect(dialog().getAllByText('Täytä kohta')).toHaveLength(2);
    expect(sent()).toEqual([]);
  });

  it('notes the day of posting: not before the claim was made, not tomorrow', async () => {
    const { sent } = show({ channel: 'paper' });
    await press('Merkitse lähetetyksi');
    for (const day of ['15.3.2026', '21.3.2026']) {
      await type('Lähetyspäivä', day);
      await save('Merkitse lähetetyksi');
      expect(
        dialog().getByText(/ei voi olla ennen vaatimuksen kirjaamista eikä tulevaisuudessa/),
      ).toBeTruthy();
    }
    await type('Lähetyspäivä', '16.3.2026');
    await save('Merkitse lähetetyksi');
    expect(sent()).toEqual([{ kind: 'mark-posted', postedOn: '2026-03-16' }]);
  });

  it('names the benefit that has taken the place of the claimed one, and keeps what was done about it', async () => {
    const { sent } = show({
      status: 'ACTIVE',
      tasks: [{ kind: 'check-benefit', dueOn: null, replacedBy: 'YLT' }],
    });
    await press('Merkitse tarkistetuksi');
    expect(screen.getByRole('dialog').textContent).toContain('Yleistuki');
    await type(/Mitä tehtiin/, 'Uusi vaatimus tehty');
    await save('Merkitse tarkistetuksi');
    expect(sent()).toEqual([{ kind: 'mark-checked', note: 'Uusi vaatimus tehty' }]);
  });

  it('says in the dialog that the claim has changed meanwhile, and has it read anew', async () => {
    const { contract, onStale, onChanged } = show({ channel: 'paper' });
    contract.answer('claims.act', () => ({
      ok: false,
      error: { code: 'claim-state-changed', retriable: false },
    }));
    await press('Peru vaatimus');
    expect(dialog().getByText('Jos paperi on jo postissa, kerro perumisesta myös Kelaan.')).toBeTruthy();
    await save('Peru vaatimus');
    await waitFor(() => expect(onStale).toHaveBeenCalledOnce());
    expect(dialog().getAllByRole('alert').length).toBeGreaterThan(0);
    expect(onChanged).not.toHaveBeenCalled();
  });
});

it('the reminders of the start view open the client, a draft its claim, and say how many there are more', async () => {
  const client = { name: 'Testinen Aino', personalIdentityCode: '010180-999A' };
  const reminders = [1, 2, 3, 4, 5, 6].map((number) => ({
    claimId: `pc-${number}`,
    receiptNumber: 'KM-2026-000001',
    benefitCode: 'KE-V',
    client: { ...client, nonDisclosure: false },
    task: { kind: 'report-end' as const, dueOn: '2026-03-31', replacedBy: null },
  }));
  const draft = { draftId: 'd', savedAt: 1, sentAt: null, client, situation: 'B', benefitCode: 'KE-V' };
  const contract = createFakeContract({
    'claims.reminders': () => ({ ok: true, value: { reminders, total: 9, asOf: '2026-03-20T08:00:00Z' } }),
    'drafts.list': () => ({
      ok: true,
      value: { drafts: [draft], expired: 0, forgotten: false, place: 'disk' },
    }),
  });
  const handlers = { onOpenClient: vi.fn(), onContinueDraft: vi.fn(), onOpenRegister: vi.fn() };
  render(WithPlatform, { contract, view: ClaimReminders as never, properties: handlers });
  const ends = within(await screen.findByRole('list', { name: 'Ilmoitettavat päättymiset' }));
  expect(ends.getAllByRole('listitem')).toHaveLength(5);
  expect(ends.getAllByText(/peruste päättyy 31\.3\.2026/)).toHaveLength(5);
  await fireEvent.click(ends.getAllByRole('button', { name: 'Avaa asiakas Testinen Aino' })[0]!);
  expect(handlers.onOpenClient).toHaveBeenCalledWith('010180-999A');
  const soon = within(
    screen.getByRole('list', { name: 'Viimeinen turvallinen päivä viiden päivän sisällä' }),
  );
  expect(soon.getByText(/viimeistään 24\.3\.2026/)).toBeTruthy();
  await fireEvent.click(soon.getByRole('button', { name: 'Jatka: Testinen Aino' }));
  expect(handlers.onContinueDraft).toHaveBeenCalledWith(draft);
  expect(screen.getByText('Näytetään 6 / 10. Muut näet maksuvaatimusten luettelosta.')).toBeTruthy();
});
