import { expect, it } from 'vitest';
import { heldNow } from './role-check.ts';

const from = (validFrom: string) => ({ code: 'M1', validFrom, validTo: null });
const to = (validTo: string) => ({ code: 'M1', validTo });
const isHeld = (mandate: ReturnType<typeof from> | ReturnType<typeof to>, at: string): boolean =>
  heldNow([mandate], Date.parse(at)).length > 0;

it.each([
  ['winter', '2026-12-31', '2026-12-31T22:00:00Z'],
  ['summer', '2026-07-01', '2026-07-01T21:00:00Z'],
  ['the day on which summer time ends', '2026-10-25', '2026-10-25T22:00:00Z'],
  ['the day on which summer time begins', '2027-03-28', '2027-03-28T21:00:00Z'],
  ['29 February', '2028-02-29', '2028-02-29T22:00:00Z'],
])('a mandate is in force to the end of its last day in Finland: %s', (_, lastDay, midnight) => {
  expect(isHeld(to(lastDay), new Date(Date.parse(midnight) - 1).toISOString())).toBe(true);
  expect(isHeld(to(lastDay), midnight)).toBe(false);
});

it.each([
  ['winter', '2027-01-01', '2026-12-31T22:00:00Z'],
  ['summer', '2026-07-01', '2026-06-30T21:00:00Z'],
  ['29 February', '2028-02-29', '2028-02-28T22:00:00Z'],
])('a mandate begins with its first day in Finland: %s', (_, firstDay, midnight) => {
  expect(isHeld(from(firstDay), new Date(Date.parse(midnight) - 1).toISOString())).toBe(false);
  expect(isHeld(from(firstDay), midnight)).toBe(true);
});
