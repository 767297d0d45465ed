import type { CellValue, ListColumn } from '../../../shared/domain/lists/index.ts';

export const ROWS = 200_000;
/** Pixels, of both sides. */
export const ROW_HEIGHT = 32;

export const columns: readonly ListColumn[] = [
  { key: 'personalIdentityCode', type: 'identity-code' },
  { key: 'name', type: 'text' },
  { key: 'municipality', type: 'text' },
  { key: 'address', type: 'text' },
  { key: 'firstDay', type: 'text' },
  { key: 'daysPaid', type: 'number' },
  { key: 'gross', type: 'number' },
];

const LAST = [
  'Äijälä',
  'Östman',
  'Åkerholm',
  'Virtala',
  'Vainio',
  'Wikstrand',
  'Niemelä',
  'Aaltola',
  'Kivimäki',
];
const FIRST = [
  'Aino',
  'Urho',
  'Väinö',
  'Helmi',
  'Ulla',
  'Åsa',
  'Östen',
  'Kerttu',
  'Anneli',
  'Tyyne',
  'Pekka',
];
const PLACES = ['Helsinki', 'Hämeenlinna', 'Tampere', 'Ähtäri', 'Oulu', 'Vöyri', 'Pori', 'Uusikaupunki'];
const STREETS = ['Koivukuja', 'Kirkkokatu', 'Rantatie', 'Kauppakatu', 'Harjutie', 'Niittypolku'];

/** The same rows for both sides. */
export function* makeRows(): Generator<CellValue[]> {
  let state = 20_261_101;
  const below = (end: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) % end;
  };
  const pick = (words: readonly string[]): string => words[below(words.length)] ?? '';
  const two = (number: number): string => String(number).padStart(2, '0');
  for (let at = 0; at < ROWS; at += 1)
    yield [
      `${two(1 + below(28))}${two(1 + below(12))}${two(below(100))}U9${two(below(100))}${'0123456789ABCDEFHJKLMNPRSTUVWXY'[below(31)] ?? ''}`,
      `${pick(LAST)}${below(3) === 0 ? `-${pick(LAST)}` : ''} ${pick(FIRST)} ${pick(FIRST)}${below(2) === 0 ? ` ${pick(FIRST)}` : ''}`,
      pick(PLACES),
      `${pick(STREETS)} ${1 + below(80)} A ${1 + below(60)}`,
      `${1 + below(28)}.${1 + below(12)}.20${two(20 + below(7))}`,
      300 + below(1_200),
      30_000 + below(60_000),
    ];
}

/** What both pages offer to the benchmark. */
export interface ListPage {
  /** Milliseconds from the key press to the painted rows. */
  type(query: string): Promise<number>;
  /** Milliseconds from the press on the name's heading to the painted rows; the first time sorts cold. */
  sort(): Promise<number>;
  /** Scrolls 900 px a frame: frames shown, and those that took over 50 ms. */
  scroll(milliseconds: number): Promise<{ readonly frames: number; readonly long: number }>;
  /** Rows that pass the filter. */
  count(): number;
  firstName(): string;
}

/** Resolves when the frame that is being made has been painted. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(null);
    });
  });

/** The row that is drawn in the middle of the element, by its number from 0; null where there is none. */
const middleRow = (element: Element): number | null => {
  const { left, top, height } = element.getBoundingClientRect();
  const row = document.elementFromPoint(left + 40, top + height / 2)?.closest('[aria-rowindex]');
  return row ? Number(row.getAttribute('aria-rowindex')) - 2 : null;
};

/** Only frames in which the rows of the place are drawn are counted as shown. */
export const scrollBy = async (
  element: Element,
  milliseconds: number,
): Promise<{ readonly frames: number; readonly long: number }> => {
  const end = performance.now() + milliseconds;
  let frames = 0;
  let long = 0;
  let before = performance.now();
  while (performance.now() < end) {
    element.scrollTop += 900;
    await painted();
    const now = performance.now();
    if (now - before > 50) long += 1;
    before = now;
    const expected = (element.scrollTop + element.clientHeight / 2) / ROW_HEIGHT;
    if (Math.abs((middleRow(element) ?? -1) - expected) <= 2) frames += 1;
  }
  element.scrollTop = 0;
  await painted();
  if (frames === 0) throw new Error('nothing was scrolled');
  return { frames, long };
};
