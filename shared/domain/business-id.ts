import { failure, success, type Result } from './result.ts';

declare const businessIdBrand: unique symbol;
/** A Finnish business id (Y-tunnus / FO-nummer) 'NNNNNNN-C' with a right check digit. */
export type BusinessId = string & { readonly [businessIdBrand]: true };

export type BusinessIdFailure = { readonly code: 'length' | 'characters' | 'hyphen' | 'check-digit' };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2];
const ZERO = 0x30;

/** Check digit for seven digits, or null when the number may not be given (remainder 1). */
const checkDigitOf = (digits: string): number | null => {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * (digits.charCodeAt(at) - ZERO), 0);
  const remainder = sum % 11;
  if (remainder === 1) return null;
  return remainder === 0 ? 0 : 11 - remainder;
};

/**
 * Checks a business id: seven digits, a hyphen, a check digit (weights 7 9 10 5 8 4 2, sum with the check
 * digit divisible by 11). Outer spaces and other dashes are tolerated.
 */
export const parseBusinessId = (text: string): Result<BusinessId, BusinessIdFailure> => {
  const id = text.trim().replace(/[\u2010-\u2015\u2212]/g, '-');
  if (id.length !== 9) return failure({ code: 'length' });
  const digits = id.slice(0, 7);
  if (!/^\d{7}$/.test(digits) || !/^\d$/.test(id.charAt(8))) return failure({ code: 'characters' });
  if (id.charAt(7) !== '-') return failure({ code: 'hyphen' });
  if (checkDigitOf(digits) !== Number(id.charAt(8))) return failure({ code: 'check-digit' });
  return success(id as BusinessId);
};
