import { z } from 'zod';

/** What goes wrong on purpose, so that a client can be tried against it. */
export const fault = z.object({
  /** Regular expression over the path, as `^/clients/.*\/payments$`. */
  path: z.string().min(1).max(200),
  /** How many requests it strikes; without it, all. */
  times: z.int().min(1).max(10_000).optional(),
  /** Milliseconds to wait before anything else; alone it only delays. */
  delay: z.int().min(0).max(120_000).optional(),
  kind: z
    .enum([
      /** Nothing but the delay. */
      'delay',
      /** `status` instead of an answer; 502 comes as a gateway's page, not as a problem document. */
      'status',
      /** The connection breaks in the middle of the answer. */
      'cut',
      /** JSON that does not fit the contract. */
      'wrong-schema',
      /** The answer of another client: `clientId` is swapped. */
      'other-client',
      /** Each text and code of the answer is {@link SCRIPT}. */
      'script',
      /** An answer of 64 MiB. */
      'huge',
      /** A redirect to `location`. */
      'redirect',
      /** The write is done, but the answer never comes: the connection closes. */
      'lost-answer',
      /** The connection closes before anything is done. */
      'lost-request',
      /** The access token counts as expired; it can be refreshed. */
      'expired-token',
    ])
    .default('delay'),
  status: z.union([z.literal(429), z.literal(500), z.literal(502), z.literal(503)]).optional(),
  retryAfterSeconds: z.int().min(0).max(3600).optional(),
  location: z.string().max(500).optional(),
});

export type Fault = z.output<typeof fault>;
export type FaultInput = z.input<typeof fault>;

export interface Faults {
  /** Adds a fault; null takes all away. Throws on a path that is no regular expression. */
  set(fault: FaultInput | null): void;
  /** The fault that strikes this request, counted as used. */
  take(path: string): Fault | null;
}

export const createFaults = (): Faults => {
  const active: { readonly fault: Fault; readonly pattern: RegExp; left: number }[] = [];
  return {
    set: (input) => {
      if (input === null) {
        active.length = 0;
        return;
      }
      const parsed = fault.parse(input);
      active.push({ fault: parsed, pattern: new RegExp(parsed.path), left: parsed.times ?? Infinity });
    },
    take: (path) => {
      const found = active.find((entry) => entry.left > 0 && entry.pattern.test(path));
      if (found === undefined) return null;
      found.left -= 1;
      return found.fault;
    },
  };
};

const HUGE_BYTES = 64 * 1024 * 1024;

/** Runs where a text is taken for a document. Not longer than a code of a code list, so that it fits every text. */
export const SCRIPT = '<img src=x onerror=hit()>';
/** What the contract binds to a form, and is no text of anybody. */
const OF_A_FORM = /id$|^(unit|country|language|personalIdentityCode)$/i;

const withScripts = (body: string): string =>
  JSON.stringify(JSON.parse(body), (key, value: unknown) =>
    typeof value === 'string' && !OF_A_FORM.test(key) && !/^\d/.test(value) ? SCRIPT : value,
  );

/** The body that the fault makes of a right one. */
export const spoil = (kind: Fault['kind'], body: string): string => {
  if (kind === 'wrong-schema') return JSON.stringify({ items: [{ amount: 'a lot', unexpected: null }] });
  if (kind === 'other-client')
    return body.replace(/("clientId":")[^"]*"/g, '$1c-00000000000000000000000000000000"');
  if (kind === 'script') return withScripts(body);
  if (kind === 'huge') return `{"filler":"${'x'.repeat(HUGE_BYTES)}"}`;
  return body;
};
