import type { Attention } from '../../src-main/notices/notices.ts';

/** What the operating system would show of the program outside its window. */
export interface FakeAttention extends Attention {
  shown(): { readonly badge: number; readonly notice: string | null };
}

export function createFakeAttention(): FakeAttention {
  let badge = 0;
  let notice: string | null = null;
  return {
    badge: (count) => void (badge = count),
    notify: (text) => void (notice = text),
    clear: () => void ([badge, notice] = [0, null]),
    shown: () => ({ badge, notice }),
  };
}
