import { expect, it } from 'vitest';
import { benefitName, codeName } from '../features/client/words.ts';
import type { Contract } from './contract.ts';
import { learnCodes } from './service-codes.ts';

const contractWith = (answer: unknown): Contract =>
  ({ call: () => Promise.resolve(answer), subscribe: () => () => undefined }) as unknown as Contract;

it('names codes that only the service knows, and shows the others as they are', async () => {
  expect(benefitName('UUSI')).toBe('UUSI');
  await learnCodes(contractWith({ ok: false, error: { code: 'service-unreachable', retriable: true } }));
  expect(benefitName('UUSI')).toBe('UUSI');
  const name = { fi: 'uusi tuki', sv: 'nytt stöd', en: 'new support' };
  const entry = { list: 'benefits', code: 'UUSI', name, validFrom: null, validTo: null };
  const value = {
    value: { version: '2027', entries: [entry] },
    asOf: '2026-11-25T08:00:00Z',
    source: 'service',
  };
  await learnCodes(contractWith({ ok: true, value }));
  expect(benefitName('UUSI')).toBe('Uusi tuki');
  expect(codeName('claim-statuses', 'UUSI')).toBe('UUSI');
});
