import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimActionRequest, ClaimSearch } from '../../shared/service-api/claim-life.ts';
import type { PaymentClaimRequest, RegisteredPaymentClaim } from '../../shared/service-api/payment-claims.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { workedExamples } from '../../src-main/training-service/worked-examples.ts';
import { advance, care, livelihood } from './claim-requests.ts';
import { createServiceClient, type Reply, type ServiceClient } from './service-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'kelmu-claims-'));
let clock = new Date('2026-03-20T10:00:00Z');
let service: TrainingService;
let client: ServiceClient;

const start = () =>
  startTrainingService({
    dataFolder: folder,
    personCount: 3000,
    largeCityPersons: 0,
    now: () => clock,
    requestsPerSecond: 5000,
  });
const signIn = async (userId = 'u-esimerkki', organisationId = 'org-pirkanmaa', purpose = 'TOIMEENTULO') => {
  const made = createServiceClient(service.url);
  const { call } = made;
  made.call = (name, options = {}) =>
    call(name, { ...options, proof: { issuedAt: Math.floor(clock.getTime() / 1000), ...options.proof } });
  await made.signIn(userId);
  await made.chooseRole(organisationId, purpose);
  return made;
};
const setDay = async (day: string): Promise<void> => {
  clock = new Date(`${day}T10:00:00Z`);
  client = await signIn();
};

beforeAll(async () => {
  service = await start();
  client = await signIn();
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const codeOf = (exampleNumber: number): string =>
  workedExamples.find((example) => example.exampleNumber === exampleNumber)!.personalIdentityCode;
const openExample = (exampleNumber: number): Promise<string> => client.open(codeOf(exampleNumber));
const register = async (
  exampleNumber: number,
  claim: PaymentClaimRequest,
): Promise<RegisteredPaymentClaim> => {
  const reply = await client.call('registerPaymentClaim', {
    parameters: { clientId: await openExample(exampleNumber) },
    body: claim,
    headers: { 'idempotency-key': randomUUID() },
  });
  expect(reply.body['violations'] ?? []).toEqual([]);
  return routes.registerPaymentClaim.response.parse(reply.body).claim;
};
const act = (claimId: string, body: ClaimActionRequest, key: string | null = randomUUID()): Promise<Reply> =>
  client.call('actOnPaymentClaim', {
    parameters: { claimId },
    body,
    headers: key === null ? {} : { 'idempotency-key': key },
  });
const acted = async (claimId: string, body: ClaimActionRequest): Promise<RegisteredPaymentClaim> =>
  routes.actOnPaymentClaim.response.parse((await act(claimId, body)).body).claim;

const everything: ClaimSearch = {
  text: '',
  statuses: [],
  benefitCode: null,
  handlerName: null,
  lastSafeFrom: null,
  lastSafeTo: null,
  withTasks: false,
  order: 'newest',
  offset: 0,
  limit: 200,
};
const search = async (changes: Partial<ClaimSearch> = {}) => {
  const reply = await client.call('searchPaymentClaims', { body: { ...everything, ...changes } });
  return routes.searchPaymentClaims.response.parse(reply.body);
};
const reminders = async () =>
  routes.listClaimReminders.response.parse((await client.call('listClaimReminders')).body).reminders;
const claimNow = async (id: string): Promise<RegisteredPaymentClaim> => {
  const row = (await search()).claims.find((claim) => claim.id === id);
  if (row === undefined) throw new Error('The claim is not in the register');
  const section = await client.call('payment-claims', {
    parameters: { clientId: await client.open(row.client.personalIdentityCode) },
  });
  return routes['payment-claims'].response.parse(section.body).items.find((claim) => claim.id === id)!;
};

/** An advance that was decided before Kela's own decision on the benefit. */
const longBefore = (benefitCode: string): PaymentClaimRequest => ({
  ...advance,
  benefitCode,
  assistanceRows: [{ ...advance.assistanceRows[0]!, decisionDate: '2025-04-02' }],
});

let pension: RegisteredPaymentClaim;

describe('by the service’s clock', () => {
  it('a claim is accepted, becomes active, and its payments are those that leave the client’s pension', async () => {
    pension = await register(2, care);
    expect(pension).toMatchObject({ status: 'REGISTERED', lastSafeDay: '2026-03-24', channel: 'electronic' });
    await setDay('2026-03-27');
    expect((await claimNow(pension.id)).status).toBe('ACCEPTED');
    await setDay('2026-06-10');
    const active = await claimNow(pension.id);
    expect(active.statusHistory.map(({ status }) => status)).toEqual(['REGISTERED', 'ACCEPTED', 'ACTIVE']);
    expect(active.paymentsToOrganisation).toEqual([
      { payDate: '2026-04-07', amount: 50_000 },
      { payDate: '2026-05-07', amount: 50_000 },
      { payDate: '2026-06-05', amount: 50_000 },
    ]);
    const section = await client.call('payments', { parameters: { clientId: await openExample(2) } });
    const payments = routes.payments.response
      .parse(section.body)
      .items.filter(({ benefitCode, payDate }) => benefitCode === 'KE-V' && payDate >= '2026-03-07');
    expect(payments.map(({ deductions }) => deductions.map(({ amount }) => amount))).toEqual(
      payments.map(({ payDate }) => (payDate < '2026-04-07' ? [] : [50_000])),
    );
  });

  it('a request on paper waits for the post, is heard, and is accepted', async () => {
    const claim = await register(2, { ...livelihood, benefitCode: 'TAKE', legalBase: 'TAKUUEL_18' });
    expect(claim).toMatchObject({
      status: 'REGISTERED',
      channel: 'paper',
      postedOn: null,
      request: { form: 'EV 241N' },
    });
    await setDay('2026-06-25');
    expect((await claimNow(claim.id)).status).toBe('REGISTERED');
    const posted = await acted(claim.id, { kind: 'mark-posted', postedOn: '2026-06-24' });
    expect(posted).toMatchObject({ postedOn: '2026-06-24', tasks: [] });
    await setDay('2026-06-28');
    expect((await claimNow(claim.id)).status).toBe('HEARING');
    await setDay('2026-07-11');
    expect((await claimNow(claim.id)).status).toBe('ACCEPTED');
  });

  it('an end that was told by telephone comes a week after the call', async () => {
    const end = {
      endsOn: '2026-07-15',
      reason: 'MOVED',
      calledOn: '2026-07-11',
      calledBy: 'Testi Esimerkki',
      note: 'Muutti kotiin',
    };
    expect(await acted(pension.id, { kind: 'request-end', end })).toMatchObject({
      status: 'END_REQUESTED',
      end,
    });
    await setDay('2026-07-14');
    expect((await claimNow(pension.id)).status).toBe('END_REQUESTED');
    await setDay('2026-09-20');
    const ended = await claimNow(pension.id);
    expect(ended.status).toBe('ENDED');
    expect(ended.paymentsToOrganisation.at(-1)?.payDate).toBe('2026-07-07');
  });
});

describe('what may be done with a claim', () => {
  it('is withdrawn before Kela decides, which frees its time for a new claim', async () => {
    await setDay('2026-03-20');
    const claim = await register(1, advance);
    expect(await acted(claim.id, { kind: 'withdraw', note: 'Väärä kuukausi' })).toMatchObject({
      status: 'WITHDRAWN',
    });
    const again = await act(claim.id, { kind: 'withdraw', note: null });
    expect([again.status, again.body['code']]).toEqual([409, 'CLAIM_STATE_CHANGED']);
    expect((await register(1, advance)).status).toBe('REGISTERED');
  });

  it('not after Kela has decided, whoever moved it on', async () => {
    const [claim] = (await search({ text: codeOf(1), statuses: ['REGISTERED'] })).claims;
    service.moveClaim(claim!.id, 'REJECTED', 'Etuutta ei myönnetty');
    expect(await claimNow(claim!.id)).toMatchObject({
      status: 'REJECTED',
      rejectionReason: 'Etuutta ei myönnetty',
    });
    expect((await act(claim!.id, { kind: 'withdraw', note: null })).body['code']).toBe('CLAIM_STATE_CHANGED');
  });

  it.each<readonly [string, ClaimActionRequest, string]>([
    ['a call in the future', { kind: 'request-end', end: endOf({ calledOn: '2026-03-21' }) }, 'end.calledOn'],
    ['an end before the claim', { kind: 'request-end', end: endOf({ endsOn: '2026-01-31' }) }, 'end.endsOn'],
  ])('refuses %s', async (_, action, field) => {
    const [known] = (await search({ text: codeOf(6) })).claims;
    const claim = known ?? (await register(6, longBefore('YAT')));
    if (known === undefined) service.moveClaim(claim.id, 'ACTIVE');
    const reply = await act(claim.id, action);
    expect(reply.status).toBe(422);
    expect(reply.body['violations']).toEqual([{ code: 'FIELD_INVALID', field }]);
  });

  it('does an action once under its key, and keeps a key to its action', async () => {
    const claim = await register(7, longBefore('OPR'));
    const key = randomUUID();
    const first = await act(claim.id, { kind: 'withdraw', note: null }, key);
    expect(first.status).toBe(200);
    expect((await act(claim.id, { kind: 'withdraw', note: null }, key)).body).toEqual(first.body);
    expect((await act(claim.id, { kind: 'withdraw', note: 'toinen' }, key)).body['code']).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect((await act(claim.id, { kind: 'withdraw', note: null }, null)).body['code']).toBe(
      'IDEMPOTENCY_KEY_MISSING',
    );
  });
});

describe('the register of the organisation', () => {
  it('is searched by text and filtered by state, benefit, handler and last safe day', async () => {
    await setDay('2026-09-20');
    const all = await search();
    expect(all.total).toBeGreaterThan(10);
    expect(
      all.claims.every(
        ({ ownClaim, organisation }) => ownClaim && organisation.organisationId === 'org-pirkanmaa',
      ),
    ).toBe(true);
    const times = all.claims.map(({ registeredAt }) => registeredAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(
      (await search({ text: codeOf(2).toLowerCase() })).claims.map(({ client: { name } }) => name),
    ).toEqual(['Palveluasuja Paavo', 'Palveluasuja Paavo']);
    expect((await search({ text: pension.receiptNumber })).claims).toMatchObject([{ id: pension.id }]);
    for (const [filter, fits] of [
      [{ statuses: ['ENDED', 'REJECTED'] }, (row) => ['ENDED', 'REJECTED'].includes(row.status)],
      [{ benefitCode: 'KE-V' }, (row) => row.benefitCode === 'KE-V'],
      [{ handlerName: 'Testi Esimerkki' }, (row) => row.handlerName === 'Testi Esimerkki'],
      [
        { lastSafeFrom: '2026-03-01', lastSafeTo: '2026-03-24' },
        ({ lastSafeDay: day }) => day !== null && day >= '2026-03-01' && day <= '2026-03-24',
      ],
      [{ withTasks: true }, (row) => row.tasks.length > 0],
    ] as readonly (readonly [Partial<ClaimSearch>, (row: (typeof all.claims)[number]) => boolean])[]) {
      const found = await search(filter);
      expect(found.total).toBeGreaterThan(0);
      expect(found.claims.map(({ id }) => id)).toEqual(all.claims.filter(fits).map(({ id }) => id));
    }
  });

  it('comes in parts, also by last safe day', async () => {
    const whole = await search({ order: 'last-safe-day' });
    const days = whole.claims.map(({ lastSafeDay }) => lastSafeDay ?? '9999');
    expect(days).toEqual([...days].sort());
    const parts = [
      ...(await search({ order: 'last-safe-day', limit: 7 })).claims,
      ...(await search({ order: 'last-safe-day', offset: 7, limit: 200 })).claims,
    ];
    expect(parts).toEqual(whole.claims);
  });

  it('keeps claims of others out of it and out of reach, and hides what others sent', async () => {
    const other = await signIn('u-esimerkki', 'org-varsinais-suomi');
    const reply = await other.call('searchPaymentClaims', { body: everything });
    const { claims } = routes.searchPaymentClaims.response.parse(reply.body);
    expect(claims.map(({ id }) => id)).not.toContain(pension.id);
    const refused = await other.call('actOnPaymentClaim', {
      parameters: { claimId: pension.id },
      body: { kind: 'withdraw', note: null },
      headers: { 'idempotency-key': randomUUID() },
    });
    expect([refused.status, refused.body['code']]).toEqual([404, 'CLAIM_NOT_FOUND']);
    const section = await other.call('payment-claims', {
      parameters: { clientId: await other.open(codeOf(2)) },
    });
    const seen = routes['payment-claims'].response.parse(section.body).items;
    expect(seen.length).toBeGreaterThan(0);
    for (const claim of seen)
      expect(claim).toMatchObject({ ownClaim: false, request: null, tasks: [], end: null, ownCaseId: null });
  });

  it.each([
    ['u-ei-valtuutta', 'org-pirkanmaa', 'TOIMEENTULO', 'MANDATE_MISSING'],
    ['u-harjula', 'org-harjula', 'VASTAANOTTO', 'CLAIM_ORG_NOT_ENTITLED'],
  ])('%s may not: %s %s %s', async (userId, organisationId, purpose, code) => {
    const stranger = await signIn(userId, organisationId, purpose);
    for (const reply of [
      await stranger.call('searchPaymentClaims', { body: everything }),
      await stranger.call('listClaimReminders'),
      await stranger.call('actOnPaymentClaim', {
        parameters: { claimId: pension.id },
        body: { kind: 'withdraw', note: null },
        headers: { 'idempotency-key': randomUUID() },
      }),
    ])
      expect(reply.body['code']).toBe(code);
  });
});

describe('reminders', () => {
  it('remind of a paper within five days of its last safe day, until it is posted', async () => {
    await setDay('2026-04-10');
    const claim = await register(2, livelihood);
    // The pension of 7.5. is the first that the request is for: it must be there on 23.4.
    expect(claim.tasks).toEqual([{ kind: 'post-paper', dueOn: '2026-04-23', replacedBy: null }]);
    const mine = async () => (await reminders()).filter(({ claimId }) => claimId === claim.id);
    await setDay('2026-04-17');
    expect(await mine()).toEqual([]);
    await setDay('2026-04-18');
    expect(await mine()).toMatchObject([
      { task: { kind: 'post-paper', dueOn: '2026-04-23' }, client: { name: 'Palveluasuja Paavo' } },
    ]);
    await acted(claim.id, { kind: 'mark-posted', postedOn: '2026-04-18' });
    expect(await mine()).toEqual([]);
    await acted(claim.id, { kind: 'withdraw', note: null });
  });

  it('remind of an end to report when the care ends, and of no claim that ends itself', async () => {
    await setDay('2026-04-20');
    const ending = {
      ...care,
      benefitCode: 'KHT',
      answers: { ...care.answers, childInCareOverThreeMonths: false },
    };
    const period = { start: '2026-05-01', end: null };
    const careTo = (expectedEnd: string) => ({ ...care.care!, expectedEnd });
    const open = await register(3, { ...ending, period, care: careTo('2026-06-30') });
    const mine = async () => (await reminders()).filter(({ claimId }) => claimId === open.id);
    await setDay('2026-06-22');
    expect(await mine()).toEqual([]);
    await setDay('2026-06-23');
    expect(await mine()).toMatchObject([{ task: { kind: 'report-end', dueOn: '2026-06-30' } }]);
    const end = endOf({ endsOn: '2026-06-30', calledOn: '2026-06-23' });
    await acted(open.id, { kind: 'request-end', end });
    expect(await mine()).toEqual([]);
    const bounded = { start: '2026-07-01', end: '2026-07-31' };
    const closed = await register(3, { ...ending, period: bounded, care: careTo('2026-07-31') });
    await setDay('2026-07-30');
    expect((await claimNow(closed.id)).tasks).toEqual([]);
  });

  it('9: general support has taken the place of labour market subsidy: the claim is checked', async () => {
    await setDay('2026-04-30');
    const mine = async () => (await reminders()).filter(({ client: { name } }) => name === 'Yleistuki Yrjö');
    expect(await mine()).toEqual([]);
    await setDay('2026-05-01');
    const [reminder] = await mine();
    expect(reminder).toMatchObject({
      benefitCode: 'TMT',
      task: { kind: 'check-benefit', dueOn: null, replacedBy: 'YLT' },
    });
    const checked = await acted(reminder!.claimId, { kind: 'mark-checked', note: 'Uusi vaatimus tehty' });
    expect(checked.tasks).toEqual([]);
    expect(await mine()).toEqual([]);
  });
});

it('keeps what happened to claims, also to those of before, over a restart', async () => {
  await setDay('2026-09-20');
  const before = await search();
  await service.close();
  service = await start();
  client = await signIn();
  expect((await search()).claims).toEqual(before.claims);
  expect((await claimNow(pension.id)).request).toEqual(care);
});

function endOf(changes: { readonly endsOn?: string; readonly calledOn?: string }) {
  return {
    endsOn: '2026-02-15',
    reason: 'CARE_ENDED',
    calledOn: '2026-03-20',
    calledBy: 'Testi Esimerkki',
    note: null,
    ...changes,
  };
}
