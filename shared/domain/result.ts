/**
 * Outcome of an operation that may fail in an expected way. Exceptions are kept for bugs.
 * `Failure` always carries a `code` of a closed union, which the edge translates for the user.
 */
export type Result<Value, Failure extends { readonly code: string }> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };

export const success = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

export const failure = <const Failure extends { readonly code: string }>(
  error: Failure,
): { readonly ok: false; readonly error: Failure } => ({ ok: false, error });
