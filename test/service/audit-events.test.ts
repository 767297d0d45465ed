import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { namedClients } from '../../src-main/training-service/worked-examples.ts';
import { createServiceClient, type ServiceClient } from './service-client.ts';

let service: TrainingService;
let caseworker: ServiceClient;
let clientId: string;

beforeAll(async () => {
  service = await startTrainingService({ dataFolder: null, personCount: 500 });
  caseworker = createServiceClient(service.url);
  await caseworker.signIn('u-esimerkki');
  await caseworker.chooseRole('org-pirkanmaa', 'TOIMEENTULO');
  clientId = await caseworker.open(namedClients[0]!.personalIdentityCode);
});
afterAll(() => service.close());

const record = (body: unknown, key: string = randomUUID()) =>
  caseworker.call('recordAuditEvent', { body, headers: { 'idempotency-key': key } });
const printed = () => ({ kind: 'print', clientId, detail: { subject: 'decisions' } });

it('keeps who printed what about whom, in which role', async () => {
  expect((await record(printed())).body).toEqual({ recorded: true });
  expect(service.auditRecords().at(-1)).toMatchObject({
    userId: 'u-esimerkki',
    organisationId: 'org-pirkanmaa',
    purpose: 'TOIMEENTULO',
    mandates: ['M1', 'M4', 'M5'],
    operation: 'print',
    clientId,
    section: 'decisions',
    outcome: 'OK',
  });
});

it('keeps what was exported and how much', async () => {
  const detail = { subject: 'recipient-list', listId: 'L1', period: '2026-11', format: 'csv', rows: 12 };
  await record({ kind: 'export', clientId: null, detail });
  expect(service.auditRecords().at(-1)).toMatchObject({
    operation: 'export',
    clientId: null,
    section: 'recipient-list/L1/2026-11/csv/12',
  });
});

it('writes a repeated event once', async () => {
  const key = randomUUID();
  await record(printed(), key);
  const count = service.auditRecords().length;
  expect((await record(printed(), key)).status).toBe(200);
  expect(service.auditRecords()).toHaveLength(count);
});

it.each([
  ['a client that is not open', 404, { clientId: `c-${'0'.repeat(32)}` }],
  ['another kind', 400, { kind: 'photograph' }],
  ['a text', 400, { note: 'Demonen' }],
  ['a text in the detail', 400, { detail: { subject: 'decisions', note: 'Demonen' } }],
  ['a subject in own words', 400, { detail: { subject: 'Demonen Deni' } }],
])('refuses %s', async (_, status, change) => {
  const events = () => service.auditRecords().filter(({ outcome }) => outcome === 'OK').length;
  const count = events();
  expect((await record({ ...printed(), ...change })).status).toBe(status);
  expect(events()).toBe(count);
});
