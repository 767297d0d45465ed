import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, todayInHelsinki } from './dates.ts';
import { isVisible, visibilityOf, visibleFrom } from './notice-visibility.ts';

describe('visibilityOf', () => {
  it.each([
    ['N1', false, 'AT_ONCE'],
    ['N2', false, 'DAY_AFTER'],
    ['N2', true, 'SAME_DAY'],
    ['N3', false, 'DAY_AFTER'],
    ['N3', true, 'DAY_AFTER'],
    ['N4', false, 'SAME_DAY'],
    ['N5', false, 'SAME_DAY'],
    ['N6', true, 'SAME_DAY'],
    ['N9', false, null],
  ])('%s, urgent %s: %s', (type, urgent, speed) => expect(visibilityOf(type, urgent)).toBe(speed));
});

describe('visibleFrom', () => {
  it.each([
    ['AT_ONCE', '2026-03-10T09:15:00Z', '2026-03-10T09:15:00Z'],
    ['SAME_DAY', '2026-03-10T09:15:00Z', '2026-03-10T10:00:00Z'],
    ['SAME_DAY', '2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z'],
    ['SAME_DAY', '2026-03-10T21:30:00Z', '2026-03-10T21:30:00Z'],
    ['DAY_AFTER', '2026-03-10T09:15:00Z', '2026-03-10T22:00:00Z'],
    ['DAY_AFTER', '2026-03-10T21:59:59Z', '2026-03-10T22:00:00Z'],
    ['DAY_AFTER', '2026-03-10T22:00:00Z', '2026-03-11T22:00:00Z'],
    // Clocks go forward on 29.3.2026 and back on 25.10.2026: those days have 23 and 25 hours.
    ['DAY_AFTER', '2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z'],
    ['DAY_AFTER', '2026-10-24T21:00:00Z', '2026-10-25T22:00:00Z'],
    ['SAME_DAY', '2026-10-25T21:30:00Z', '2026-10-25T21:30:00Z'],
    ['DAY_AFTER', '2026-12-31T12:00:00Z', '2026-12-31T22:00:00Z'],
  ] as const)('%s of %s shows from %s', (speed, made, shown) =>
    expect(visibleFrom(speed, new Date(made))).toEqual(new Date(shown)),
  );

  it('keeps each speed to its day and never shows before the notice was made', () =>
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.constantFrom('AT_ONCE' as const, 'SAME_DAY' as const, 'DAY_AFTER' as const),
        (made, speed) => {
          const shown = visibleFrom(speed, made);
          const day = todayInHelsinki(made);
          expect(shown.getTime()).toBeGreaterThanOrEqual(made.getTime());
          expect(todayInHelsinki(shown)).toBe(speed === 'DAY_AFTER' ? addDays(day, 1) : day);
          expect(isVisible(speed, made, shown)).toBe(true);
          expect(isVisible(speed, made, new Date(shown.getTime() - 1))).toBe(false);
        },
      ),
    ));
});
