import { z } from 'zod';

/** What the caller must have before the handler runs; checked in the registrar, before the handler. */
export type CallNeeds = 'nothing' | 'signed-in' | 'role';

interface CallDefinition<Request extends z.ZodType, Response extends z.ZodType> {
  readonly needs: CallNeeds;
  readonly request: Request;
  readonly response: Response;
  /** The one schema of `response` that an answer to this request has to fit, where the request decides it. */
  readonly responseFor?: (request: z.output<Request>) => z.ZodType;
  /** Calls a second that a user can never exceed; beyond it the answer is `busy`. */
  readonly perSecond: number;
}

export const call = <Request extends z.ZodType, Response extends z.ZodType>(
  definition: CallDefinition<Request, Response>,
): CallDefinition<Request, Response> => definition;

/** A value from the encrypted cache or the service, with its age. */
export const aged = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, asOf: z.string(), source: z.enum(['service', 'cache', 'built-in']) });

export const nothing = z.undefined();
export const done = z.object({ done: z.literal(true) });
/** Names an open client in the session; it dies when the client is left. Not the service's id. */
export const clientHandle = z.string().min(8).max(80);
