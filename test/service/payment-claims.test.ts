import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFinnishIban } from '../../shared/domain/iban.ts';
import type { PaymentClaimRequest } from '../../shared/service-api/payment-claims.ts';
import { problem } from '../../shared/service-api/problem.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import {
  demoAdvance,
  namedClients,
  workedExamples,
} from '../../src-main/training-service/worked-examples.ts';
import { advance, care, noAnswers } from './claim-requests.ts';
import { createServiceClient, type Reply, type ServiceClient } from './service-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'kelmu-training-'));
/** The guide's own time: two weeks before the payday that example 2 aims at. */
const now = () => new Date(`2026-03-20T10:00:00.${String(Date.now() % 1000).padStart(3, '0')}Z`);
let service: TrainingService;
let client: ServiceClient;

const start = () =>
  startTrainingService({ dataFolder: folder, personCount: 300, now, requestsPerSecond: 5000 });

const signIn = async (userId = 'u-esimerkki', organisationId = 'org-pirkanmaa') => {
  client = createServiceClient(service.url);
  const issuedAt = Math.floor(now().getTime() / 1000);
  const { call } = client;
  client.call = (name, options = {}) => call(name, { ...options, proof: { issuedAt, ...options.proof } });
  await client.signIn(userId);
  expect((await client.chooseRole(organisationId, 'TOIMEENTULO')).status).toBe(200);
};

beforeAll(async () => {
  service = await start();
  await signIn();
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const openExample = (exampleNumber: number): Promise<string> =>
  client.open(
    workedExamples.find((example) => example.exampleNumber === exampleNumber)!.personalIdentityCode,
  );

const send = (clientId: string, body: unknown, key: string | null = randomUUID()): Promise<Reply> =>
  client.call('registerPaymentClaim', {
    parameters: { clientId },
    body,
    headers: key === null ? {} : { 'idempotency-key': key },
  });

const codesOf = (reply: Reply): string[] => {
  const parsed = problem.parse(reply.body);
  return [parsed.code, ...(parsed.violations ?? []).map(({ code }) => code)];
};

describe('registering a claim', () => {
  it('gives a receipt, and the claim stands in the section', async () => {
    const clientId = await openExample(1);
    const reply = await send(clientId, advance);
    const receipt = routes.registerPaymentClaim.response.parse(reply.body);
    expect(receipt.receiptNumber).toMatch(/^KM-2026-\d{6}$/);
    const section = await client.call('payment-claims', { parameters: { clientId } });
    const { items } = routes['payment-claims'].response.parse(section.body);
    expect(items[0]).toEqual(receipt.claim);
    expect(items[0]).toMatchObject({ status: 'REGISTERED', ownClaim: true, benefitCode: 'TMT' });
    expect(items[0]?.payeeMaskedAccount).not.toMatch(/\d{6}/);
  });

  it('answers the same key by the same receipt, and registers once', async () => {
    const clientId = await openExample(2);
    const key = randomUUID();
    const [first, second] = await Promise.all([send(clientId, care, key), send(clientId, care, key)]);
    const third = await send(clientId, care, key);
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(third.body).toEqual(first.body);
    const section = await client.call('payment-claims', { parameters: { clientId } });
    expect(section.body['items']).toHaveLength(1);
  });

  it('finds the receipt of a claim by its key, for its user and organisation alone', async () => {
    const find = async (idempotencyKey: string): Promise<unknown> =>
      (await client.call('findClaimReceipt', { parameters: { keyId: idempotencyKey } })).body['receipt'];
    const clientId = await openExample(10);
    const key = randomUUID();
    expect(await find(key)).toBeNull();
    const sent = await send(clientId, { ...care, benefitCode: 'LL' }, key);
    expect(sent.status).toBe(200);
    expect(await find(key)).toEqual(sent.body);
    const own = client;
    await signIn('u-esimerkki', 'org-varsinais-suomi');
    expect(await find(key)).toBeNull();
    client = own;
  });

  it('refuses a key that came with another claim, and a claim without a key', async () => {
    const clientId = await openExample(2);
    const key = randomUUID();
    const takePension = { ...care, benefitCode: 'TAKE' };
    expect((await send(clientId, takePension, key)).status).toBe(200);
    const reused = await send(clientId, { ...takePension, amount: { kind: 'whole-benefit' } }, key);
    expect([reused.status, ...codesOf(reused)]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect(codesOf(await send(clientId, takePension, null))).toEqual(['IDEMPOTENCY_KEY_MISSING']);
    expect(codesOf(await send(clientId, takePension, 'not-a-uuid'))).toEqual(['IDEMPOTENCY_KEY_MISSING']);
  });

  it('refuses the same claim under a new key', async () => {
    const clientId = await openExample(2);
    const reply = await send(clientId, care);
    expect(reply.status).toBe(422);
    expect(codesOf(reply)).toContain('CLAIM_DUPLICATE');
  });

  it('refuses a situation that the guide does not have', async () => {
    const reply = await send(await openExample(1), { ...advance, situation: 'Z' });
    expect(reply.status).toBe(422);
    expect(problem.parse(reply.body).violations).toContainEqual(
      expect.objectContaining({ code: 'FIELD_INVALID', field: 'situation' }),
    );
  });

  it('refuses a client who was not looked up, or who has died', async () => {
    expect(codesOf(await send('c-00000000000000000000000000000000', advance))).toEqual(['CLIENT_NOT_FOUND']);
    // On this clock the client is alive until October: the refusal needs a later service.
    const later = await startTrainingService({ dataFolder: null, personCount: 50, requestsPerSecond: 5000 });
    const ownClient = client;
    client = createServiceClient(later.url);
    await client.signIn('u-esimerkki');
    await client.chooseRole('org-pirkanmaa', 'VAMMAIS_VANHUS');
    const deceased = namedClients.find(({ name }) => name.startsWith('Edesmennyt'))!;
    const reply = await send(await client.open(deceased.personalIdentityCode), care);
    client = ownClient;
    await later.close();
    expect(codesOf(reply)).toContain('CLIENT_DECEASED');
  });

  it.each([
    ['an account that is not registered', { payeeAccountId: 'acc-helsinki-1' }, 'CLAIM_ACCOUNT_UNKNOWN'],
    ['more than the advance', { amount: { kind: 'total', cents: 32_001 } }, 'CLAIM_AMOUNT_EXCEEDS_ADVANCE'],
    [
      'a time outside the advance',
      { period: { start: '2026-01-01', end: '2026-02-28' } },
      'CLAIM_PERIOD_OUTSIDE_ADVANCE',
    ],
    [
      'a period that ends before it starts',
      { period: { start: '2026-02-28', end: '2026-02-01' } },
      'CLAIM_PERIOD_INVALID',
    ],
    ['a base that goes on paper', { legalBase: 'TTL_11_9_1' }, 'CLAIM_BASE_NOT_ELECTRONIC'],
    ['a benefit that is never claimed', { benefitCode: 'AIT' }, 'CLAIM_BENEFIT_NOT_CLAIMABLE'],
  ])('refuses %s', async (_, changes, code) => {
    const reply = await send(await openExample(0), { ...advance, ...changes });
    expect(reply.status).toBe(422);
    expect(codesOf(reply)).toContain(code);
  });

  it('is not for those who may not: a reception centre and a hospital', async () => {
    const other = createServiceClient(service.url);
    const issuedAt = Math.floor(now().getTime() / 1000);
    const { call } = other;
    other.call = (name, options = {}) => call(name, { ...options, proof: { issuedAt } });
    await other.signIn('u-harjula');
    await other.chooseRole('org-harjula', 'VASTAANOTTO');
    const reply = await other.call('listPayeeAccounts');
    expect(codesOf(reply)).toEqual(['CLAIM_ORG_NOT_ENTITLED']);
  });

  it('lists the accounts of the organisation with valid numbers', async () => {
    const reply = await client.call('listPayeeAccounts');
    const { accounts } = routes.listPayeeAccounts.response.parse(reply.body);
    expect(accounts.map(({ accountId }) => accountId)).toEqual(['acc-pirkanmaa-1', 'acc-pirkanmaa-2']);
    expect(accounts.every(({ iban }) => parseFinnishIban(iban).ok)).toBe(true);
    expect(accounts.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });
});

describe('the worked examples of the guide', () => {
  it('3: home care allowance of a parent in care is claimed; not when the child is in care too', async () => {
    const clientId = await openExample(3);
    const homeCare = { ...care, benefitCode: 'KHT', amount: { kind: 'whole-benefit' } };
    const blocked = await send(clientId, {
      ...homeCare,
      answers: { ...noAnswers, childInCareOverThreeMonths: true },
    });
    expect(blocked.status).toBe(422);
    const allowed = await send(clientId, {
      ...homeCare,
      answers: { ...noAnswers, childInCareOverThreeMonths: false },
    });
    expect(allowed.status).toBe(200);
  });

  it('6: general housing allowance is not in the base of care', async () => {
    const reply = await send(await openExample(6), { ...care, benefitCode: 'YAT' });
    expect(codesOf(reply)).toContain('CLAIM_BENEFIT_NOT_IN_BASE');
  });

  it('8: assistance after the decision, whatever the caseworker answered', async () => {
    const clientId = await openExample(8);
    const claim: PaymentClaimRequest = {
      ...advance,
      benefitCode: 'SPR',
      period: { start: '2026-03-01', end: '2026-03-31' },
      assistanceRows: [{ ...advance.assistanceRows[0]!, month: '2026-03', decisionDate: '2026-03-05' }],
      clientInformed: { informed: true, date: '2026-03-05' },
    };
    expect(codesOf(await send(clientId, claim))).toContain('CLAIM_AFTER_DECISION');
  });

  it('9: an active claim on a benefit that ended bears a task to check it', async () => {
    const later = await startTrainingService({
      dataFolder: null,
      personCount: 50,
      now: () => new Date(Date.parse('2026-05-20T08:00:00Z')),
    });
    const number = workedExamples.findIndex(({ exampleNumber }) => exampleNumber === 9);
    const file = later.register.file(number);
    await later.close();
    const [claim] = file['payment-claims'];
    expect(claim).toMatchObject({ status: 'ACTIVE', benefitCode: 'TMT' });
    expect(claim?.statusHistory.at(-1)?.note).toContain('Tarkista');
    expect(claim?.paymentsToOrganisation.length).toBeGreaterThan(0);
    expect(file.decisions.map(({ benefitCode }) => benefitCode)).toEqual(
      expect.arrayContaining(['TMT', 'YLT']),
    );
  });

  it('10: basic social assistance is not claimed here', async () => {
    const reply = await send(await openExample(10), { ...advance, benefitCode: 'TOTU' });
    expect(reply.status).toBe(422);
    expect(codesOf(reply)).toContain('CLAIM_BENEFIT_NOT_CLAIMABLE');
  });

  it('0: the demo of today is pending, and its claim for last month is registered', async () => {
    const clientId = await openExample(0);
    const pending = await client.call('pending', { parameters: { clientId } });
    const waiting = (pending.body['items'] as { benefitCode: string }[]).map((item) => item.benefitCode);
    expect(waiting).toEqual(expect.arrayContaining(['YLT', 'YAT']));
    const { start, end } = demoAdvance(service.register.today());
    const claim: PaymentClaimRequest = {
      ...advance,
      benefitCode: 'YAT',
      period: { start, end },
      assistanceRows: [{ ...advance.assistanceRows[0]!, month: start.slice(0, 7) }],
    };
    expect((await send(clientId, claim)).status).toBe(200);
  });

  it.each([
    [1, 'pending', 'TMT'],
    [2, 'payments', 'KE-V'],
    [2, 'payments', 'TAKE'],
    [3, 'payments', 'KHT'],
    [4, 'payments', 'LL'],
    [5, 'payments', 'LL'],
    [6, 'payments', 'YAT'],
    [7, 'payments', 'OPR'],
    [8, 'decisions', 'SPR'],
    [10, 'decisions', 'TOTU'],
  ] as const)('%i can be played: %s shows %s', async (exampleNumber, section, benefitCode) => {
    const clientId = await openExample(exampleNumber);
    const reply = await client.call(section, { parameters: { clientId } });
    const items = reply.body['items'] as { benefitCode: string }[];
    expect(items.map((item) => item.benefitCode)).toContain(benefitCode);
  });
});

it('keeps claims, keys and the certificate authority over a restart', async () => {
  const clientId = await openExample(4);
  const key = randomUUID();
  const claim = {
    ...care,
    benefitCode: 'LL',
    situation: 'C',
    answers: { ...noAnswers, childBenefitGround: 'payee-in-care' },
    amount: { kind: 'whole-benefit' },
  };
  const first = await send(clientId, claim, key);
  expect(first.status).toBe(200);
  const authority = service.certificateAuthority.issuingCertificate;
  await service.close();
  service = await start();
  await signIn();
  expect(service.certificateAuthority.issuingCertificate.equals(authority)).toBe(true);
  expect(await openExample(4)).toBe(clientId);
  const again = await send(clientId, claim, key);
  expect(again.body).toEqual(first.body);
  const section = await client.call('payment-claims', { parameters: { clientId } });
  expect(section.body['items']).toHaveLength(1);
  const next = await send(await openExample(6), {
    ...advance,
    benefitCode: 'YAT',
    answers: { ...advance.answers, benefitDecision: { state: 'pending', decisionDate: null } },
    assistanceRows: [{ ...advance.assistanceRows[0]!, decisionDate: '2025-05-02' }],
  });
  expect(next.status).toBe(200);
  const numberOf = (reply: Reply): number => Number(String(reply.body['receiptNumber']).slice(-6));
  expect(numberOf(next)).toBe(numberOf(first) + 1);
});
