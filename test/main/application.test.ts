import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { todayInHelsinki } from '../../shared/domain/dates.ts';
import { sectionNames } from '../../shared/domain/sections.ts';
import type { CallRequest } from '../../shared/ipc/contract.ts';
import type { PaymentClaimRequest } from '../../shared/service-api/payment-claims.ts';
import type { Application } from '../../src-main/application.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { demoAdvance, namedClients } from '../../src-main/training-service/worked-examples.ts';
import { noAnswers, unasked } from '../service/claim-requests.ts';
import { startApplication, type ApplicationUnderTest } from './application-under-test.ts';

// The whole main process less its windows, with the real training service over HTTP and the real key store.
const today = todayInHelsinki(new Date());
const client = (part: string) => namedClients.find(({ description }) => description.includes(part))!;
const ordinary = namedClients.find(({ exampleNumber }) => exampleNumber === 1)!;

let service: TrainingService;
let folder: string;
let under: ApplicationUnderTest;
let application: Application;
let call: ApplicationUnderTest['call'];
let value: ApplicationUnderTest['value'];
let signIn: ApplicationUnderTest['signIn'];
let takeRole: ApplicationUnderTest['takeRole'];

beforeAll(async () => {
  service = await startTrainingService({ dataFolder: null, personCount: 500 });
});
afterAll(() => service.close());

function start(trainingMode: boolean): void {
  under = startApplication(service, folder, { trainingMode });
  ({ application, call, value, signIn, takeRole } = under);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-application-'));
  start(true);
});
afterEach(async () => {
  await application.close();
  service.setFault(null);
  rmSync(folder, { recursive: true, force: true });
});

const lookUp = (personalIdentityCode: string, more: Partial<CallRequest<'client.look-up'>> = {}) =>
  call('client.look-up', {
    personalIdentityCode,
    reason: 'Asiakas on vastaanotolla',
    nonDisclosureConfirmed: false,
    ...more,
  });

async function openClient(): Promise<string> {
  const found = await lookUp(ordinary.personalIdentityCode);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value.clientHandle;
}

/** Every file of the profile as text. */
const profile = (): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

it('clears at its end what was copied', async () => {
  await value('clipboard.copy', { text: ordinary.personalIdentityCode, about: null });
  expect(under.clipboard.text).toBe(ordinary.personalIdentityCode);
  await application.close();
  expect(under.clipboard.text).toBe('');
});

it('leaves at its end what another program has copied since', async () => {
  await value('clipboard.copy', { text: ordinary.personalIdentityCode, about: null });
  Object.assign(under.clipboard, { text: 'kauppalista', marked: false });
  await application.close();
  expect(under.clipboard.text).toBe('kauppalista');
});

describe('a day at work', () => {
  it('goes from the practice card to every section of a client', async () => {
    await signIn();
    await takeRole();
    const clientHandle = await openClient();
    for (const section of sectionNames) {
      const answer = await call('client.section', { clientHandle, section });
      if (answer.ok) expect(answer.value).toMatchObject({ items: expect.any(Array) as unknown });
      else expect(answer.error.code).toBe('section-not-allowed');
    }
    expect((await call('client.section', { clientHandle, section: 'payments' })).ok).toBe(true);
    expect((await call('lists.catalogue', undefined)).ok).toBe(true);
    expect((await call('claims.payee-accounts', undefined)).ok).toBe(true);
  });

  it("shows the service's id of the client to nobody but the header", async () => {
    await signIn();
    await takeRole();
    const found = await lookUp(ordinary.personalIdentityCode);
    expect(found.ok && found.value.clientHandle).not.toBe(found.ok && found.value.header.clientId);
    expect(await call('client.section', { clientHandle: 'c'.repeat(36), section: 'payments' })).toMatchObject(
      {
        error: { code: 'client-left' },
      },
    );
  });

  it.each(['user', 'leave', 'sign-out'] as const)(
    'drops the client and what was copied of it by %s',
    async (how) => {
      await signIn();
      await takeRole();
      const clientHandle = await openClient();
      const names = {
        user: 'session.lock',
        leave: 'session.leave-role',
        'sign-out': 'session.sign-out',
      } as const;
      const reasons = { user: 'locked', leave: 'left', 'sign-out': 'signed-out' } as const;
      await value('clipboard.copy', {
        text: ordinary.personalIdentityCode,
        about: { subject: 'identity-code', clientHandle },
      });
      await value(names[how], undefined);
      await expect.poll(() => under.clipboard.text).toBe('');
      const told = under.events.map(({ name, payload }) => ({ name, payload }));
      const dropped = { name: 'client.dropped', payload: { clientHandle, reason: reasons[how] } };
      expect(told).toContainEqual(dropped);
      expect(told.findIndex(({ name }) => name === 'client.dropped')).toBeLessThan(
        told.findLastIndex(({ name }) => name === 'session.changed'),
      );
      expect((await call('client.section', { clientHandle, section: 'payments' })).ok).toBe(false);
      if (how !== 'user') return;
      await signIn();
      expect(await call('client.section', { clientHandle, section: 'payments' })).toMatchObject({
        error: { code: 'client-left' },
      });
    },
  );

  it('registers a claim once, though the first reply is lost', async () => {
    await signIn();
    await takeRole();
    const demo = namedClients.find(({ exampleNumber }) => exampleNumber === 0) ?? ordinary;
    const found = await lookUp(demo.personalIdentityCode);
    if (!found.ok) throw new Error(JSON.stringify(found.error));
    const { clientHandle } = found.value;
    const { accounts } = await value('claims.payee-accounts', undefined);
    const claim = claimFor(accounts[0]!.accountId);
    const idempotencyKey = randomUUID();
    service.setFault({ path: '/payment-claims$', times: 1, kind: 'lost-answer' });
    const first = await call('claims.register', { clientHandle, idempotencyKey, claim });
    const second = await call('claims.register', { clientHandle, idempotencyKey, claim });
    expect(first).toMatchObject({ ok: true });
    expect(second).toEqual(first);
  });

  it('knows after a restart which claim was sent, and learns by its key what became of it', async () => {
    await signIn();
    await takeRole();
    const clientHandle = await openClient();
    const { accounts } = await value('claims.payee-accounts', undefined);
    const claim = claimFor(accounts[0]!.accountId);
    const [sent, refused] = [randomUUID(), randomUUID()];
    const content = { client: { name: 'N', personalIdentityCode: '' }, situation: 'A', benefitCode: 'YAT' };
    for (const draftId of [sent, refused])
      await value('drafts.save', { draftId, ...content, step: 'review', form: '{}' });
    service.setFault({ path: '/payment-claims$', kind: 'lost-answer' });
    const lost = await call('claims.register', { clientHandle, idempotencyKey: sent, claim });
    expect(lost).toMatchObject({ ok: false, error: { retriable: true } });
    service.setFault(null);
    expect(await call('claims.register', { clientHandle, idempotencyKey: refused, claim })).toMatchObject({
      error: { code: 'claim-refused', violations: [{ code: 'CLAIM_DUPLICATE' }] },
    });
    await application.close();
    start(true);
    await signIn();
    await takeRole();
    const { drafts } = await value('drafts.list', undefined);
    expect(drafts.find(({ draftId }) => draftId === sent)?.sentAt).toBeGreaterThan(0);
    expect(drafts.find(({ draftId }) => draftId === refused)?.sentAt).toBeNull();
    const { receipt } = await value('claims.find-receipt', { idempotencyKey: sent });
    expect(receipt?.claim).toMatchObject({ benefitCode: claim.benefitCode, status: 'REGISTERED' });
    expect(await value('claims.find-receipt', { idempotencyKey: refused })).toEqual({ receipt: null });
    // A refusal of the second try says nothing about the first one.
    const again = { clientHandle: await openClient(), idempotencyKey: sent, claim };
    service.endMandate({ userId: 'u-esimerkki', organisationId: 'org-pirkanmaa', mandate: 'M1' });
    expect(await call('claims.register', again)).toMatchObject({
      error: { code: 'mandate-missing', mayBeDone: true },
    });
    service.restoreMandates();
    const { draft } = await value('drafts.open', { draftId: sent });
    expect(draft?.sentAt).toBeGreaterThan(0);
  });

  it('leaves nothing of the client, the PIN or the tokens on the disk', async () => {
    const { pin } = await value('practice-card.users', undefined);
    await signIn();
    await takeRole();
    const found = await lookUp(ordinary.personalIdentityCode);
    if (!found.ok) throw new Error(JSON.stringify(found.error));
    const { clientHandle, header } = found.value;
    await call('client.section', { clientHandle, section: 'payments' });
    await call('announcements.list', undefined);
    await application.close();
    const written = profile();
    for (const text of [header.personalIdentityCode, header.lastName, header.clientId, `"${pin}"`]) {
      expect(written).not.toContain(text);
    }
    expect(written).toContain('"event":"client-looked-up"');
  });
});

describe('look-up', () => {
  beforeEach(async () => {
    await signIn();
    await takeRole();
  });

  it.each([
    ['010190-900A', 'check-character'],
    ['310299-9001', 'date'],
    ['010190_900B', 'separator'],
    ['short', 'length'],
  ])('asks the service nothing for %s', async (personalIdentityCode, reason) => {
    const before = service.auditRecords().length;
    expect(await lookUp(personalIdentityCode)).toEqual({
      ok: false,
      error: { code: 'identity-code-invalid', retriable: false, reason },
    });
    expect(service.auditRecords()).toHaveLength(before);
  });

  it('asks for a confirmation where the address is not to be disclosed', async () => {
    const { personalIdentityCode } = client('Non-disclosure');
    expect(await lookUp(personalIdentityCode)).toMatchObject({
      error: { code: 'non-disclosure-confirmation-required' },
    });
    const confirmed = await lookUp(personalIdentityCode, { nonDisclosureConfirmed: true });
    expect(confirmed).toMatchObject({ ok: true, value: { header: { nonDisclosure: true, address: null } } });
  });

  it('refuses the data of another client', async () => {
    const clientHandle = await openClient();
    service.setFault({ path: '/payments$', kind: 'other-client' });
    expect(await call('client.section', { clientHandle, section: 'payments' })).toMatchObject({
      error: { code: 'service-reply-mismatch' },
    });
    expect((await call('client.section', { clientHandle, section: 'decisions' })).ok).toBe(true);
  });

  it.each([
    ['wrong-schema', 'service-reply-invalid'],
    ['huge', 'service-reply-invalid'],
    ['redirect', 'redirect-refused'],
  ] as const)('names a section that is spoilt by %s, and the others live', async (kind, code) => {
    const clientHandle = await openClient();
    service.setFault({ path: '/payments$', kind });
    expect(await call('client.section', { clientHandle, section: 'payments' })).toMatchObject({
      error: { code },
    });
    expect((await call('client.section', { clientHandle, section: 'decisions' })).ok).toBe(true);
  });

  it('gives up a section when the client is left', async () => {
    const clientHandle = await openClient();
    service.setFault({ path: '/payments$', kind: 'delay', delay: 5_000 });
    const waiting = call('client.section', { clientHandle, section: 'payments' });
    await value('client.leave', { clientHandle });
    expect(await waiting).toMatchObject({ error: { code: 'client-left' } });
  });
});

describe('while the service is away', () => {
  it('shows the last known announcements with their age', async () => {
    const before = await value('announcements.list', undefined);
    expect(before.source).toBe('service');
    // Written in the background: the second reading comes after it in the same queue.
    await value('announcements.list', undefined);
    service.setFault({ path: '^/announcements$', kind: 'status', status: 503, retryAfterSeconds: 600 });
    const after = await value('announcements.list', undefined);
    expect(after).toMatchObject({ source: 'cache', value: before.value });
    expect(Date.parse(after.asOf)).toBeLessThanOrEqual(Date.now());
  });

  it('knows the code lists of the service as they were last', async () => {
    const before = await value('codes.list', undefined);
    service.setFault({ path: '^/codes$', kind: 'status', status: 503, retryAfterSeconds: 600 });
    expect(await value('codes.list', undefined)).toMatchObject({ source: 'cache', value: before.value });
  });

  it('names the cause where nothing is known', async () => {
    service.setFault({ path: '^/announcements$', kind: 'status', status: 503, retryAfterSeconds: 600 });
    expect(await call('announcements.list', undefined)).toMatchObject({
      error: { code: 'service-closed', retryAfter: 600 },
    });
  });

  it('shows the guides that came with the program where nothing else is known', async () => {
    service.setFault({ path: '^/guides$', kind: 'status', status: 503, retryAfterSeconds: 600 });
    const answer = await value('guides.list', undefined);
    expect(answer.source).toBe('built-in');
    expect(answer.value.guides.map(({ id }) => id)).toContain('contacts');
  });
});

describe('the practice card', () => {
  it('cannot be reached outside training mode, and its module is never loaded', async () => {
    await application.close();
    start(false);
    const unavailable = { ok: false, error: { code: 'practice-card-unavailable', retriable: false } };
    expect(await call('practice-card.users', undefined)).toEqual(unavailable);
    const request = { method: 'practice-card', userId: 'u-esimerkki', pin: '1234' } as const;
    expect(await call('session.sign-in', request)).toEqual(unavailable);
    expect(under.practiceCardLoads).toBe(0);
    expect(await value('session.state', undefined)).toEqual({ phase: 'signed-out' });
  });

  it('counts wrong PINs and does not sign in', async () => {
    const wrong = { method: 'practice-card', userId: 'u-stadi', pin: '0000' } as const;
    expect(await call('session.sign-in', wrong)).toMatchObject({ error: { code: 'card-pin-wrong' } });
    expect(await call('session.sign-in', wrong)).toMatchObject({
      error: { code: 'card-pin-wrong-last-try' },
    });
    expect(await value('session.state', undefined)).toEqual({ phase: 'signed-out' });
  });

  it('of another person ends a locked session', async () => {
    await signIn();
    await value('session.lock', undefined);
    const { pin } = await value('practice-card.users', undefined);
    expect(await call('session.sign-in', { method: 'practice-card', userId: 'u-stadi', pin })).toMatchObject({
      error: { code: 'other-person' },
    });
    expect(await value('session.state', undefined)).toEqual({ phase: 'signed-out', reason: 'other-person' });
  });
});

const claimFor = (payeeAccountId: string): PaymentClaimRequest => ({
  ...unasked,
  situation: 'A',
  answers: { ...noAnswers, benefitDecision: { state: 'pending', decisionDate: null } },
  benefitCode: 'YLT',
  legalBase: 'TOTUL_23',
  period: demoAdvance(today),
  amount: { kind: 'total', cents: 32_000 },
  assistanceRows: [
    {
      month: demoAdvance(today).start.slice(0, 7),
      decisionDate: demoAdvance(today).start,
      decisionNumber: 'TT 1/2026',
      kind: 'preventive',
      cents: 32_000,
    },
  ],
  care: null,
  payeeAccountId,
  handler: { name: 'Testi Esimerkki', phone: '020 123 4567', email: null },
  clientInformed: { informed: true, date: today },
});
