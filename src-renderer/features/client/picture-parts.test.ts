import { describe, expect, it } from 'vitest';
import { createPictureParts } from './picture-parts.svelte.ts';

/** A picture of three parts, drawn by what the parts ask for. */
const drawn = (texts: readonly string[]) => {
  const parts = createPictureParts(() => texts);
  const root = document.createElement('div');
  texts.forEach((_text, index) => {
    const element = document.createElement('i');
    element.setAttribute('data-part', '');
    element.tabIndex = -1;
    element.addEventListener('focus', () => parts.part(index).onfocus());
    root.append(element);
  });
  root.addEventListener('keydown', parts.onkeydown);
  document.body.replaceChildren(root);
  const press = (key: string): boolean =>
    root.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const stops = (): number[] =>
    texts.flatMap((_text, index) => (parts.part(index).tabindex === 0 ? [index] : []));
  return { parts, press, stops };
};

describe('the parts of a picture', () => {
  it('have one tab stop, the last one at first, which the arrows, Home and End move', () => {
    const { parts, press, stops } = drawn(['one', 'two', 'three']);
    expect([stops(), parts.told]).toEqual([[2], 'three']);
    for (const [key, at] of [
      ['ArrowLeft', 1],
      ['ArrowUp', 0],
      ['ArrowUp', 0],
      ['ArrowRight', 1],
      ['ArrowDown', 2],
      ['ArrowDown', 2],
      ['Home', 0],
      ['End', 2],
    ] as const) {
      expect(press(key)).toBe(false);
      expect(stops()).toEqual([at]);
    }
  });

  it('leave other keys to others, and tell what is pointed at before what has the tab stop', () => {
    const { parts, press, stops } = drawn(['one', 'two']);
    expect(press('a')).toBe(true);
    parts.part(0).onpointermove();
    expect([parts.told, stops()]).toEqual(['one', [1]]);
    parts.part(0).onpointerleave();
    expect(parts.told).toBe('two');
  });

  it('tell what the focus goes to while the pointer rests on another one', () => {
    const { parts, press } = drawn(['one', 'two', 'three']);
    parts.part(0).onpointermove();
    press('ArrowLeft');
    expect(parts.told).toBe('two');
    parts.part(0).onpointermove();
    expect(parts.told).toBe('one');
  });

  it('say nothing where there are none', () => {
    expect(createPictureParts(() => []).told).toBe('');
  });
});
