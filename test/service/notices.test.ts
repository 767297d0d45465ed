import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Notice, NoticeRow } from '../../shared/service-api/notices.ts';
import { addDays, todayInHelsinki } from '../../shared/domain/dates.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { acted, handle, move, open, opened, queueOf, transfer } from './notice-calls.ts';
import { createServiceClient, type ServiceClient } from './service-client.ts';

let clock = new Date('2026-11-25T10:00:00Z');
let service: TrainingService;
let testi: ServiceClient;
let eino: ServiceClient;

const signIn = async (userId: string, organisationId = 'org-pirkanmaa', of = service) => {
  const client = createServiceClient(of.url);
  const { call, bytes } = client;
  const proofOfNow = () => ({ issuedAt: Math.floor(clock.getTime() / 1000) });
  client.call = (name, options = {}) =>
    call(name, { ...options, proof: { ...proofOfNow(), ...options.proof } });
  client.bytes = (path) => bytes(path, proofOfNow());
  await client.signIn(userId);
  expect((await client.chooseRole(organisationId, 'TOIMEENTULO')).status).toBe(200);
  return client;
};

const setClock = async (time: string): Promise<void> => {
  clock = new Date(time);
  testi = await signIn('u-esimerkki');
  eino = await signIn('u-ei-valtuutta');
};

beforeAll(async () => {
  service = await startTrainingService({
    dataFolder: null,
    personCount: 600,
    largeCityPersons: 11_000,
    now: () => clock,
    requestsPerSecond: 100_000,
    notices: { '09': 60, '90': 10_000 },
  });
});
afterAll(() => service.close());
beforeEach(() => setClock('2026-11-25T10:00:00Z'));

let received = 0;
/** A notice that Kela makes now or at a time, to Tampere unless told otherwise. */
const receive = (type: string, madeAt = clock, urgent = false, municipality = '837'): string => {
  received += 1;
  const id = `n-test-${received}`;
  service.notices.receive({ id, type, urgent, madeAt, municipality, personNumber: 1 });
  return id;
};
const fresh = async (type = 'N1'): Promise<NoticeRow> => {
  const id = receive(type);
  return (await queueOf(testi)).find((row) => row.id === id)!;
};

describe('the queue', () => {
  it('is the oldest first, the same for colleagues, and of the own county only', async () => {
    const rows = await queueOf(testi);
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(rows.map(({ visibleFrom }) => visibleFrom)).toEqual(
      rows.map(({ visibleFrom }) => visibleFrom).toSorted(),
    );
    expect((await queueOf(eino)).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    const helsinki = new Set((await queueOf(await signIn('u-stadi', 'org-helsinki'))).map(({ id }) => id));
    expect(helsinki.size).toBeGreaterThanOrEqual(10_000);
    expect(rows.some(({ id }) => helsinki.has(id))).toBe(false);
    expect(new Set(rows.map(({ type }) => type)).size).toBeGreaterThanOrEqual(5);
  });

  it('has the mix of the statistics', async () => {
    const rows = await queueOf(await signIn('u-stadi', 'org-helsinki'));
    const share = (type: string) => rows.filter((row) => row.type === type).length / rows.length;
    expect(share('N2')).toBeCloseTo(0.46, 1);
    expect(share('N1')).toBeCloseTo(0.1, 1);
    expect(rows.every(({ municipality }) => municipality === '091')).toBe(true);
  });

  it('opens by mandate M4 alone, and records who was refused', async () => {
    const withoutMandate = await signIn('u-esimerkki', 'org-varsinais-suomi');
    for (const [name, body] of [
      ['listNotices', { after: null, limit: 5 }],
      ['noticeChanges', { revision: 0, after: null }],
      ['listNoticeHandlers', undefined],
      ['listNoticeTransfers', undefined],
    ] as const) {
      const reply = await withoutMandate.call(name, body && { body });
      expect(reply).toMatchObject({ status: 403, body: { code: 'MANDATE_MISSING', mandate: 'M4' } });
    }
    expect(service.auditRecords().at(-1)).toMatchObject({ operation: 'notices', outcome: 'MANDATE_MISSING' });
  });

  it('counts what is new after a position and tells what colleagues changed', async () => {
    const rows = await queueOf(testi);
    const last = rows.at(-1)!;
    const page = await testi.call('listNotices', { body: { after: null, limit: 1 } });
    const body = {
      revision: page.body['revision'],
      after: { visibleFrom: last.visibleFrom, id: last.id },
    };
    const taken = rows.find(({ state }) => state === 'NEW')!;
    await acted(eino, taken.id, taken.version, { kind: 'take' });
    clock = new Date('2026-11-25T10:00:01Z');
    receive('N1');
    receive('N1');
    receive('N3');
    const reply = await testi.call('noticeChanges', { body });
    const changes = routes.noticeChanges.response.parse(reply.body);
    expect(changes.newCount).toBe(2);
    expect(changes.changed.find(({ id }) => id === taken.id)).toMatchObject({
      state: 'ASSIGNED',
      owner: { name: 'Eino Valtuudeton' },
    });
  });
});

describe('visibility by the clock of Finland', () => {
  // Made at, first instant of being seen, one moment before it.
  const cases = [
    ['N1 at once', 'N1', false, '2026-11-25T10:10:00Z', '2026-11-25T10:10:00.000Z'],
    ['N4 the same day', 'N4', false, '2026-11-25T10:10:00Z', '2026-11-25T11:00:00.000Z'],
    ['N5 in the last hour of the day', 'N5', false, '2026-11-25T21:30:00Z', '2026-11-25T21:30:00.000Z'],
    ['N2 the day after', 'N2', false, '2026-11-25T10:10:00Z', '2026-11-25T22:00:00.000Z'],
    ['N2 one second before midnight', 'N2', false, '2026-11-25T21:59:59Z', '2026-11-25T22:00:00.000Z'],
    ['N2 at midnight', 'N2', false, '2026-11-25T22:00:00Z', '2026-11-26T22:00:00.000Z'],
    ['N2 urgent', 'N2', true, '2026-11-25T10:10:00Z', '2026-11-25T11:00:00.000Z'],
    ['N3 over the end of summer time', 'N3', false, '2026-10-24T20:59:59Z', '2026-10-24T21:00:00.000Z'],
    ['N3 on the day of 25 hours', 'N3', false, '2026-10-25T10:00:00Z', '2026-10-25T22:00:00.000Z'],
    ['N3 on the day of 23 hours', 'N3', false, '2027-03-28T08:00:00Z', '2027-03-28T21:00:00.000Z'],
    ['N6 in the hour that comes twice', 'N6', false, '2026-10-25T00:30:00Z', '2026-10-25T01:00:00.000Z'],
    ['N3 at the year end', 'N3', false, '2026-12-31T21:59:59Z', '2026-12-31T22:00:00.000Z'],
    ['N3 after the year end', 'N3', false, '2026-12-31T22:00:00Z', '2027-01-01T22:00:00.000Z'],
    ['N3 on 28 February of a common year', 'N3', false, '2027-02-28T12:00:00Z', '2027-02-28T22:00:00.000Z'],
  ] as const;

  it.each(cases)('%s', async (_, type, urgent, madeAt, visibleAt) => {
    const id = receive(type, new Date(madeAt), urgent);
    await setClock(new Date(Date.parse(visibleAt) - 1).toISOString());
    expect((await testi.call('openNotice', { parameters: { noticeId: id } })).status).toBe(404);
    expect((await queueOf(testi)).some((row) => row.id === id)).toBe(false);
    await setClock(visibleAt);
    const row = (await queueOf(testi)).find((each) => each.id === id);
    expect(row?.visibleFrom).toBe(visibleAt);
  });
});

describe('two users on the same notice', () => {
  it('lets one take it and tells the other who was faster; nothing is overwritten', async () => {
    const row = await fresh();
    const first = await acted(testi, row.id, row.version, { kind: 'take' });
    const second = await acted(eino, row.id, row.version, { kind: 'take' });
    expect(first.outcome).toBe('DONE');
    expect(second).toMatchObject({
      outcome: 'NOTICE_CHANGED',
      change: { by: 'Testi Esimerkki', at: clock.toISOString(), state: 'ASSIGNED' },
      notice: { owner: { name: 'Testi Esimerkki' } },
    });
    expect((await opened(eino, row.id)).owner?.userId).toBe('u-esimerkki');
  });

  it('lets exactly one of twenty at once take it', async () => {
    const row = await fresh();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        acted(at % 2 === 0 ? testi : eino, row.id, row.version, { kind: 'take' }),
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'DONE')).toHaveLength(1);
    expect((await opened(testi, row.id)).version).toBe(row.version + 1);
  });

  it('does not call a mere look by a colleague a change', async () => {
    const row = await fresh();
    expect((await opened(eino, row.id)).state).toBe('OPENED');
    expect((await acted(testi, row.id, row.version, { kind: 'take' })).outcome).toBe('DONE');
  });

  it('walks from taking to closing, with every step in the history and in the audit trail', async () => {
    const row = await fresh('N2');
    expect(row).toBeUndefined();
    await setClock('2026-11-26T10:00:00Z');
    const id = `n-test-${received}`;
    let { version } = await opened(testi, id);
    for (const action of [
      { kind: 'take' },
      { kind: 'note', note: 'Soitettu, ei vastausta' },
      { kind: 'hand-over', userId: 'u-ei-valtuutta' },
      { kind: 'contact', note: null },
      { kind: 'close', result: 'SERVICE_ASSESSMENT', note: 'Aika varattu' },
    ]) {
      const outcome = await acted(testi, id, version, action);
      expect(outcome.outcome).toBe('DONE');
      version = outcome.notice!.version;
    }
    const notice = await opened(eino, id);
    expect(notice).toMatchObject({ state: 'CLOSED', result: 'SERVICE_ASSESSMENT', readOnly: true });
    expect(notice.history.map(({ kind }) => kind)).toEqual([
      'open',
      'take',
      'note',
      'hand-over',
      'contact',
      'close',
    ]);
    const operations = service.auditRecords().filter(({ section }) => section === id);
    expect(operations.map(({ operation }) => operation)).toEqual([
      'openNotice',
      'handleNotice:take',
      'handleNotice:note',
      'handleNotice:hand-over',
      'handleNotice:contact',
      'handleNotice:close',
      'openNotice',
    ]);
    expect(operations.every(({ clientId }) => clientId !== null)).toBe(true);
    expect((await acted(eino, id, version, { kind: 'take' })).outcome).toBe('NOTICE_CLOSED');
  });

  it('takes a closing back for ninety days, then shows it to be read by its number for two years', async () => {
    const { id, version } = await fresh();
    expect((await acted(testi, id, version, { kind: 'reopen' })).outcome).toBe('NOTICE_CHANGED');
    const close = { kind: 'close', result: 'NO_NEED', note: null };
    const closed = await acted(testi, id, version, close);
    const isAmong = async (closedOnes: boolean) =>
      (await queueOf(eino, closedOnes)).some((row) => row.id === id);
    expect([await isAmong(false), await isAmong(true)]).toEqual([false, true]);
    expect(closed.notice?.reopenUntil).toBe('2027-02-23T10:00:00.000Z');
    await setClock('2027-02-23T09:59:59Z');
    expect((await acted(eino, id, version, { kind: 'reopen' })).outcome).toBe('NOTICE_CHANGED');
    const reopened = await acted(eino, id, version + 1, { kind: 'reopen' });
    expect(reopened).toMatchObject({
      outcome: 'DONE',
      notice: { state: 'ASSIGNED', result: null, readOnly: false, owner: { name: 'Eino Valtuudeton' } },
    });
    expect(await isAmong(false)).toBe(true);
    const events = (await acted(eino, id, version + 2, close)).notice?.history ?? [];
    expect(events.map(({ result = '' }) => result)).toEqual(['NO_NEED', '', 'NO_NEED']);
    await setClock('2027-05-24T09:59:59Z');
    expect(await isAmong(true)).toBe(false);
    expect(await opened(testi, id)).toMatchObject({ readOnly: true, reopenUntil: null });
    expect((await acted(testi, id, version + 3, { kind: 'reopen' })).outcome).toBe('NOTICE_CLOSED');
    // Two years by the calendar of Finland: the last moment of 25.11.2028, and the next.
    await setClock('2028-11-25T21:59:59Z');
    expect((await open(testi, id)).outcome).toBe('DONE');
    await setClock('2028-11-25T22:00:00Z');
    expect((await testi.call('openNotice', { parameters: { noticeId: id } })).status).toBe(404);
    expect((await handle(testi, id, version + 3, { kind: 'take' })).status).toBe(404);
  });

  it('takes what is open after two years out of the queue too', async () => {
    const id = receive('N1', new Date('2024-11-24T22:00:00Z'));
    expect((await queueOf(testi)).some((row) => row.id === id)).toBe(true);
    await setClock('2026-11-25T22:00:00Z');
    expect((await queueOf(testi)).some((row) => row.id === id)).toBe(false);
  });

  it('does an action once for a key, and refuses the key for another', async () => {
    const row = await fresh();
    const key = randomUUID();
    const note = { kind: 'note', note: 'Kerran' };
    const first = await handle(testi, row.id, row.version, note, key);
    expect((await handle(testi, row.id, row.version, note, key)).body).toEqual(first.body);
    expect((await opened(testi, row.id)).history.filter(({ kind }) => kind === 'note')).toHaveLength(1);
    expect((await handle(testi, row.id, row.version, { kind: 'take' }, key)).status).toBe(409);
  });

  it('refuses an unknown result and an unknown colleague', async () => {
    const row = await fresh();
    expect((await handle(testi, row.id, 1, { kind: 'close', result: 'X', note: null })).status).toBe(400);
    expect((await handle(testi, row.id, 1, { kind: 'hand-over', userId: 'u-stadi' })).status).toBe(400);
  });
});

describe('transfer', () => {
  it('takes the content from the sender and tells the receiver who sent it and why', async () => {
    const row = await fresh();
    const receipt = await move(testi, '091', [row]);
    expect(receipt.receiptNumber).toMatch(/^IS-2026-\d{6}$/);
    expect(receipt.results).toEqual([{ id: row.id, outcome: 'DONE', change: null }]);
    const seen = await open(testi, row.id);
    expect(seen).toMatchObject({ outcome: 'NOTICE_MOVED', notice: null, change: { municipality: '091' } });
    expect((await queueOf(testi)).some(({ id }) => id === row.id)).toBe(false);
    const stadi = await signIn('u-stadi', 'org-helsinki');
    const arrived = (await queueOf(stadi)).find(({ id }) => /^n-[0-9a-f]{8}-/.test(id))!;
    const notice = await opened(stadi, arrived.id);
    expect(notice).toMatchObject({
      type: row.type,
      municipality: '091',
      transferredFrom: {
        organisationName: 'Pirkanmaan hyvinvointialue',
        userName: 'Testi Esimerkki',
        municipality: '837',
        reason: 'Asiakas on muuttanut',
      },
    });
    expect(notice.content.reasons).toHaveLength(1);
    expect((await testi.call('openNotice', { parameters: { noticeId: arrived.id } })).status).toBe(404);
    const trail = service.auditRecords().filter(({ operation }) => operation === 'transferNotice');
    expect(trail.at(-1)).toMatchObject({ section: row.id, outcome: 'OK', userId: 'u-esimerkki' });
  });

  it('gives each of many a result of its own', async () => {
    const rows = [await fresh(), await fresh(), await fresh(), await fresh()];
    await acted(eino, rows[1]!.id, 1, { kind: 'take' });
    await acted(eino, rows[2]!.id, 1, { kind: 'close', result: 'NO_NEED', note: null });
    await move(eino, '091', [rows[3]!]);
    const receipt = await move(testi, '853', [...rows, { ...rows[0]!, id: 'n-nowhere' }]);
    const results = ['DONE', 'NOTICE_CHANGED', 'NOTICE_CLOSED', 'NOTICE_MOVED', 'NOT_FOUND'];
    expect(receipt.results.map(({ outcome }) => outcome)).toEqual(results);
    expect(receipt.results[1]?.change).toMatchObject({ by: 'Eino Valtuudeton', state: 'ASSIGNED' });
    const trail = service.auditRecords().slice(-5);
    expect(trail.map(({ outcome }) => outcome)).toEqual(['OK', ...results.slice(1)]);
    expect((await opened(testi, rows[1]!.id)).owner?.userId).toBe('u-ei-valtuutta');
  });

  it('tells colleagues later what was sent to where and by whom, and names no client', async () => {
    const rows = [await fresh(), await fresh()];
    await acted(eino, rows[1]!.id, 1, { kind: 'take' });
    const { receiptNumber, at } = await move(testi, '091', rows);
    const { body } = await eino.call('listNoticeTransfers');
    const { transfers } = routes.listNoticeTransfers.response.parse(body);
    const by = { municipality: '091', userName: 'Testi Esimerkki' };
    expect(transfers[0]).toEqual({ receiptNumber, at, ...by, moved: 1, refused: 1 });
    const stadi = await signIn('u-stadi', 'org-helsinki');
    expect((await stadi.call('listNoticeTransfers')).body).toEqual({ transfers: [] });
  });

  it('leaves what is in the municipality already', async () => {
    const row = await fresh();
    expect((await move(testi, '837', [row])).results).toMatchObject([{ outcome: 'SAME_MUNICIPALITY' }]);
    expect((await opened(testi, row.id)).version).toBe(row.version);
  });

  it('moves within the county too, and once for a double click', async () => {
    const row = await fresh();
    const notices = [{ id: row.id, version: row.version }];
    const body = { municipality: '604', reason: 'Kotikunta on Pirkkala', notices };
    const key = randomUUID();
    const before = (await queueOf(testi)).length;
    const [first, second] = await Promise.all([transfer(testi, body, key), transfer(testi, body, key)]);
    expect(second.body).toEqual(first.body);
    const rows = await queueOf(testi);
    expect(rows).toHaveLength(before);
    expect(rows.filter(({ id, state }) => /^n-[0-9a-f]{8}-/.test(id) && state === 'NEW')).toMatchObject([
      { municipality: '604' },
    ]);
  });

  it('refuses a municipality that is not, or is no more', async () => {
    const row = await fresh();
    const notices = [{ id: row.id, version: row.version }];
    for (const municipality of ['999', '532'])
      expect((await transfer(testi, { municipality, reason: 'Muutto', notices })).status).toBe(400);
    expect((await transfer(testi, { municipality: '091', reason: '', notices })).status).toBe(400);
  });
});

describe('what a notice leads to', () => {
  const noticeWith = async (fits: (notice: Notice) => boolean): Promise<Notice> => {
    for (const { id, type } of await queueOf(testi))
      if (type === 'N2' || type === 'N3') {
        const notice = await opened(testi, id);
        if (fits(notice)) return notice;
      }
    throw new Error('no such notice');
  };

  it('links to a decision that is on the client’s page, made the day before the notice shows', async () => {
    for (const type of ['N2', 'N3']) {
      const notice = await noticeWith((each) => each.type === type && each.content.decision !== null);
      const clientId = await testi.open(notice.client.personalIdentityCode);
      const { body } = await testi.call('decisions', { parameters: { clientId } });
      const { items } = routes.decisions.response.parse(body);
      const decision = items.find(({ id }) => id === notice.content.decision?.id);
      expect(decision).toMatchObject({ benefitCode: 'TOTU', decisionDate: notice.content.decision?.date });
      const { reduction } = notice.content;
      if (reduction !== null) expect(decision?.calculation?.reductionPercent).toBe(reduction.percent);
      const made = todayInHelsinki(new Date(notice.madeAt));
      expect(made).toBe(decision?.decisionDate);
      const shown = todayInHelsinki(new Date(notice.visibleFrom));
      expect(shown).toBe(notice.urgent ? made : addDays(made, 1));
    }
  });

  it('gives the bytes of its attachments as long as the notice is there, and records it', async () => {
    const notice = await noticeWith(({ content }) => content.attachments.length > 1);
    for (const { id, bytes, mediaType } of notice.content.attachments) {
      const reply = await testi.bytes(`/notices/${notice.id}/attachments/${id}`);
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, mediaType]);
      expect((await reply.arrayBuffer()).byteLength).toBe(bytes);
    }
    const operations = service.auditRecords().filter(({ section }) => section === notice.id);
    expect(operations.at(-1)).toMatchObject({ operation: 'readNoticeAttachment', outcome: 'OK' });
    expect((await testi.bytes(`/notices/${notice.id}/attachments/a-9`)).status).toBe(404);
    const stadi = await signIn('u-stadi', 'org-helsinki');
    const path = `/notices/${notice.id}/attachments/a-1`;
    expect((await stadi.bytes(path)).status).toBe(404);
    await move(testi, '091', [notice]);
    expect((await testi.bytes(path)).status).toBe(404);
    const without = await signIn('u-esimerkki', 'org-varsinais-suomi');
    expect((await without.bytes(path)).status).toBe(403);
  });
});

it('keeps notices and their handling over a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kelmu-notices-'));
  const start = () =>
    startTrainingService({ dataFolder: folder, personCount: 300, now: () => clock, notices: { '09': 20 } });
  const before = await start();
  const client = await signIn('u-esimerkki', 'org-pirkanmaa', before);
  const [row] = await queueOf(client);
  await opened(client, row!.id);
  const taken = await acted(client, row!.id, row!.version, { kind: 'note', note: 'Säilyy' });
  await before.close();
  const after = await start();
  const again = await signIn('u-esimerkki', 'org-pirkanmaa', after);
  expect((await opened(again, row!.id)).history).toEqual(taken.notice?.history);
  expect((await queueOf(again)).length).toBe(20);
  await after.close();
  rmSync(folder, { recursive: true });
});
