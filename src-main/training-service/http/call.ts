import type { Result } from '../../../shared/domain/result.ts';
import type { RequestOf, ResponseOf } from '../../../shared/service-api/contract.ts';
import type { routes, trainingRoutes } from '../../../shared/service-api/routes.ts';
import type { Session } from '../sign-in/sessions.ts';
import type { ServiceFailure } from './problem.ts';

/** One request, after the checks that every operation shares. */
export interface Call {
  /** The caller's session. Operations that need none must not ask for it: that is a bug and throws. */
  session(): Session;
  /** Value of a `{name}` of the path. */
  parameter(name: string): string;
  readonly idempotencyKey: string | null;
  /** Thumbprint of the key of a proof that comes without an access token (sign-in and refresh). */
  keyOfProof(): Promise<Result<string, ServiceFailure>>;
  readonly traceId: string;
}

export type Answer<Value> = Result<Value, ServiceFailure> | Promise<Result<Value, ServiceFailure>>;

export type AllRoutes = typeof routes & typeof trainingRoutes;

/** One handler for each operation of the contract: a missing one does not compile. */
export type Handlers = {
  readonly [Name in keyof AllRoutes]: (
    call: Call,
    body: RequestOf<AllRoutes[Name]>,
  ) => Answer<ResponseOf<AllRoutes[Name]>>;
};
