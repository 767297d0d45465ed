import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createWebEidValidator } from '../../src-main/training-service/sign-in/web-eid-validator.ts';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { createServiceClient } from '../service/service-client.ts';
import { createSoftToken } from '../virtual-card/soft-token.ts';
import { createTestCertificate, KeyUsageFlags, type TestKeyKind } from '../virtual-card/test-certificate.ts';
import { virtualReaders } from '../virtual-card/virtual-reader.ts';
import { webEidFaults } from '../virtual-card/web-eid-rules.ts';
import { createCardStack, newNonce, origin, pinBytes, rightPin, type CardStack } from './card-stack.ts';

let stack: CardStack;
let folder: string;
beforeAll(async () => {
  stack = await createCardStack();
  folder = mkdtempSync(join(tmpdir(), 'kelmu-keys-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stack.endTest();
});
afterAll(() => {
  stack.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Keys that the virtual card cannot have, by SoftHSM2. Reader and card presence are real; which keys are on the card
 * is what the module says.
 */
function startWithSoftToken(name: string, ...parameters: SoftTokenParameters) {
  const { modulePath, environment } = createSoftToken(join(folder, name), ...parameters);
  vi.stubEnv('SOFTHSM2_CONF', environment.SOFTHSM2_CONF);
  return stack.startService({ modulePaths: [modulePath] });
}
type SoftTokenParameters = Parameters<typeof createSoftToken> extends [string, ...infer Rest] ? Rest : never;

describe('a token of web-eid:1.0', () => {
  test.each([
    ['rsa-2048', 'RS256'],
    ['p-256', 'ES256'],
    ['p-384', 'ES384'],
  ] as const)('of a card with %s keeps to the format, and the service takes it', async (key, algorithm) => {
    const files = stack.pki.issue(`format-${key}`, { key });
    await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    const nonce = newNonce();
    const outcome = await service.signInWith(rightPin, nonce);
    if (!outcome.ok) throw new Error(outcome.error.code);
    const { token } = outcome.value;
    expect(token.algorithm).toBe(algorithm);
    expect(webEidFaults(token)).toEqual([]);
    const validate = createWebEidValidator({
      origin,
      otherOrigins: () => [],
      trusts: [
        {
          certificates: stack.certificateAuthorities,
          acceptedPolicies: ['1.3.6.1.4.1.55555.1.1'],
          refusedPolicies: [],
          checkRevocation: null,
        },
      ],
      now: () => new Date(),
    });
    expect(await validate(token, nonce)).toMatchObject({ ok: true, value: { serialNumber: '99900042X' } });
    expect(await validate(token, newNonce())).toMatchObject({ error: { code: 'SIGNATURE_INVALID' } });
  });

  test.each<[TestKeyKind, string, number]>([
    ['P-521', 'ES512', 132],
    ['RSA-4096', 'RS256', 512],
  ])('of a key of kind %s keeps to the format', async (key, algorithm, length) => {
    await stack.startCard({ keys: [], blank: true });
    const certificate = await createTestCertificate({ key });
    const service = startWithSoftToken(key, rightPin, [certificate]);
    await service.stateWhen(({ code }) => code === 'ready');
    const outcome = await service.signInWith(rightPin);
    if (!outcome.ok) throw new Error(outcome.error.code);
    expect(outcome.value.token.algorithm).toBe(algorithm);
    expect(Buffer.from(outcome.value.token.signature, 'base64')).toHaveLength(length);
    expect(webEidFaults(outcome.value.token)).toEqual([]);
  });

  test('that is against a rule is found out', async () => {
    const { der: bytes } = await createTestCertificate({ key: 'P-384' });
    const right = {
      unverifiedCertificate: Buffer.from(bytes).toString('base64'),
      algorithm: 'ES384',
      signature: Buffer.alloc(96, 1).toString('base64'),
      format: 'web-eid:1.0',
      appVersion: 'https://kelmu.testi.invalid/1.0',
    };
    expect(webEidFaults(right)).toEqual([]);
    for (const [change, fault] of [
      [{ format: 'web-eid:1' }, 'format'],
      [{ algorithm: 'ES256' }, 'algorithm'],
      [{ algorithm: 'es384' }, 'algorithm'],
      [{ signature: Buffer.alloc(104, 1).toString('base64') }, 'length of the signature'],
      [{ signature: Buffer.alloc(96, 255).toString('base64url') }, 'encoding of the signature'],
      [{ nonce: 'x' }, 'fields'],
      [{ appVersion: '1.0' }, 'appVersion'],
      [{ appVersion: undefined }, 'appVersion'],
    ] as const)
      expect(webEidFaults({ ...right, ...change })).toContain(fault);
    const pem = `-----BEGIN CERTIFICATE-----${right.unverifiedCertificate}`;
    expect(webEidFaults({ ...right, unverifiedCertificate: pem })).toContain('encoding of the certificate');
  });
});

describe('several certificates on one card', () => {
  test('are told apart by issuer and use, and the chosen one signs', async () => {
    await stack.startCard({ keys: [], blank: true });
    const citizens = await createTestCertificate({
      key: 'P-256',
      issuer: 'TEST ONLY Citizens',
      keyUsages: KeyUsageFlags.digitalSignature,
    });
    const organisations = await createTestCertificate({ key: 'P-384', issuer: 'TEST ONLY Organisations' });
    const service = startWithSoftToken('several', rightPin, [citizens, organisations]);
    const { certificates } = await service.stateWhen(({ code }) => code === 'ready');
    const kinds = certificates.map(({ issuerName, uses }) => [issuerName, uses]);
    expect(kinds.sort()).toEqual([
      ['TEST ONLY Citizens', []],
      ['TEST ONLY Organisations', ['encryption']],
    ]);
    const chosen = certificates.find(({ issuerName }) => issuerName === 'TEST ONLY Organisations');
    const outcome = await service.signIn({
      certificateId: chosen?.id ?? '',
      nonce: newNonce(),
      origin,
      pin: pinBytes(rightPin),
    });
    expect(outcome).toMatchObject({ ok: true, value: { token: { algorithm: 'ES384' } } });
  });
});

test('a card whose holder has set no PIN yet is named, and no PIN is tried on it', async () => {
  await stack.startCard({ keys: [], blank: true });
  const service = startWithSoftToken('new', null, [await createTestCertificate()]);
  const state = await service.stateWhen(({ code }) => code !== 'reading' && code !== 'no-card');
  expect(state).toMatchObject({ code: 'card-not-activated', retriable: true, certificates: [] });
  expect(await service.signInWith(rightPin)).toMatchObject({ error: { code: 'certificate-not-usable' } });
});

test('a card of an unknown kind in one reader does not stand in the way of the other', async () => {
  const files = stack.pki.issue('beside-blank', { key: 'p-256' });
  await stack.startCard({ keys: [], blank: true });
  await stack.startCard({ keys: [{ reference: '9a', ...files }], port: virtualReaders[1].port });
  const service = stack.startService();
  const state = await service.stateWhen(({ code }) => code === 'ready');
  expect(state.certificates).toMatchObject([{ readerName: virtualReaders[1].name }]);
  expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
});

describe('from the card to the service', () => {
  let training: TrainingService;
  beforeAll(async () => {
    training = await stack.startTraining();
  });
  afterAll(() => training.close());

  test('a person of a configured authority signs in over HTTP', async () => {
    const files = stack.pki.issue('to-service', { key: 'p-384' });
    await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    const client = createServiceClient(training.url, origin);
    const { challengeId, nonce } = (await client.call('createChallenge')).body as Record<string, string>;
    const signed = await service.signInWith(rightPin, nonce);
    if (!signed.ok) throw new Error(signed.error.code);
    const reply = await client.call('signInWithCard', {
      body: { challengeId, authToken: signed.value.token },
    });
    expect(reply).toMatchObject({
      status: 200,
      body: { user: { userId: 'u-esimerkki', method: 'certificate-card' } },
    });
  });
});
