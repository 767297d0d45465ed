export type PayloadFault = 'invalid-request' | 'too-large';

const MAXIMUM_DEPTH = 12;
/** What a key, a number or an array place costs beside its content, in bytes. */
const OVERHEAD = 8;

/**
 * Looks through what came over the channel before any schema does: only plain data and bytes (no Map, Date,
 * function or class), finite numbers, well-formed strings, no cycle, not too deep, not too big. The work is
 * bounded by the limit, whatever is sent.
 * @param maximumBytes of text and structure together
 */
export function faultOfPayload(payload: unknown, maximumBytes: number): PayloadFault | undefined {
  let left = maximumBytes;

  const textFault = (text: string): PayloadFault | undefined => {
    left -= text.length * 2 + OVERHEAD;
    if (left < 0) return 'too-large';
    return text.isWellFormed() ? undefined : 'invalid-request';
  };

  const objectFault = (value: object, depth: number): PayloadFault | undefined => {
    // Cycles end here too: nothing in the contract is nearly this deep.
    if (depth > MAXIMUM_DEPTH) return 'invalid-request';
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Uint8Array.prototype) {
      left -= (value as Uint8Array).byteLength;
      return left < 0 ? 'too-large' : undefined;
    }
    const isList = Array.isArray(value);
    if (!isList && prototype !== Object.prototype && prototype !== null) return 'invalid-request';
    if (isList && value.length * OVERHEAD > left) return 'too-large';
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === 'symbol') return 'invalid-request';
      if (isList && key === 'length') continue;
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (!property || !('value' in property)) return 'invalid-request';
      const fault = textFault(key) ?? valueFault(property.value, depth + 1);
      if (fault) return fault;
    }
    return undefined;
  };

  const valueFault = (value: unknown, depth: number): PayloadFault | undefined => {
    left -= OVERHEAD;
    if (left < 0) return 'too-large';
    switch (typeof value) {
      case 'undefined':
      case 'boolean':
        return undefined;
      case 'string':
        return textFault(value);
      case 'number':
        return Number.isFinite(value) ? undefined : 'invalid-request';
      case 'object':
        return value === null ? undefined : objectFault(value, depth);
      default:
        return 'invalid-request';
    }
  };

  return valueFault(payload, 0);
}

/**
 * Whether the input has a key that its schema does not know. Schemas of the service's contract strip such
 * keys; what the window sends must fit exactly.
 */
export function hasUnknownKeys(input: unknown, parsed: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  if (typeof parsed !== 'object' || parsed === null) return true;
  return Object.keys(input).some(
    (key) =>
      !Object.hasOwn(parsed, key) ||
      hasUnknownKeys((input as Record<string, unknown>)[key], (parsed as Record<string, unknown>)[key]),
  );
}
