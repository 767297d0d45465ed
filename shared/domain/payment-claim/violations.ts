import type { ClaimViolation, ClaimViolationCode } from './types.ts';

/** A calendar month, 'YYYY-MM'. */
export const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

type Params = ClaimViolation['params'];

export const error = (code: ClaimViolationCode, field: string, params: Params = {}): ClaimViolation => ({
  code,
  field,
  severity: 'error',
  params,
});

export const warning = (code: ClaimViolationCode, field: string, params: Params = {}): ClaimViolation => ({
  code,
  field,
  severity: 'warning',
  params,
});

/** True where nothing was given; narrows the type. */
export const isUnfilled = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** One violation for each of the fields that is not filled. */
export const required = (fields: Readonly<Record<string, unknown>>): readonly ClaimViolation[] =>
  Object.entries(fields)
    .filter(([, value]) => isBlank(value))
    .map(([field]) => error('FIELD_REQUIRED', field));

/** Checks the length of a text that is filled, in characters without outer spaces. */
export const lengthWithin = (
  field: string,
  value: string | null | undefined,
  { min = 0, max }: { readonly min?: number; readonly max: number },
): readonly ClaimViolation[] => {
  if (isUnfilled(value) || value.trim() === '') return [];
  const length = value.trim().length;
  if (length < min) return [error('FIELD_TOO_SHORT', field, { min, length })];
  return length > max ? [error('FIELD_TOO_LONG', field, { max, length })] : [];
};
