import { afterEach, describe, expect, it, vi } from 'vitest';
import { createShortcuts, keysOf, type Command } from './shortcuts.svelte.ts';

const press = (key: string, held: Partial<KeyboardEventInit> = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...held });

const command = (changes: Partial<Command>): Command => ({
  id: 'command',
  label: () => 'Komento',
  keys: ['Ctrl+K'],
  group: 'general',
  run: vi.fn(),
  ...changes,
});

afterEach(() => {
  document.body.innerHTML = '';
});

describe('keysOf', () => {
  it.each([
    ['Ctrl+K', press('k', { ctrlKey: true })],
    ['Ctrl+Shift+P', press('P', { ctrlKey: true, shiftKey: true })],
    ['Alt+1', press('1', { altKey: true })],
    ['?', press('?', { shiftKey: true })],
    ['Shift+F6', press('F6', { shiftKey: true })],
    ['Escape', press('Escape')],
  ])('%s', (keys, event) => expect(keysOf(event)).toBe(keys));
});

describe('shortcuts', () => {
  it('runs the command of the keys and keeps the press from the browser', () => {
    const shortcuts = createShortcuts(() => true);
    const lookUp = command({});
    const unregister = shortcuts.register(lookUp);
    const event = press('k', { ctrlKey: true });
    expect(shortcuts.handle(event)).toBe(true);
    expect(event.defaultPrevented).toBe(true);
    expect(lookUp.run).toHaveBeenCalledTimes(1);
    unregister();
    expect(shortcuts.handle(press('k', { ctrlKey: true }))).toBe(false);
    expect(shortcuts.all).toEqual([]);
  });

  it('gives a key to the youngest command that can use it', () => {
    const shortcuts = createShortcuts(() => true);
    const [older, younger, disabled] = [command({}), command({}), command({ enabled: () => false })];
    shortcuts.registerAll([older, younger, disabled]);
    shortcuts.handle(press('k', { ctrlKey: true }));
    expect([older.run, younger.run, disabled.run].map((run) => vi.mocked(run).mock.calls.length)).toEqual([
      0, 1, 0,
    ]);
    expect(shortcuts.available).toEqual([older, younger]);
  });

  it('leaves single keys to fields, and to everybody when they are switched off', () => {
    let allowed = true;
    const shortcuts = createShortcuts(() => allowed);
    const help = command({ keys: ['?', 'F1'] });
    shortcuts.register(help);
    const field = document.body.appendChild(document.createElement('input'));
    let inField = false;
    field.addEventListener('keydown', (event) => (inField = shortcuts.handle(event)));
    field.dispatchEvent(press('?', { shiftKey: true }));
    expect(inField).toBe(false);
    field.dispatchEvent(press('F1'));
    expect(inField).toBe(true);
    expect(shortcuts.handle(press('?', { shiftKey: true }))).toBe(true);
    allowed = false;
    expect(shortcuts.handle(press('?', { shiftKey: true }))).toBe(false);
    expect(shortcuts.handle(press('F1'))).toBe(true);
  });

  it('takes AltGr for typing', () => {
    const shortcuts = createShortcuts(() => true);
    shortcuts.register(command({}));
    expect(shortcuts.handle(press('k', { ctrlKey: true, altKey: true }))).toBe(false);
  });

  it('does in a dialog only what belongs everywhere', () => {
    const shortcuts = createShortcuts(() => true);
    const [lookUp, lock] = [command({}), command({ keys: ['Ctrl+L'], inDialogs: true })];
    shortcuts.registerAll([lookUp, lock]);
    document.body.innerHTML = '<div role="dialog"></div>';
    expect(shortcuts.handle(press('k', { ctrlKey: true }))).toBe(false);
    expect(shortcuts.handle(press('l', { ctrlKey: true }))).toBe(true);
    expect(lookUp.run).not.toHaveBeenCalled();
  });
});
