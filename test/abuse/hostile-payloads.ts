import fc from 'fast-check';

/** Ten million characters, made once. */
const hugeString = 'x'.repeat(10_000_000);

function cyclic(): unknown {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  return value;
}

function tooDeep(): unknown {
  let value: unknown = 'leaf';
  for (let depth = 0; depth < 5000; depth++) value = [value];
  return value;
}

// Made once: making them thousands of times would be most of the test's time.
const deep = tooDeep();
const longList = new Array<unknown>(5_000_000);

/** Values that no place of any request takes. */
const neverValid: readonly (() => unknown)[] = [
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 1e308,
  () => -1,
  () => 1.5,
  () => 10n,
  () => hugeString,
  () => 'lone \ud800 surrogate',
  () => '\udfff',
  () => Symbol('s'),
  () => (): undefined => undefined,
  () => new Map([['a', 1]]),
  () => new Set([1]),
  () => new Date(0),
  // Longer than a PIN, the only bytes that a request takes.
  () => new Uint8Array(33),
  () => new Uint16Array(2),
  () => new ArrayBuffer(4),
  () => new Error('e'),
  () => /r/,
  () => new URL('app://kelmu/'),
  () => Object.create({ inherited: true }) as unknown,
  () => cyclic(),
  () => deep,
  () => [[]],
  () => longList,
  () => ({ unexpected: 1 }),
  () => JSON.parse('{"__proto__": {"isAdmin": true}}') as unknown,
  () => ({
    get trap(): never {
      throw new Error('a getter ran');
    },
  }),
  () => ({ toJSON: () => ({}) }),
];

const extraKeys = ['extra', '__proto__', 'constructor', 'prototype', 'toString', '', 'a\u0000b'];

type Path = readonly (string | number)[];

/** Every place of a value: itself, its members, their members. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => places(member, [...path, key]))];
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const define = (target: object, key: string): void => {
  Object.defineProperty(target, key, { value: {}, enumerable: true, configurable: true, writable: true });
};

function withExtraKey(value: unknown, path: Path, key: string): unknown {
  const copy = structuredClone(value);
  define(at(copy, path) as object, key);
  return copy;
}

function withoutKey(value: unknown, path: Path): unknown {
  const copy = structuredClone(value);
  Reflect.deleteProperty(at(copy, path.slice(0, -1)) as object, path.at(-1)!);
  return copy;
}

export interface HostileOptions {
  /** Whether every key of the request may be left out. */
  readonly allOptional: boolean;
}

/** Payloads close to a right one, of which each is wrong at exactly one place. */
export function hostilePayloads(valid: readonly unknown[], options: HostileOptions): fc.Arbitrary<unknown> {
  return fc.constantFrom(...valid).chain((request) => {
    const everywhere = places(request);
    const objects = everywhere.filter((path) => {
      const place = at(request, path);
      return (
        typeof place === 'object' && place !== null && !Array.isArray(place) && !ArrayBuffer.isView(place)
      );
    });
    const members = everywhere.filter(
      (path) => typeof path.at(-1) === 'string' && !/^\d+$/.test(String(path.at(-1))),
    );
    const wrongValue = fc
      .tuple(fc.constantFrom(...everywhere), fc.constantFrom(...neverValid))
      .map(([path, make]) => replaced(request, path, make()));
    const extra = fc
      .tuple(fc.constantFrom(...(objects.length > 0 ? objects : [[]])), fc.constantFrom(...extraKeys))
      .map(([path, key]) => (objects.length > 0 ? withExtraKey(request, path, key) : { [key]: 1 }));
    const missing =
      members.length > 0 && !options.allOptional
        ? [fc.constantFrom(...members).map((path) => withoutKey(request, path))]
        : [];
    return fc.oneof(wrongValue, extra, ...missing);
  });
}
