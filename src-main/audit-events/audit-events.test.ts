import { afterEach, beforeEach, expect, it } from 'vitest';
import { backendUnderTest, type BackendUnderTest } from '../../test/main/backend-under-test.ts';
import {
  json,
  problemReply,
  startScriptedService,
  type ScriptedService,
} from '../../test/main/scripted-service.ts';
import { createAuditEvents, type AuditEvents } from './audit-events.ts';

let service: ScriptedService;
let under: BackendUnderTest;
let events: AuditEvents;

beforeEach(async () => {
  service = await startScriptedService();
  under = backendUnderTest(service.address);
  await under.signIn();
  const idOf = (handle: string) => (handle === 'handle-1' ? 'c-1' : undefined);
  events = createAuditEvents({ backend: under.backend, audit: under.audit, clients: { idOf } });
  service.on('POST /audit/events', json(200, { recorded: true }));
});
afterEach(() => service.close());

it('names the client to the service and to nobody else', async () => {
  const event = { kind: 'copy', clientHandle: 'handle-1', subject: 'identity-code' } as const;
  expect(await events.record(event)).toEqual({ ok: true, value: true });
  expect(JSON.parse(service.seen[0]!.body)).toEqual({
    kind: 'copy',
    clientId: 'c-1',
    detail: { subject: 'identity-code' },
  });
  expect(under.audit.events).toEqual([{ event: 'data-left-window', kind: 'copy', subject: 'identity-code' }]);
});

it('repeats a lost event under the same key', async () => {
  service.on('POST /audit/events', problemReply(503, 'SERVICE_CLOSED'), json(200, { recorded: true }));
  await events.record({ kind: 'print', clientHandle: null, subject: 'guide' });
  const keys = service.seen.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual([expect.any(String), keys[0]]);
});

it('fails where the client is open no more or the service refuses', async () => {
  const print = (clientHandle: string) =>
    events.record({ kind: 'print', clientHandle, subject: 'decisions' });
  expect(await print('handle-2')).toMatchObject({ error: { code: 'client-left' } });
  service.on('POST /audit/events', problemReply(403, 'ROLE_MISSING'));
  expect(await print('handle-1')).toMatchObject({ error: { code: 'role-missing' } });
  expect(under.audit.events).toEqual([]);
});
