import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { m } from '../../shared/messages/generated/messages.js';
import { createAnnouncer } from './announcer.svelte.ts';
import { createContract } from './contract.ts';
import { createFakeContract } from './fake-contract.ts';
import { focusRegion } from './focus.ts';
import { formatCents, formatDate, formatDateTime } from './format.ts';
import { createLocale } from './locale.svelte.ts';
import Kbd from '../ui/Kbd.svelte';
import Skeleton from '../ui/Skeleton.svelte';

afterEach(() => {
  document.body.innerHTML = '';
});

describe('the contract', () => {
  it('gives an answer when the transport throws, and makes the bug known', async () => {
    const thrown = new Error('gone');
    const onThrown = vi.fn();
    const transport = { call: () => Promise.reject(thrown), subscribe: () => () => undefined };
    const answer = await createContract(transport, onThrown).call('application.info', undefined);
    expect(answer).toEqual({ ok: false, error: { code: 'internal', retriable: true } });
    expect(onThrown).toHaveBeenCalledWith('application.info', thrown);
  });

  it('passes answers and events through', async () => {
    const fake = createFakeContract({ 'session.activity': () => ({ ok: true, value: { done: true } }) });
    const contract = createContract(fake, vi.fn());
    expect(await contract.call('session.activity', undefined)).toEqual({ ok: true, value: { done: true } });
    const heard = vi.fn();
    const stop = contract.subscribe('client.dropped', heard);
    fake.tell('client.dropped', { clientHandle: 'handle-1', reason: 'rights' });
    stop();
    fake.tell('client.dropped', { clientHandle: 'handle-2', reason: 'rights' });
    expect(heard.mock.calls).toEqual([[{ clientHandle: 'handle-1', reason: 'rights' }]]);
  });
});

describe('the language', () => {
  it('changes what is on the screen at once, and the language of the page', () => {
    const locale = createLocale('fi');
    const shown = mount(Skeleton, { target: document.body });
    expect(document.body.textContent).toContain('Haetaan tietoja');
    locale.set('sv');
    flushSync();
    expect(document.body.textContent).toContain('Uppgifter hämtas');
    expect(document.documentElement.lang).toBe('sv');
    expect(m.common_close()).toBe('Stäng');
    void unmount(shown);
  });

  it('writes dates, times and money in the Finnish way', () => {
    createLocale('fi');
    expect(formatDate('2026-03-05')).toBe('5.3.2026');
    expect(formatDate('not a date')).toBe('not a date');
    // 22.30 UTC is already the next day in Finland.
    expect(formatDateTime('2026-01-31T22:30:00Z')).toBe('1.2.2026 klo 0.30');
    createLocale('en');
    expect(formatDateTime('2026-06-30T06:05:00Z')).toBe('30.6.2026 at 9:05');
    expect(formatCents(123_450)).toBe('1\u00A0234,50\u00A0€');
  });
});

describe('the announcer', () => {
  it('says the same text twice', () => {
    const announcer = createAnnouncer();
    announcer.announce('Kopioitu');
    const first = announcer.polite;
    announcer.announce('Kopioitu');
    expect(announcer.polite).not.toBe(first);
    expect(announcer.assertive).toBe('');
    announcer.announce('Lukittu', 'assertive');
    expect(announcer.assertive).toBe('Lukittu');
  });
});

describe('regions', () => {
  it('F6 goes round them, passing over those without anything to focus', () => {
    document.body.innerHTML = `
      <header data-region="top"><button id="first">1</button></header>
      <div data-region="identity"><p>2</p></div>
      <main data-region="main" tabindex="-1"></main>`;
    focusRegion(1);
    expect(document.activeElement?.id).toBe('first');
    focusRegion(1);
    expect(document.activeElement?.tagName).toBe('MAIN');
    focusRegion(1);
    expect(document.activeElement?.id).toBe('first');
    focusRegion(-1);
    expect(document.activeElement?.tagName).toBe('MAIN');
  });
});

describe('keys on the screen', () => {
  it('shows Esc for Escape', () => {
    mount(Kbd, { target: document.body, props: { keys: 'Ctrl+Escape' } });
    expect([...document.querySelectorAll('kbd')].map((key) => key.textContent)).toEqual(['Ctrl', 'Esc']);
  });
});
