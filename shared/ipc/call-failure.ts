import { failure } from '../domain/result.ts';
import type { CallError, ErrorCode } from './errors.ts';

type Details = Partial<Omit<CallError, 'code'>>;

/** A failed outcome of a call. Not retriable unless said so. */
export const callFailure = (
  code: ErrorCode,
  details: Details = {},
): { readonly ok: false; readonly error: CallError } => failure({ retriable: false, ...details, code });
