import { expect, it } from 'vitest';
import { createMessages } from './messages.ts';
import { m } from './generated/messages.js';

it('gives the words that follow a number their form, also where the number is written out or stands elsewhere', () => {
  const rows = { rows: '{total|Rivi|Rivit} ({total})' };
  const { m: made } = createMessages({ fi: rows, sv: rows, en: rows });
  expect([1, '1', 0, 2, '1 234'].map((total) => made['rows']?.({ total }))).toEqual([
    'Rivi (1)',
    'Rivi (1)',
    'Rivit (0)',
    'Rivit (2)',
    'Rivit (1 234)',
  ]);
});

it('does so in every language', () => {
  const saved = (count: number) =>
    (['fi', 'sv', 'en'] as const).map((locale) => m.lists_saved({ count }, { locale }).split('.')[0]);
  expect(saved(1)).toEqual(['1 rivi tallennettiin', '1 rad sparades', '1 row was saved']);
  expect(saved(2)).toEqual(['2 riviä tallennettiin', '2 rader sparades', '2 rows were saved']);
});
