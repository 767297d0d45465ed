import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { sectionRoutes } from './benefit-sections.ts';
import { createQuickCheck } from './quick-check.ts';

const payment = {
  id: 'payment-1',
  decisionId: null,
  benefitCode: 'housing-allowance',
  payDate: '2026-11-04',
  period: { start: '2024-02-29', end: null },
  gross: 52_310,
  withholdingTax: 0,
  deductions: [{ reason: 'recovery', amount: 1000, payee: null }],
  net: 51_310,
  payee: { kind: 'client', name: 'Asiakas', maskedAccount: 'FI •••• 85' },
  status: 'paid',
};
const page = { clientId: 'client-1', asOf: '2026-11-25T08:00:00Z', monthsBack: 12, items: [payment] };
const schema = sectionRoutes.payments.response;

const junk = fc.constantFrom<unknown>(
  ...[undefined, null, '', 'x'.repeat(90), '2026-02-29', '2026-11-04T08:00:00+02:00', ' 2026-11-04'],
  ...[-1, 0.5, Number.NaN, Infinity, 1e11, 2 ** 53, true, [], {}, [{}], { a: 1 }, new Date(0), new Map()],
);
type Path = readonly (string | number)[];
const pathsOf = (value: unknown): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => [
        [key],
        ...pathsOf(member).map((path): Path => [key, ...path]),
      ])
    : [];
const changed = (value: unknown, [key, ...rest]: Path, to: unknown): unknown => {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  const name = String(key);
  copy[name] = rest.length === 0 ? to : changed(copy[name], rest, to);
  return copy;
};

describe('the quick check', () => {
  it('says of a page with anything in any place what zod says', () => {
    const paths = pathsOf(page);
    // A list with names beside its places is nothing that JSON has.
    const named = paths.filter((path) => !/^\d+$/.test(String(path.at(-1))));
    const places = fc.constantFrom(...paths, ...named.map((path): Path => [...path.slice(0, -1), 'added']));
    const quick = createQuickCheck();
    let right = 0;
    fc.assert(
      fc.property(places, junk, (path, value) => {
        const given = changed(page, path, value);
        const wanted = schema.safeParse(given);
        const found = quick.parse(schema, given);
        expect(found.success).toBe(wanted.success);
        expect(found.data).toEqual(wanted.data);
        if (found.success) right += 1;
      }),
      { numRuns: 3_000 },
    );
    // Both verdicts were tried.
    expect(right).toBeGreaterThan(30);
  });

  it('says the same of every kind of schema, also of those that it leaves to zod', () => {
    const quick = createQuickCheck();
    const schemas = [
      z.string().min(2).max(3),
      z.string().trim(),
      z.string().toLowerCase(),
      z.string().regex(/^a+$/),
      z.string().regex(/a/g),
      z.string().length(2),
      z.email(),
      z.iso.date(),
      z.iso.datetime({ offset: true }),
      z.coerce.number(),
      z.number(),
      z.int().min(0).max(3),
      z.number().gt(0).lt(3).multipleOf(2),
      z.boolean(),
      z.enum(['a', 'aa']),
      z.literal([0, 'a', null]),
      z.string().nullable(),
      z.string().optional(),
      z.string().default('a'),
      z.array(z.string()).min(1).max(2),
      z.object({ a: z.string().optional() }),
      z.strictObject({ a: z.int() }),
      z.looseObject({ a: z.int() }),
      z.object({ a: z.int() }).refine(({ a }) => a > 1),
      z.union([z.string(), z.int()]),
      z.record(z.string(), z.int()),
      z.string().transform((text) => text.length),
    ];
    const values = [
      ...['', 'a', 'aa', 'aaaa', ' a ', 'AA', 'a@b.fi', '2026-02-28', '2026-02-29', '2026-11-04T08:00:00Z'],
      ...[0, 1, 2, 3, 4, -1, 1.5, Number.NaN, null, undefined, true, [], ['a'], ['a', 'a', 'a'], [1]],
      ...[{}, { a: 'a' }, { a: 1 }, { a: 2 }, { a: undefined }, { a: 1, b: 2 }],
    ];
    for (const kind of schemas)
      for (const value of values) {
        const wanted = kind.safeParse(value);
        const found = quick.parse(kind, value);
        expect([kind.type, value, found.success]).toEqual([kind.type, value, wanted.success]);
        expect(found.data).toEqual(wanted.data);
      }
  });

  it('asks zod nothing about a page that fits to the letter', () => {
    const asked = vi.spyOn(schema, 'safeParse');
    expect(createQuickCheck().parse(schema, page)).toEqual({ success: true, data: page });
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });
});
