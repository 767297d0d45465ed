/**
 * A check that says yes quickly. Zod makes an object for every field of every row; a page of a thousand rows
 * that fits its schema to the letter, as nearly all do, needs none of them.
 */
import type { z } from 'zod';

type Fits = (value: unknown) => boolean;
type Definition = z.core.$ZodTypes['_zod']['def'];

const never: Fits = () => false;

/** The checks of texts and numbers whose meaning is known here; another one leaves the value to zod. */
function fitsCheck({ _zod: { def } }: z.core.$ZodCheck<never>): Fits {
  const check = def as z.core.$ZodChecks['_zod']['def'];
  switch (check.check) {
    case 'min_length':
      return (value) => (value as string).length >= check.minimum;
    case 'max_length':
      return (value) => (value as string).length <= check.maximum;
    case 'length_equals':
      return (value) => (value as string).length === check.length;
    case 'greater_than': {
      const least = Number(check.value);
      return (value) => (check.inclusive ? (value as number) >= least : (value as number) > least);
    }
    case 'less_than': {
      const most = Number(check.value);
      return (value) => (check.inclusive ? (value as number) <= most : (value as number) < most);
    }
    case 'number_format':
      return check.format === 'safeint' ? Number.isSafeInteger : never;
    case 'string_format':
      return fitsPattern(check);
    default:
      return never;
  }
}

/** Formats that are a pattern and nothing more. */
function fitsPattern({ format, pattern }: { format: string; pattern?: RegExp | undefined }): Fits {
  const isPatternAlone = ['regex', 'date', 'datetime'].includes(format);
  if (!isPatternAlone || pattern === undefined || /[gy]/.test(pattern.flags)) return never;
  return (value) => pattern.test(value as string);
}

function withChecks(schema: z.core.$ZodType, isKind: Fits): Fits {
  const definition = schema._zod.def as Definition & { check?: string; format?: string; pattern?: RegExp };
  const checks = (definition.checks ?? []).map((check) => fitsCheck(check as z.core.$ZodCheck<never>));
  // A format's schema is its own first check.
  if (definition.check !== undefined) checks.unshift(fitsCheck(schema as unknown as z.core.$ZodCheck<never>));
  if (checks.length === 0) return isKind;
  const [first, second, ...rest] = checks as [Fits, ...Fits[]];
  if (second === undefined) return (value) => isKind(value) && first(value);
  return (value) => isKind(value) && first(value) && second(value) && rest.every((check) => check(value));
}

function fitsObject({ shape, catchall }: z.core.$ZodObjectDef): Fits {
  if (catchall !== undefined && catchall._zod.def.type !== 'never') return never;
  const keys = Object.keys(shape);
  const members = keys.map((key) => fitsOf(shape[key] as z.core.$ZodType));
  const isOptional = keys.map((key) => shape[key]?._zod.def.type === 'optional');
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    let known = 0;
    for (let at = 0; at < keys.length; at += 1) {
      const member = (value as Record<string, unknown>)[keys[at] as string];
      if (member === undefined) {
        if (!isOptional[at] || (keys[at] as string) in value) return false;
        continue;
      }
      if (!(members[at] as Fits)(member)) return false;
      known += 1;
    }
    // A key that the schema does not know is zod's to strip or to refuse.
    return Object.keys(value).length === known;
  };
}

function fitsArray(schema: z.core.$ZodType, element: z.core.$ZodType): Fits {
  const fits = fitsOf(element);
  const isKind = withChecks(schema, Array.isArray);
  return (value) => {
    if (!isKind(value)) return false;
    for (const item of value as readonly unknown[]) if (!fits(item)) return false;
    return true;
  };
}

function fitsOf(schema: z.core.$ZodType): Fits {
  const definition = schema._zod.def as Definition;
  switch (definition.type) {
    case 'string':
      return definition.coerce ? never : withChecks(schema, (value) => typeof value === 'string');
    case 'number':
      return definition.coerce ? never : withChecks(schema, Number.isFinite);
    case 'boolean':
      return definition.coerce || definition.checks?.length ? never : (value) => typeof value === 'boolean';
    case 'enum': {
      const values = new Set<unknown>(Object.values(definition.entries));
      return definition.checks?.length ? never : (value) => values.has(value);
    }
    case 'literal':
      return definition.checks?.length
        ? never
        : (value) => (definition.values as readonly unknown[]).includes(value);
    case 'nullable':
    case 'optional': {
      const fits = fitsOf(definition.innerType);
      const isNullable = definition.type === 'nullable';
      return definition.checks?.length ? never : (value) => (isNullable && value === null) || fits(value);
    }
    case 'array':
      return fitsArray(schema, definition.element);
    case 'object':
      return definition.checks?.length ? never : fitsObject(definition);
    default:
      return never;
  }
}

export interface QuickCheck {
  /** As `schema.safeParse`, with the value itself as data where it fits to the letter. */
  parse(schema: z.ZodType, value: unknown): { readonly success: boolean; readonly data?: unknown };
}

/** Keeps what it has learned of each schema. What it does not know of a schema it leaves to zod. */
export function createQuickCheck(): QuickCheck {
  const known = new WeakMap<z.ZodType, Fits>();
  return {
    parse: (schema, value) => {
      const fits = known.get(schema) ?? fitsOf(schema);
      known.set(schema, fits);
      return fits(value) ? { success: true, data: value } : schema.safeParse(value);
    },
  };
}
