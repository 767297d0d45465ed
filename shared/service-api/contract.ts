import type { z } from 'zod';
import type { ProblemCode } from './problem.ts';

/**
 * How sensitive a resource is, which decides what the client may keep of it, encrypted, on disk:
 * `open` (code lists, guides) and `internal` (list catalogue, announcements) always; `personal` (recipient
 * lists) only where the administrator's policy allows it; `client` (a client's data) and `secret`
 * (tokens, challenges) never.
 */
export type Sensitivity = 'open' | 'internal' | 'personal' | 'client' | 'secret';

/** What a caller must have: nothing, a session, or a session with an organisation and a purpose of use. */
export type Authentication = 'none' | 'session' | 'role';

/** One operation of the service. `path` has `{name}` parameters, which are opaque ids, never personal data. */
export interface Route<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly summary: string;
  readonly authentication: Authentication;
  readonly sensitivity: Sensitivity;
  /** Schema of the JSON body; absent where there is none. */
  readonly request?: Request;
  readonly response: Response;
  /** Problem codes that the operation may answer with, beside those that every operation may. */
  readonly problems: readonly ProblemCode[];
  /** A write that must carry an `Idempotency-Key` header (a UUID made when the user started). */
  readonly idempotencyKey?: true;
  /** Repeating the request has no effect beyond the first, so that a client may retry it. */
  readonly safeToRepeat: boolean;
}

/** Keeps the schemas' exact types. */
export const route = <Request extends z.ZodType, Response extends z.ZodType>(
  definition: Route<Request, Response>,
): Route<Request, Response> => definition;

export type RequestOf<R> = R extends Route<infer Request, z.ZodType> ? z.infer<Request> : never;
export type ResponseOf<R> = R extends Route<z.ZodType, infer Response> ? z.infer<Response> : never;
