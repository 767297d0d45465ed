import type { SystemClipboard } from '../../src-main/clipboard/clipboard.ts';

/** The desktop's clipboard as a text and a mark; the real one is behind the same interface in Electron only. */
export interface FakeClipboard extends SystemClipboard {
  text: string;
  /** What is there was written by this program. */
  marked: boolean;
  /** Another program holds the clipboard: neither reading nor writing succeeds. */
  held: boolean;
}

export function createFakeClipboard(): FakeClipboard {
  const whileFree = async <Value>(use: () => Value): Promise<Value> => {
    if (fake.held) throw new Error('the clipboard is held by another program');
    return use();
  };
  const fake: FakeClipboard = {
    text: '',
    marked: false,
    held: false,
    write: (text) => whileFree(() => void Object.assign(fake, { text, marked: true })),
    readText: () => whileFree(() => fake.text),
    holdsOwn: () => whileFree(() => fake.marked),
    clear: () => void Object.assign(fake, { text: '', marked: false }),
  };
  return fake;
}
