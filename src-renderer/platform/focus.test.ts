import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { afterPaint, focusViewHeading, openTableRow } from './focus.ts';

const heading = (text: string): HTMLElement => {
  const element = document.createElement('h1');
  element.tabIndex = -1;
  element.textContent = text;
  element.setAttribute('data-view-heading', '');
  return element;
};
/** Mutations are told after the task that makes them. */
const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const focused = (): string | null => {
  const { activeElement, body } = document;
  return activeElement === body ? null : (activeElement?.textContent ?? null);
};

beforeEach(() => {
  document.body.replaceChildren();
});

describe('the focus on the heading of a view', () => {
  it('is there at once where the view is, and not on one that is kept out of sight', () => {
    const hidden = document.createElement('div');
    hidden.hidden = true;
    hidden.append(heading('kept'));
    document.body.append(hidden, heading('shown'));
    focusViewHeading();
    expect(focused()).toBe('shown');
  });

  it('comes with a view whose code comes later, once', async () => {
    focusViewHeading();
    document.body.append(heading('late'));
    await drawn();
    expect(focused()).toBe('late');
    (document.activeElement as HTMLElement).blur();
    document.body.append(heading('another'));
    await drawn();
    expect(focused()).toBeNull();
  });

  it('is given up when the user goes on meanwhile, or the view is left', async () => {
    focusViewHeading();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
    const leave = focusViewHeading();
    leave();
    document.body.append(heading('late'));
    await drawn();
    expect(focused()).toBeNull();
  });
});

describe('a row that is asked for', () => {
  const table = (id: string): HTMLElement => {
    const row = document.createElement('div');
    row.setAttribute('data-row-key', id);
    const control = document.createElement('button');
    control.setAttribute('data-row-control', '');
    control.setAttribute('aria-expanded', 'false');
    control.textContent = id;
    control.addEventListener('click', () => control.setAttribute('aria-expanded', 'true'));
    row.append(control);
    return row;
  };

  it('is opened and gets the focus when its section is drawn', async () => {
    openTableRow('d-1');
    document.body.append(table('d-0'), table('d-1'));
    await drawn();
    expect(focused()).toBe('d-1');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true');
    expect(document.querySelectorAll('[aria-expanded=true]')).toHaveLength(1);
  });
});

describe('work after the paint', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('comes in a task of its own after the frame, once', () => {
    const work = vi.fn();
    let frame: (() => void) | undefined;
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
      frame = callback;
      return 1;
    });
    afterPaint(work);
    frame?.();
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(0);
    expect(work).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledOnce();
  });

  it('comes soon in a window that shows no frames, and not at all when it is given up', () => {
    vi.stubGlobal('requestAnimationFrame', () => 1);
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    const work = vi.fn();
    const given = vi.fn();
    afterPaint(work);
    afterPaint(given)();
    vi.advanceTimersByTime(100);
    expect(work).toHaveBeenCalledOnce();
    expect(given).not.toHaveBeenCalled();
  });
});
