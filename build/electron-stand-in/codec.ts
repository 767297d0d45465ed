/**
 * DevTools bindings carry strings only, Electron's IPC carries the structured clone algorithm (HTML standard).
 * This keeps the same types of values on both sides and refuses the same ones.
 */
export type AnyFunction = (...args: unknown[]) => unknown;
/** Gives a token for a function that has to cross; without it functions are refused, as by structured clone. */
export type FunctionToToken = (fn: AnyFunction) => unknown;
export type TokenToFunction = (token: unknown) => AnyFunction;

const TAG = '$t';

export class CloneError extends Error {
  override readonly name = 'DataCloneError';
}

const VIEWS = {
  DataView,
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

function numberToTree(value: number): unknown {
  if (Object.is(value, -0)) return { [TAG]: 'number', v: '-0' };
  return Number.isFinite(value) ? value : { [TAG]: 'number', v: String(value) };
}

function toTree(value: unknown, toToken: FunctionToToken | undefined, ancestors: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return numberToTree(value);
    case 'undefined':
      return { [TAG]: 'undefined' };
    case 'bigint':
      return { [TAG]: 'bigint', v: value.toString() };
    case 'symbol':
      throw new CloneError('An object could not be cloned.');
    case 'function':
      if (!toToken) throw new CloneError('An object could not be cloned.');
      return { [TAG]: 'function', v: toToken(value as AnyFunction) };
    default:
      return value ? objectToTree(value, toToken, ancestors) : null;
  }
}

function objectToTree(value: object, toToken: FunctionToToken | undefined, ancestors: Set<object>): unknown {
  if (value instanceof Date) return { [TAG]: 'date', v: numberToTree(value.getTime()) };
  if (value instanceof RegExp) return { [TAG]: 'regexp', v: [value.source, value.flags] };
  if (value instanceof ArrayBuffer) return { [TAG]: 'buffer', v: toBase64(new Uint8Array(value)) };
  if (value instanceof Error) return { [TAG]: 'error', v: [value.name, value.message, value.stack ?? ''] };
  if (value instanceof Promise) {
    if (!toToken) throw new CloneError('#<Promise> could not be cloned.');
    return { [TAG]: 'promise', v: toToken(() => value) };
  }
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    // The tag and not the constructor: Node's Buffer arrives as the Uint8Array that it is.
    return { [TAG]: 'view', n: Object.prototype.toString.call(value).slice(8, -1), v: toBase64(bytes) };
  }
  if (ancestors.has(value)) throw new CloneError('Circular values are not supported by the stand-in.');
  ancestors.add(value);
  try {
    return containerToTree(value, (inner) => toTree(inner, toToken, ancestors));
  } finally {
    ancestors.delete(value);
  }
}

function containerToTree(value: object, inner: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, inner);
  if (value instanceof Map) return { [TAG]: 'map', v: Array.from(value, ([k, v]) => [inner(k), inner(v)]) };
  if (value instanceof Set) return { [TAG]: 'set', v: Array.from(value, inner) };
  if (Object.prototype.toString.call(value) !== '[object Object]') {
    throw new CloneError(`${Object.prototype.toString.call(value)} could not be cloned.`);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, inner(item)] as const);
  return Object.hasOwn(value, TAG) ? { [TAG]: 'object', v: entries } : Object.fromEntries(entries);
}

function fromTree(tree: unknown, toFunction: TokenToFunction | undefined): unknown {
  if (tree === null || typeof tree !== 'object') return tree;
  const inner = (item: unknown): unknown => fromTree(item, toFunction);
  const pairs = (list: unknown): [unknown, unknown][] =>
    (list as [unknown, unknown][]).map(([key, item]) => [inner(key), inner(item)]);
  if (Array.isArray(tree)) return tree.map(inner);
  const tagged = tree as { [TAG]?: unknown; v?: unknown; n?: unknown };
  const v = tagged.v;
  switch (tagged[TAG]) {
    case undefined:
      return Object.fromEntries(pairs(Object.entries(tree)));
    case 'undefined':
      return undefined;
    case 'number':
      return Number(v);
    case 'bigint':
      return BigInt(v as string);
    case 'date':
      return new Date(inner(v) as number);
    case 'regexp':
      return new RegExp(...(v as [string, string]));
    case 'buffer':
      return fromBase64(v as string).buffer;
    case 'view':
      return viewFrom(tagged.n as keyof typeof VIEWS, fromBase64(v as string).buffer);
    case 'error':
      return errorFrom(v as [string, string, string]);
    case 'map':
      return new Map(pairs(v));
    case 'set':
      return new Set((v as unknown[]).map(inner));
    case 'object':
      return Object.fromEntries(pairs(v));
    case 'function':
    case 'promise': {
      if (!toFunction) throw new CloneError('An object could not be cloned.');
      const fn = toFunction(v);
      return tagged[TAG] === 'promise' ? fn() : fn;
    }
  }
  throw new CloneError(`unknown tag ${String(tagged[TAG])}`);
}

function viewFrom(name: keyof typeof VIEWS, buffer: ArrayBuffer): ArrayBufferView {
  const View: new (buffer: ArrayBuffer) => ArrayBufferView = VIEWS[name];
  return new View(buffer);
}

function errorFrom([name, message, stack]: [string, string, string]): Error {
  const error = new Error(message);
  error.name = name;
  if (stack) error.stack = stack;
  return error;
}

/** @throws CloneError for what structured clone refuses, and for circular values, which the stand-in lacks. */
export function encode(value: unknown, toToken?: FunctionToToken): string {
  let functions = 0;
  const counting: FunctionToToken | undefined = toToken && ((fn) => (functions++, toToken(fn)));
  const tree = toTree(value, counting, new Set());
  if (functions === 0) refuseProxies(value);
  return JSON.stringify(tree);
}

/** Proxies (Svelte's `$state`) look like plain objects from here; only the real algorithm refuses them, as Electron does. */
function refuseProxies(value: unknown): void {
  try {
    structuredClone(value);
  } catch (error) {
    throw new CloneError(error instanceof Error ? error.message : String(error));
  }
}

export function decode(text: string, toFunction?: TokenToFunction): unknown {
  return fromTree(JSON.parse(text), toFunction);
}
