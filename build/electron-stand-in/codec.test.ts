import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CloneError, decode, encode, type AnyFunction } from './codec.ts';

const roundTrip = (value: unknown): unknown => decode(encode(value));

const cloneable = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.double(),
    fc.bigInt(),
    fc.constantFrom(undefined, null, NaN, -0, Infinity, -Infinity),
    fc.date({ noInvalidDate: false }),
    fc.uint8Array(),
    fc.float64Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$t', 'v', '__proto__')), tie('value')),
    fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
    fc.array(tie('value')).map((items) => new Set(items)),
  ),
})).value;

describe('codec', () => {
  it('gives back what structured clone gives back', () => {
    fc.assert(
      fc.property(cloneable, (value) => {
        expect(roundTrip(value)).toEqual(structuredClone(value));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the type, the message and the name of what JSON would lose', () => {
    const error = roundTrip(new RangeError('too far')) as Error;
    expect([error instanceof Error, error.name, error.message]).toEqual([true, 'RangeError', 'too far']);
    expect(roundTrip(/^a+$/giu)).toEqual(/^a+$/giu);
    expect(Object.is(roundTrip(-0), -0)).toBe(true);
    expect(roundTrip(new Date(NaN))).toEqual(new Date(NaN));
    expect(roundTrip(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toEqual(new Uint8Array([2, 3]));
    expect((roundTrip(new DataView(new ArrayBuffer(8), 2, 3)) as DataView).byteLength).toBe(3);
    expect(roundTrip(new Uint8Array([7]).buffer)).toEqual(new Uint8Array([7]).buffer);
    expect(Object.hasOwn(roundTrip({ missing: undefined }) as object, 'missing')).toBe(true);
  });

  it('carries two megabytes of bytes', () => {
    const bytes = new Uint8Array(2_000_000).map((_, index) => index % 251);
    expect(Buffer.compare(roundTrip(bytes) as Uint8Array, bytes)).toBe(0);
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve()],
    ['a function inside', { callback: () => 1 }],
    ['a weak map', new WeakMap()],
    ['a proxy, such as reactive state', new Proxy({ a: 1 }, {})],
    ['a proxy inside', { list: new Proxy([1], {}) }],
  ])('refuses %s, as structured clone does', (_name, value) => {
    expect(() => structuredClone(value)).toThrow(/could not be cloned/);
    expect(() => encode(value)).toThrow(CloneError);
    expect(() => encode(value)).toThrow(/could not be cloned/);
  });

  it('refuses circular values, which it does not support', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    expect(() => encode(circular)).toThrow(/Circular/);
    const shared = { a: 1 };
    expect(roundTrip([shared, shared])).toEqual([shared, shared]);
  });

  it('lets functions and promises cross by token where both sides know how', async () => {
    const functions: AnyFunction[] = [];
    const text = encode(
      { add: (a: number, b: number) => a + b, later: Promise.resolve(5) },
      (fn) => functions.push(fn) - 1,
    );
    const revived = decode(
      text,
      (token) =>
        (...args) =>
          functions[token as number]?.(...args),
    ) as {
      add: (a: number, b: number) => number;
      later: Promise<number>;
    };
    expect(revived.add(2, 3)).toBe(5);
    expect(await revived.later).toBe(5);
  });
});
