import { expect, it } from 'vitest';
import { success } from '../../shared/domain/result.ts';
import { createFakeClock } from '../../test/main/fake-clock.ts';
import { createRecordedAudit } from '../../test/main/recorded-audit.ts';
import { createRegistrar, type Handlers } from './registrar.ts';

const window = { isMainFrame: true, origin: 'app://kelmu' };

const registrarWith = (handlers: Partial<Handlers>) => {
  const audit = createRecordedAudit();
  const registrar = createRegistrar({
    handlers: handlers as Handlers,
    allowedOrigin: 'app://kelmu',
    missing: () => undefined,
    audit,
    clock: createFakeClock(),
  });
  return { audit, registrar };
};

it('hands on what the handler answers, less what the contract does not know', async () => {
  const value = { phase: 'signed-out' as const, secret: 'x' };
  const { registrar } = registrarWith({ 'session.state': () => success(value) });
  expect(await registrar.answer(window, 'session.state', undefined)).toEqual({
    ok: true,
    value: { phase: 'signed-out' },
  });
});

it('turns an exception into an answer and writes down its kind only', async () => {
  const { audit, registrar } = registrarWith({
    'session.state': () => {
      throw new RangeError('010190-900B');
    },
  });
  const answer = await registrar.answer(window, 'session.state', undefined);
  expect(answer).toEqual({ ok: false, error: { code: 'internal', retriable: false } });
  expect(audit.events).toEqual([{ event: 'call-failed', call: 'session.state', error: 'RangeError' }]);
});

it('lets no answer out that does not fit the contract', async () => {
  const { registrar } = registrarWith({ 'session.state': () => success({ phase: 'nonsense' } as never) });
  expect(await registrar.answer(window, 'session.state', undefined)).toMatchObject({
    error: { code: 'internal' },
  });
});

it('lets no answer out that belongs to another section than was asked for', async () => {
  const coverage = {
    id: 'c1',
    covered: true,
    ground: 'RESIDENCE',
    period: { start: '2020-01-01', end: null },
    healthInsurance: null,
    medicalCareCard: true,
    europeanHealthInsuranceCardValidTo: null,
    forms: [],
    homeMunicipalityRight: true,
  };
  const reply = { clientId: 'c', asOf: '2026-11-01T08:00:00Z', monthsBack: null, items: [coverage] };
  const { registrar } = registrarWith({ 'client.section': () => Promise.resolve(success(reply)) });
  const ask = (section: string) =>
    registrar.answer(window, 'client.section', { clientHandle: 'handle-1', section });
  expect(await ask('insurance-coverage')).toMatchObject({ ok: true });
  expect(await ask('payments')).toMatchObject({ error: { code: 'internal' } });
});
