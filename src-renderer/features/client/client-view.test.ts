import { describe, expect, it } from 'vitest';
import { sectionNames } from '../../../shared/domain/sections.ts';
import { openClient, type ClientPart } from './client-view.svelte.ts';
import { replyOf } from './section-state.ts';
import { fakeService, lookUpOf } from './fake-service.ts';

describe('an open client', () => {
  it('asks for every section of the role at once and never for the others', async () => {
    const service = fakeService({
      sections: ['pending', 'payments'],
      missing: [{ feature: 'treatment-abroad', mandate: 'M5' }],
    });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    expect(service.askedSections.sort()).toEqual(['payments', 'pending']);
    expect(client.section('pending').phase).toBe('ready');
    expect(client.section('treatment-abroad')).toEqual({ phase: 'locked', mandate: 'M5' });
    expect(client.section('decisions')).toEqual({ phase: 'locked', mandate: null });
  });

  it('asks for all nine sections at once, without a question about the session before', async () => {
    const service = fakeService({ held: true });
    const session = await service.contract.call('session.state', undefined);
    if (!session.ok || session.value.phase !== 'active') throw new Error('no session');
    service.failSession({ code: 'session-ended', retriable: false });
    const client = openClient(service.contract, lookUpOf('client-a'), { session: session.value });
    // None has been answered yet.
    await service.waitForSections(sectionNames.length);
    expect(service.askedSections).toEqual([...sectionNames]);
    service.release();
    await client.loaded;
    expect(sectionNames.map((name) => client.section(name).phase)).toEqual(sectionNames.map(() => 'ready'));
  });

  it('keeps one failing section apart from the others and loads it again on request', async () => {
    const service = fakeService({});
    service.failSection('payments', { code: 'service-timeout', retriable: true });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    expect(client.section('payments')).toMatchObject({ phase: 'failed', error: { code: 'service-timeout' } });
    expect(client.section('decisions').phase).toBe('ready');
    service.failSection('payments', null);
    await client.reload('payments');
    expect(client.section('payments').phase).toBe('ready');
  });

  it('keeps what was shown when a reload fails', async () => {
    const service = fakeService({});
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    service.failSection('pending', { code: 'service-unreachable', retriable: true });
    await client.reload('pending');
    const state = client.section('pending');
    expect(state.phase).toBe('failed');
    expect(replyOf(state)?.clientId).toBe('client-a');
  });

  it('shows nothing of a reply that belongs to another client', async () => {
    const service = fakeService({ answersFor: 'client-b' });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    for (const name of sectionNames) {
      expect(client.section(name)).toMatchObject({
        phase: 'failed',
        error: { code: 'service-reply-mismatch' },
        reply: null,
      });
    }
  });

  it('tells why when the session gives no role, and starts over on reload', async () => {
    const service = fakeService({});
    service.failSession({ code: 'session-ended', retriable: false });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    expect(client.section('pending')).toMatchObject({ phase: 'failed', error: { code: 'session-ended' } });
    expect(service.askedSections).toEqual([]);
    service.failSession(null);
    await client.reload('pending');
    expect(client.section('decisions').phase).toBe('ready');
  });
});

describe('leaving a client', () => {
  it('tells the main process once and forgets everything', async () => {
    const service = fakeService({});
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    client.close();
    client.close();
    expect(service.leftHandles).toEqual(['handle-client-a']);
    expect(client.closed).toBe(true);
    expect(client.header.personalIdentityCode).toBe('');
    expect(client.session).toBeNull();
    for (const name of sectionNames) expect(replyOf(client.section(name))).toBeNull();
  });

  it('ignores answers that come late, whatever their order', async () => {
    const service = fakeService({ held: true });
    const clientA = openClient(service.contract, lookUpOf('client-a'));
    await service.waitForSections(sectionNames.length);
    clientA.close();
    const clientB = openClient(service.contract, lookUpOf('client-b'));
    await service.waitForSections(2 * sectionNames.length);
    service.release();
    await Promise.all([clientA.loaded, clientB.loaded]);
    for (const name of sectionNames) {
      expect(replyOf(clientA.section(name))).toBeNull();
      expect(replyOf(clientB.section(name))?.clientId).toBe('client-b');
    }
  });

  it('paints the newest of two answers even when the older one comes last', async () => {
    const service = fakeService({});
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    service.hold('pending');
    const first = client.reload('pending');
    const second = client.reload('pending');
    service.answerHeld('pending', 1, '2026-11-02T10:00:00Z');
    await second;
    service.answerHeld('pending', 0, '2026-11-01T10:00:00Z');
    await first;
    expect(replyOf(client.section('pending'))?.asOf).toBe('2026-11-02T10:00:00Z');
  });

  it('drops the parts that live with the client', () => {
    const part: ClientPart<{ text: string }> = { make: () => ({ text: '' }) };
    const client = openClient(fakeService({}).contract, lookUpOf('client-a'));
    client.part(part).text = 'typed';
    expect(client.part(part).text).toBe('typed');
    client.close();
    expect(client.part(part).text).toBe('');
  });
});
