import { describe, expect, it, vi } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import { generateArtificialIdentityCode } from '../../../shared/domain/personal-identity-code.ts';
import type { CallAnswer } from '../../../shared/ipc/contract.ts';
import type { ErrorCode } from '../../../shared/ipc/errors.ts';
import type { ClientHeader } from '../../../shared/service-api/clients.ts';
import { createFakeContract, deferred } from '../../platform/fake-contract.ts';
import { createLookUp, type FoundClient } from './look-up.svelte.ts';
import { createRecentClients } from './recent-clients.svelte.ts';

const code = generateArtificialIdentityCode(isoDate('1990-01-01'), 900);
const otherCode = generateArtificialIdentityCode(isoDate('1985-06-15'), 901);

const headerOf = (personalIdentityCode: string, changes: Partial<ClientHeader> = {}): ClientHeader => ({
  clientId: `id-${personalIdentityCode}`,
  personalIdentityCode,
  lastName: 'Malli',
  firstNames: 'Maija Anneli',
  calledName: 'Maija',
  birthDate: '1990-01-01',
  deathDate: null,
  language: 'fi',
  homeMunicipality: null,
  stayMunicipality: null,
  address: null,
  nonDisclosure: false,
  guardian: null,
  household: [],
  asOf: '2026-03-02T07:00:00Z',
  ...changes,
});
const found: FoundClient = { clientHandle: 'handle-1', header: headerOf(code) };
const refusal = (refused: ErrorCode): CallAnswer<'client.look-up'> => ({
  ok: false,
  error: { code: refused, retriable: false },
});

const setUp = (allowArtificial = true) => {
  const contract = createFakeContract({ 'client.look-up': () => ({ ok: true, value: found }) });
  const onFound = vi.fn();
  const lookUp = createLookUp({ contract, allowArtificial, onFound, today: () => isoDate('2026-03-02') });
  const sent = () =>
    contract.requests.filter(({ name }) => name === 'client.look-up').map((each) => each.request);
  return { contract, onFound, lookUp, sent };
};

describe('the code while it is typed', () => {
  it('is not found fault with before it is whole', () => {
    const { lookUp } = setUp();
    for (const typed of ['0', '0101', code.slice(0, 10)]) {
      lookUp.code = typed;
      expect(lookUp.problem).toBeNull();
    }
    lookUp.code = code;
    expect(lookUp.problem).toBeNull();
    expect(lookUp.complete).toBe(true);
  });

  it('is found fault with as soon as it can become none', () => {
    const { lookUp } = setUp();
    const problemOf = (typed: string) => {
      lookUp.code = typed;
      return lookUp.problem;
    };
    expect(['32', '3113', '290204', '290204-', '290203'].map(problemOf)).toEqual([
      null,
      'date',
      null,
      null,
      null,
    ]);
    expect(['290203-', '010190*', '010190-000'].map(problemOf)).toEqual([
      'date',
      'separator',
      'individual-number',
    ]);
    expect(problemOf('0101')).toBeNull();
  });

  it('says why it is none once it is whole', () => {
    const { lookUp } = setUp();
    lookUp.code = `${code.slice(0, 10)}${code.endsWith('A') ? 'B' : 'A'}`;
    expect(lookUp.problem).toBe('check-character');
    lookUp.code = `991399${code.slice(6)}`;
    expect(lookUp.problem).toBe('date');
  });

  it('is cleaned of what a mail program did to it, and says so', () => {
    const { lookUp } = setUp();
    lookUp.code = ` ${code.toLowerCase().replace('-', '\u2013')}\u00A0`;
    expect(lookUp.code).toBe(code);
    expect([...lookUp.cleaned].sort()).toEqual(['dash-variant', 'lower-case', 'spaces']);
  });

  it('never gets another separator: two codes may differ by it alone', () => {
    const { lookUp } = setUp();
    const of1900 = ['-', 'Y', 'X', 'W', 'V', 'U'].map((separator) => `010180${separator}9015`);
    const of2000 = ['A', 'B', 'C', 'D', 'E', 'F'].map((separator) => `241204${separator}905C`);
    for (const pasted of [...of1900, ...of2000]) {
      lookUp.code = pasted;
      expect(lookUp.code).toBe(pasted);
      expect(lookUp.cleaned).toEqual([]);
      expect(lookUp.complete).toBe(true);
    }
  });

  it('says nothing of a small letter that is typed', () => {
    const { lookUp } = setUp();
    lookUp.code = '010180';
    lookUp.code = '010180y';
    expect(lookUp.code).toBe('010180Y');
    expect(lookUp.cleaned).toEqual([]);
  });

  it('refuses artificial codes outside training', () => {
    const { lookUp } = setUp(false);
    lookUp.code = code;
    expect(lookUp.problem).toBe('artificial-not-allowed');
  });
});

describe('the look-up', () => {
  it('finds a client and leaves nothing in the form', async () => {
    const { lookUp, onFound, sent } = setUp();
    lookUp.code = code;
    await lookUp.submit();
    expect(sent()).toEqual([{ personalIdentityCode: code, reason: null, nonDisclosureConfirmed: false }]);
    expect(onFound).toHaveBeenCalledWith(found);
    expect(lookUp.code).toBe('');
  });

  it('asks nobody about half a code', async () => {
    const { lookUp, sent } = setUp();
    lookUp.code = '0101';
    await lookUp.submit();
    expect(lookUp.problem).toBe('length');
    expect(sent()).toEqual([]);
  });

  it('asks for the reason and the confirmation that the service wants, one after the other', async () => {
    const { contract, lookUp, onFound, sent } = setUp();
    contract.answer('client.look-up', ({ reason, nonDisclosureConfirmed }) => {
      if (reason === null) return refusal('reason-required');
      return nonDisclosureConfirmed
        ? { ok: true, value: found }
        : refusal('non-disclosure-confirmation-required');
    });
    lookUp.code = code;
    await lookUp.submit();
    expect(lookUp.question).toBe('reason');
    expect(lookUp.reasonTooShort).toBe(false);

    lookUp.reason = 'lyhyt';
    await lookUp.submit();
    expect(lookUp.reasonTooShort).toBe(true);
    expect(sent()).toHaveLength(1);

    lookUp.reason = '  Toimeentulotuen hakemus  ';
    await lookUp.submit();
    expect(lookUp.question).toBe('non-disclosure');
    expect(lookUp.confirmationMissing).toBe(false);

    await lookUp.submit();
    expect(lookUp.confirmationMissing).toBe(true);
    expect(sent()).toHaveLength(2);

    lookUp.nonDisclosureConfirmed = true;
    await lookUp.submit();
    expect(sent().at(-1)).toEqual({
      personalIdentityCode: code,
      reason: 'Toimeentulotuen hakemus',
      nonDisclosureConfirmed: true,
    });
    expect(onFound).toHaveBeenCalledTimes(1);
  });

  it('never takes the answers for one client over to another', async () => {
    const { contract, lookUp, sent } = setUp();
    contract.answer('client.look-up', () => refusal('reason-required'));
    lookUp.code = code;
    await lookUp.submit();
    lookUp.reason = 'Toimeentulotuen hakemus';
    lookUp.code = otherCode;
    expect(lookUp.question).toBeNull();
    await lookUp.submit();
    expect(sent().at(-1)).toEqual({
      personalIdentityCode: otherCode,
      reason: null,
      nonDisclosureConfirmed: false,
    });
  });

  it('gives back a client that comes after the user went on to another code', async () => {
    const { contract, lookUp, onFound } = setUp();
    const late = deferred<CallAnswer<'client.look-up'>>();
    contract.answer('client.look-up', () => late.promise);
    lookUp.code = code;
    const submitted = lookUp.submit();
    lookUp.code = otherCode;
    late.resolve({ ok: true, value: found });
    await submitted;
    expect(onFound).not.toHaveBeenCalled();
    expect(contract.requests.at(-1)).toEqual({ name: 'client.leave', request: { clientHandle: 'handle-1' } });
  });

  it('shows a failure and keeps the code', async () => {
    const { contract, lookUp } = setUp();
    contract.answer('client.look-up', () => refusal('client-not-found'));
    lookUp.code = code;
    await lookUp.submit();
    expect(lookUp.error?.code).toBe('client-not-found');
    expect(lookUp.code).toBe(code);
  });

  it('does not look up twice at a double press', async () => {
    const { lookUp, sent } = setUp();
    lookUp.code = code;
    await Promise.all([lookUp.submit(), lookUp.submit()]);
    expect(sent()).toHaveLength(1);
  });
});

describe('recent clients', () => {
  it('puts the newest first, once each, and keeps its number', () => {
    const recent = createRecentClients();
    recent.remember(headerOf(code), 1);
    recent.remember(headerOf(otherCode), 2);
    recent.remember(headerOf(code), 3);
    expect(recent.list.map(({ number, openedAt }) => [number, openedAt])).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });

  it('never remembers a client with non-disclosure for safety', () => {
    const recent = createRecentClients();
    recent.remember(headerOf(code, { nonDisclosure: true }), 1);
    expect(recent.list).toEqual([]);
  });

  it('forgets all when told', () => {
    const recent = createRecentClients();
    recent.remember(headerOf(code), 1);
    recent.clear();
    expect(recent.list).toEqual([]);
  });
});
