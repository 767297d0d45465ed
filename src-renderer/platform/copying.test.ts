import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { m } from '../../shared/messages/generated/messages.js';
import { createAnnouncer, type Announcer } from './announcer.svelte.ts';
import { createCopying, type Copying } from './copying.ts';
import { createFakeContract, settled, type FakeContract } from './fake-contract.ts';
import { createToasts, type Toasts } from './toasts.svelte.ts';

let contract: FakeContract;
let announcer: Announcer;
let toasts: Toasts;
let copying: Copying;
let stop: () => void;

beforeEach(() => {
  contract = createFakeContract({
    'clipboard.copy': () => ({ ok: true, value: { clearedAfterSeconds: 30 } }),
  });
  announcer = createAnnouncer();
  toasts = createToasts(announcer);
  copying = createCopying({ contract, announcer, toasts });
  stop = copying.follow(window, (element) =>
    element?.matches('.client') ? { subject: 'table-cell', clientHandle: 'handle-1' } : null,
  );
});
afterEach(() => {
  stop();
  document.body.innerHTML = '';
});

const copied = (): unknown[] => contract.requests.map(({ request }) => request);

/** As the browser does at Ctrl+C or Ctrl+X; jsdom has no clipboard of its own. */
const copyByHand = (target: EventTarget, type: 'copy' | 'cut' = 'copy', data = new Map<string, string>()) => {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.assign(event, {
    clipboardData: {
      getData: (format: string) => data.get(format) ?? '',
      setData: (format: string, text: string) => data.set(format, text),
      clearData: () => data.clear(),
    },
  });
  target.dispatchEvent(event);
  return event;
};

const field = (value: string): HTMLInputElement => {
  const input = document.createElement('input');
  input.value = value;
  document.body.append(input);
  return input;
};

describe('copying by a button', () => {
  it('has it read out when the clipboard will be cleared', async () => {
    expect(await copying.copy('010594Y9032')).toBe(true);
    expect(copied()).toEqual([{ text: '010594Y9032', about: null }]);
    expect(announcer.polite).toBe(m.common_copied_cleared({ seconds: 30 }));
  });

  it('shows that it failed', async () => {
    contract.answer('clipboard.copy', () => ({
      ok: false,
      error: { code: 'clipboard-busy', retriable: true },
    }));
    expect(await copying.copy('010594Y9032')).toBe(false);
    expect(toasts.list).toMatchObject([{ tone: 'danger', text: m.error_clipboard_busy() }]);
  });
});

describe('copying by hand', () => {
  it('is followed: the part that is selected in a field, and what a view makes of its selection', () => {
    const input = field('1 234,50 €');
    input.setSelectionRange(0, 5);
    copyByHand(input);
    const view = document.createElement('div');
    document.body.append(view);
    view.addEventListener('copy', (event) => {
      event.clipboardData?.setData('text/plain', 'a\tb');
      event.preventDefault();
    });
    copyByHand(view);
    input.setSelectionRange(6, 8);
    copyByHand(input, 'cut');
    expect(copied()).toEqual(['1 234', 'a\tb', '50'].map((text) => ({ text, about: null })));
  });

  it('of a client waits for the audit trail: the browser itself copies nothing', () => {
    const view = document.createElement('div');
    view.className = 'client';
    document.body.append(view);
    view.addEventListener('copy', (event) => {
      event.clipboardData?.setData('text/plain', '1 215,62');
      event.preventDefault();
    });
    const data = new Map<string, string>();
    expect(copyByHand(view, 'copy', data).defaultPrevented).toBe(true);
    expect(data.size).toBe(0);
    const about = { subject: 'table-cell', clientHandle: 'handle-1' };
    expect(copied()).toEqual([{ text: '1 215,62', about }]);
  });

  it('copies nothing where nothing is selected', () => {
    copyByHand(field(''));
    expect(copied()).toEqual([]);
  });

  it('does not let past it what is too large to be followed', async () => {
    const input = field('x'.repeat(200_001));
    input.select();
    const event = copyByHand(input);
    await settled();
    expect(event.defaultPrevented).toBe(true);
    expect(copied()).toEqual([]);
    expect(toasts.list).toMatchObject([{ text: m.common_copy_too_large() }]);
  });
});
