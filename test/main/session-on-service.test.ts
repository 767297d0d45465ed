import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { todayInHelsinki } from '../../shared/domain/dates.ts';
import type { DocumentBatch } from '../../shared/service-api/documents.ts';
import { problem } from '../../shared/service-api/problem.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { namedClients } from '../../src-main/training-service/worked-examples.ts';
import { createServiceClient, type RouteName } from '../service/service-client.ts';
import { startApplication, type ApplicationUnderTest } from './application-under-test.ts';
import { createFakeAttention, type FakeAttention } from './fake-attention.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createPlainBrowser, identifyAs } from './plain-browser.ts';

// The main process less its windows against the real service; what the clocks show is the test's.
const minutes = (count: number): number => count * 60_000;
const ordinary = namedClients.find(({ exampleNumber }) => exampleNumber === 1)!;

let service: TrainingService;
let folder: string;
let clock: FakeClock;
/** Of the service; it runs with the workstation's monotonic one. */
let serviceTime: () => number = Date.now;
let under: ApplicationUnderTest;
let sent: { readonly path: string; readonly status: number }[];
let tokens: { accessToken: string; refreshToken: string };

/** Requests that have no reply yet. */
let onTheWay = 0;

const readingFetch: typeof fetch = async (input, init) => {
  onTheWay += 1;
  const reply = await fetch(input, init).finally(() => (onTheWay -= 1));
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  sent.push({ path: pathname, status: reply.status });
  if (!reply.headers.get('content-type')?.startsWith('application/json')) return reply;
  const body = (await reply.clone().json()) as { tokens?: typeof tokens };
  if (body.tokens) tokens = body.tokens;
  return reply;
};

let outside: FakeAttention;

const start = (dataFolder = folder): ApplicationUnderTest =>
  startApplication(service, dataFolder, { clock, attention: outside, fetch: readingFetch });

beforeAll(async () => {
  service = await startTrainingService({
    dataFolder: null,
    personCount: 500,
    requestsPerSecond: 5000,
    now: () => new Date(serviceTime()),
  });
});
afterAll(() => service.close());
beforeEach(() => {
  const began = Date.now();
  clock = createFakeClock(began);
  const monotonic = clock.monotonic();
  serviceTime = () => began + clock.monotonic() - monotonic;
  sent = [];
  outside = createFakeAttention();
  folder = mkdtempSync(join(tmpdir(), 'kelmu-session-'));
  under = start();
});
afterEach(async () => {
  await under.application.close();
  service.restoreMandates();
  rmSync(folder, { recursive: true, force: true });
});

/** Time passes, and no request runs out of its budget only because its reply takes real time. */
const pass = async (milliseconds: number): Promise<void> => {
  for (let left = milliseconds; left > 0; left -= 10_000) {
    await clock.advance(Math.min(left, 10_000));
    await expect.poll(() => onTheWay, { interval: 5 }).toBe(0);
  }
};
const phase = async () => (await under.value('session.state', undefined)).phase;
const enter = async (): Promise<void> => {
  await under.signIn();
  await under.takeRole('TOIMEENTULO');
};
const openClient = async (): Promise<string> => {
  const look = {
    personalIdentityCode: ordinary.personalIdentityCode,
    reason: null,
    nonDisclosureConfirmed: false,
  };
  return (await under.value('client.look-up', look)).clientHandle;
};
const payments = (clientHandle: string) =>
  under.call('client.section', { clientHandle, section: 'payments' });

interface Stolen {
  readonly accessToken?: string;
  readonly body?: unknown;
}
/** What the service says to somebody who has the session's tokens, but not its key. */
const asThief = async (name: RouteName, { accessToken, body }: Stolen): Promise<string> => {
  const thief = createServiceClient(service.url, undefined, () => serviceTime());
  thief.accessToken = accessToken ?? null;
  return problem.parse((await thief.call(name, { body })).body).code;
};
/** A session that lives asks for the key first; one that has ended knows nothing of the token. */
const refreshedBy = ({ refreshToken }: typeof tokens) => asThief('refreshTokens', { body: { refreshToken } });
/** A refresh token that comes a second time ends the session, here as after a theft. */
const endAtService = async (): Promise<void> => {
  const { refreshToken } = tokens;
  await pass(minutes(6));
  await expect.poll(() => sent.filter(({ path }) => path === '/sign-in/refresh').length).toBeGreaterThan(0);
  expect(await asThief('refreshTokens', { body: { refreshToken } })).toBe('NOT_SIGNED_IN');
};

describe('an old token', () => {
  it('does nothing with another key, and the session goes on', async () => {
    await enter();
    expect(await asThief('listOrganisations', { accessToken: tokens.accessToken })).toBe('PROOF_INVALID');
    expect(await refreshedBy(tokens)).toBe('PROOF_INVALID');
    expect((await payments(await openClient())).ok).toBe(true);
  });

  it.each(['session.lock', 'session.sign-out'] as const)(
    'is of no session any more after %s',
    async (how) => {
      await enter();
      expect(await refreshedBy(tokens)).toBe('PROOF_INVALID');
      await under.value(how, undefined);
      await expect.poll(() => refreshedBy(tokens)).toBe('NOT_SIGNED_IN');
    },
  );

  it('is not in a profile that was copied while it was in use', async () => {
    await enter();
    await payments(await openClient());
    const copy = mkdtempSync(join(tmpdir(), 'kelmu-copied-'));
    cpSync(folder, copy, { recursive: true });
    const written = readdirSync(copy, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');
    expect(written).toContain('"event":"signed-in"');
    for (const token of [tokens.accessToken, tokens.refreshToken]) expect(written).not.toContain(token);
    const thief = start(copy);
    expect(await thief.value('session.state', undefined)).toEqual({ phase: 'signed-out' });
    expect(await thief.call('lists.catalogue', undefined)).toMatchObject({
      error: { code: 'not-signed-in' },
    });
    await thief.application.close();
    rmSync(copy, { recursive: true, force: true });
  });
});

describe('a lock', () => {
  it.each<readonly [string, () => unknown]>([
    ['by the user', () => under.value('session.lock', undefined)],
    ['after idle time', () => clock.advance(minutes(15))],
    [
      'of the operating system, by another user or by a remote session that ends',
      () => under.application.session.lock('system-locked'),
    ],
    ['before a sleep', () => under.application.session.lock('suspended')],
    [
      'after a sleep that nobody announced, the clock having gone on',
      async () => {
        clock.setWall(clock.now() + minutes(30));
        await clock.advance(10_000);
      },
    ],
    [
      'at the return from a sleep with a clock that was moved back meanwhile and on again',
      () => {
        clock.setWall(clock.now() - minutes(30));
        clock.setWall(clock.now() + minutes(90));
        under.application.session.resumed();
      },
    ],
  ])('%s leaves no client, no notice and nothing on the clipboard', async (_, lock) => {
    await enter();
    const clientHandle = await openClient();
    const about = { subject: 'identity-code', clientHandle } as const;
    await under.value('clipboard.copy', { text: ordinary.personalIdentityCode, about });
    await under.value('notices.alert', { waiting: 3, arrived: 1 });
    expect(outside.shown()).toEqual({ badge: 3, notice: expect.stringContaining('3') });
    expect(under.clipboard.text).toBe(ordinary.personalIdentityCode);
    under.events.splice(0);

    await lock();
    expect(await phase()).toBe('locked');
    const dropped = { name: 'client.dropped', payload: { clientHandle, reason: 'locked' } };
    const lockedAt = under.events.findIndex(
      ({ payload }) => (payload as { phase?: string }).phase === 'locked',
    );
    expect(under.events.slice(0, lockedAt)).toContainEqual(dropped);
    const told = JSON.stringify(under.events);
    expect(told).not.toMatch(new RegExp(`${ordinary.name.split(' ')[0]}|${ordinary.personalIdentityCode}`));
    await expect.poll(() => under.clipboard.text).toBe('');
    expect(await under.call('notices.alert', { waiting: 3, arrived: 1 })).toMatchObject({
      error: { code: 'session-locked' },
    });
    expect(outside.shown()).toEqual({ badge: 0, notice: null });
    expect(await payments(clientHandle)).toMatchObject({ error: { code: 'session-locked' } });
  });
});

describe('a token that runs out', () => {
  const draftId = randomUUID();
  const content = {
    client: { name: 'Esimerkki', personalIdentityCode: ordinary.personalIdentityCode },
    ...{ situation: 'A', benefitCode: 'YAT', step: 'assistance', form: '{"decisionNumber":"TT-2026-4711"}' },
  };

  it('in the middle of the wizard is renewed without a word', async () => {
    await enter();
    const clientHandle = await openClient();
    await under.value('drafts.save', { draftId, ...content });
    await pass(minutes(6));
    expect((await payments(clientHandle)).ok).toBe(true);
    expect(sent.filter(({ path }) => path === '/sign-in/refresh').map(({ status }) => status)).toContain(200);
  });

  it('with its session in the middle of the wizard leads to a new sign-in, and the draft is kept', async () => {
    await enter();
    await openClient();
    await under.value('drafts.save', { draftId, ...content });
    await endAtService();
    expect(await under.call('claims.payee-accounts', undefined)).toMatchObject({
      error: { code: expect.stringMatching(/session-ended|not-signed-in/) },
    });
    expect(await under.value('session.state', undefined)).toEqual({
      phase: 'signed-out',
      reason: 'service-ended-session',
    });
    await enter();
    const { draft } = await under.value('drafts.open', { draftId });
    expect(draft).toMatchObject(content);
  });

  it('with its session in the middle of an upload: it goes on where it was', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    document.context.register(document.context.stream(randomBytes(2_000_000)));
    const bytes = Buffer.from(await document.save());
    const half = 1_000_000;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const batch: DocumentBatch = {
      clientRequest: { way: 'PHONE', date: todayInHelsinki(new Date(serviceTime())) },
      ...{ applicationId: null, note: null },
      files: [
        {
          ...{ name: 'tiliote.pdf', kind: 'pdf', bytes: bytes.length, sha256 },
          ...{ documentType: 'OTHER', months: [], rotation: 0 },
        },
      ],
    };
    const idempotencyKey = randomUUID();
    let fileId = '';
    const upload = async (clientHandle: string, batchId: string, from: number, to: number) => {
      const address = `app://kelmu/data/documents/${clientHandle}/${batchId}/${fileId}/${from}`;
      const body = new Uint8Array(bytes.subarray(from, to));
      const reply = await under.application.data(new Request(address, { method: 'POST', body }));
      return (await reply!.json()) as { received?: number; code?: string };
    };

    await enter();
    const before = await openClient();
    const begun = await under.value('documents.begin', { clientHandle: before, idempotencyKey, batch });
    const { batchId } = begun;
    fileId = begun.files[0]?.fileId ?? '';
    expect(await upload(before, batchId, 0, half)).toMatchObject({ received: half });
    await endAtService();
    const refused = await upload(before, batchId, half, bytes.length);
    expect(refused.code).toMatch(/session-ended|not-signed-in|client-left/);
    expect(await phase()).toBe('signed-out');

    await enter();
    const clientHandle = await openClient();
    const state = await under.value('documents.state', { clientHandle, batchId });
    expect(state.files).toEqual([{ fileId, received: half }]);
    expect(await upload(clientHandle, batchId, half, bytes.length)).toMatchObject({ received: bytes.length });
    expect(await under.value('documents.complete', { clientHandle, batchId })).toMatchObject({
      outcome: 'SENT',
    });
  });
});

describe('a clock', () => {
  const named = async () =>
    (await under.value('application.diagnostics', undefined)).diagnostics.filter(
      ({ code }) => code === 'clock-skewed',
    );

  it.each([
    ['ten minutes fast', 10, '-10 min'],
    ['ten minutes slow', -10, '10 min'],
    ['a year back', -60 * 24 * 365, '525600 min'],
  ])('%s is named and stops nothing', async (_, ahead, detail) => {
    clock.setWall(clock.now() + minutes(ahead));
    await enter();
    expect((await payments(await openClient())).ok).toBe(true);
    expect(await named()).toMatchObject([{ severity: 'warning', detail }]);
  });

  it.each([
    ['back', -120],
    ['back over midnight', -60 * 24],
    ['by a minute', 1],
  ])('that is moved %s at run time ends nothing', async (_, by) => {
    await enter();
    const clientHandle = await openClient();
    clock.setWall(clock.now() + minutes(by));
    await clock.advance(minutes(2));
    expect((await payments(clientHandle)).ok).toBe(true);
    expect(await phase()).toBe('active');
    under.application.session.activity();
    await clock.advance(minutes(15));
    expect(await phase()).toBe('locked');
  });

  it('of the service that was put right by over five minutes is followed: the proof is made anew once', async () => {
    await enter();
    const clientHandle = await openClient();
    const before = serviceTime;
    serviceTime = () => before() - minutes(6);
    sent = [];
    expect((await payments(clientHandle)).ok).toBe(true);
    expect(sent.filter(({ path }) => path.endsWith('/payments')).map(({ status }) => status)).toEqual([
      401, 200,
    ]);
    sent = [];
    expect((await payments(clientHandle)).ok).toBe(true);
    expect(sent.map(({ status }) => status)).toEqual([200]);
  });
});

describe('single log-out', () => {
  const signInByBrowser = async (browser = createPlainBrowser()) => {
    const opened = under.pages.length;
    const signing = under.value('session.sign-in', { method: 'bank-codes' });
    await expect.poll(() => under.pages.length, { timeout: 20_000 }).toBeGreaterThan(opened);
    await identifyAs(browser, under.pages.at(-1)!);
    await signing;
    await under.takeRole('TOIMEENTULO');
    return browser;
  };

  it('at the provider ends the session here within a minute, and takes its clients along', async () => {
    const browser = await signInByBrowser();
    const clientHandle = await openClient();
    const page = await browser.open(`${service.url}/identity-provider/session/end?client_id=kelmu-desktop`);
    await page.submit({ logout: 'yes' });
    await clock.advance(minutes(1));
    await expect.poll(phase).toBe('signed-out');
    expect(await under.value('session.state', undefined)).toMatchObject({ reason: 'service-ended-session' });
    expect(under.events).toContainEqual({
      name: 'client.dropped',
      payload: { clientHandle, reason: 'signed-out' },
    });
  });

  it('here opens the page of the provider for it, and names nobody in its address', async () => {
    const browser = await signInByBrowser();
    const opened = under.pages.length;
    await under.value('session.sign-out', undefined);
    await expect.poll(() => under.pages.length).toBe(opened + 1);
    expect(under.pages.at(-1)).not.toMatch(/Esimerkki|99900042X/);
    const loggedOut = await (await browser.open(under.pages.at(-1)!)).submit({ logout: 'yes' });
    expect(loggedOut.text).toContain('Olet kirjautunut ulos');
  });
});

it('rights that are lowered while a client is open close it with the reason, and leave the drafts', async () => {
  await enter();
  const clientHandle = await openClient();
  const draftId = randomUUID();
  const client = { name: 'Esimerkki', personalIdentityCode: ordinary.personalIdentityCode };
  await under.value('drafts.save', {
    ...{ draftId, client, situation: 'A', benefitCode: 'YAT', step: 'assistance', form: '{}' },
  });
  service.endMandate({ userId: 'u-esimerkki', organisationId: 'org-pirkanmaa', mandate: 'M1' });
  expect(await payments(clientHandle)).toMatchObject({ error: { code: 'mandate-missing', mandate: 'M1' } });
  await expect
    .poll(() => under.value('session.state', undefined))
    .toMatchObject({ phase: 'active', lostMandates: ['M1'], role: { rights: { lookUp: false } } });
  expect(under.events).toContainEqual({
    name: 'client.dropped',
    payload: { clientHandle, reason: 'rights' },
  });
  expect(await payments(clientHandle)).toMatchObject({ error: { code: 'client-left' } });
  const { drafts } = await under.value('drafts.list', undefined);
  expect(drafts.map((draft) => draft.draftId)).toEqual([draftId]);
});
