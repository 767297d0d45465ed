import { formatIban, parseIban } from '../../../shared/domain/iban.ts';

/** An account number in groups of four; as it came if it is none. */
export const accountText = (iban: string): string => {
  const parsed = parseIban(iban);
  return parsed.ok ? formatIban(parsed.value) : iban;
};
