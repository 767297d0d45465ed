import { createHash, constants, verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { WebEidToken } from '../../src-main/card/card.ts';
import { loadPkcs11Module } from '../../src-main/card/pkcs11.ts';
import { listTokens, signWithToken } from '../../src-main/card/token.ts';
import { dataToSign } from '../../src-main/card/web-eid-token.ts';
import { openCardInOtherProgram } from '../virtual-card/other-program.ts';
import type { KeyKind } from '../virtual-card/test-pki.ts';
import { virtualReaders } from '../virtual-card/virtual-reader.ts';
import {
  createCardStack,
  newNonce,
  openSc,
  origin,
  pinBytes,
  rightPin,
  type CardStack,
} from './card-stack.ts';

let stack: CardStack;
beforeAll(async () => {
  stack = await createCardStack();
});
afterEach(() => stack.endTest());
afterAll(() => stack.close());

/** Checked as a back end would, without the client's own code. */
function isValid(token: WebEidToken, nonce: string): boolean {
  const hash = `sha${token.algorithm.slice(2)}`;
  const digest = (text: string): Buffer => createHash(hash).update(text).digest();
  const key = new X509Certificate(Buffer.from(token.unverifiedCertificate, 'base64')).publicKey;
  const data = Buffer.concat([digest(origin), digest(nonce)]);
  const options = token.algorithm.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    : { dsaEncoding: 'ieee-p1363' as const };
  return verify(hash, data, { key, ...options }, Buffer.from(token.signature, 'base64'));
}

describe('signing in', () => {
  test.each<[KeyKind, WebEidToken['algorithm'], number]>([
    ['rsa-2048', 'RS256', 256],
    ['rsa-3072', 'RS256', 384],
    ['p-256', 'ES256', 64],
    ['p-384', 'ES384', 96],
  ])('with a key of kind %s gives a valid token with %s', async (key, algorithm, length) => {
    const files = stack.pki.issue(`valid-${key}`, { key });
    const card = await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    const state = await service.stateWhen(({ code }) => code === 'ready');
    expect(state).toMatchObject({
      readerName: virtualReaders[0].name,
      certificates: [
        {
          pinEntry: 'screen',
          holderName: 'Testi Esimerkki',
          issuerName: 'TEST ONLY Organisation Certificates',
          serialNumber: '99900042X',
          expiresSoon: false,
        },
      ],
    });
    const nonce = newNonce();
    const outcome = await service.signInWith(rightPin, nonce);
    if (!outcome.ok) throw new Error(outcome.error.code);
    const { token, certificate } = outcome.value;
    expect(token).toMatchObject({ algorithm, format: 'web-eid:1.0' });
    expect(Buffer.from(token.signature, 'base64')).toHaveLength(length);
    expect(isValid(token, nonce)).toBe(true);
    expect(isValid(token, newNonce())).toBe(false);
    const onDisk = new X509Certificate(readFileSync(files.certificateFile));
    expect(token.unverifiedCertificate).toBe(onDisk.raw.toString('base64'));
    expect(certificate.id).toBe(onDisk.fingerprint256.replaceAll(':', '').toLowerCase());
    expect((await card.stats()).signatures).toBe(1);
    expect(service.state().code).toBe('ready');
  });

  test('gives PS256 where that is what the card can do', async () => {
    const files = stack.pki.issue('valid-pss', { key: 'rsa-2048' });
    await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    await stack.startService().stateWhen(({ code }) => code === 'ready');
    const module = loadPkcs11Module(openSc);
    const listed = await listTokens(module);
    const certificate = listed.code === 'listed' ? listed.tokens[0]?.certificates[0] : undefined;
    expect(certificate?.algorithms).toEqual(['RS256', 'PS256']);
    const nonce = newNonce();
    const pin = pinBytes(rightPin);
    const outcome = await signWithToken(module, {
      provider: { kind: 'pkcs11', modulePath: openSc },
      window: null,
      readerName: virtualReaders[0].name,
      certificateId: certificate?.id ?? '',
      algorithm: 'PS256',
      data: dataToSign('PS256', { origin, nonce }),
      pin,
    });
    if (outcome.code !== 'signed') throw new Error(outcome.code);
    const unverifiedCertificate = Buffer.from(certificate?.der ?? []).toString('base64');
    const signature = Buffer.from(outcome.signature).toString('base64');
    const token = {
      unverifiedCertificate,
      signature,
      algorithm: 'PS256',
      format: 'web-eid:1.0',
      appVersion: '',
    };
    expect(isValid(token as WebEidToken, nonce)).toBe(true);
    expect([...pin]).toEqual(new Array(6).fill(0));
  });

  test('takes the PIN back off the card: another program gets no signature', async () => {
    const files = stack.pki.issue('valid-reset', { key: 'p-256' });
    const card = await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    // One that has had the card open all the while, and one that opens it only afterwards.
    const watching = openCardInOtherProgram(virtualReaders[0].name);
    expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
    expect([watching.sign(), watching.pinStatus()]).toEqual(['6982', '63C3']);
    watching.close();
    const later = openCardInOtherProgram(virtualReaders[0].name);
    expect([later.sign(), later.pinStatus()]).toEqual(['6982', '63C3']);
    later.close();
    expect((await card.stats()).signatures).toBe(1);
  });

  test('by the driver alone, without the reset, would leave the card open for other programs', async () => {
    const files = stack.pki.issue('no-reset', { key: 'p-256' });
    await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    await stack.startService().stateWhen(({ code }) => code === 'ready');
    const watching = openCardInOtherProgram(virtualReaders[0].name);
    const module = loadPkcs11Module(openSc);
    const listed = await listTokens(module);
    const certificate = listed.code === 'listed' ? listed.tokens[0]?.certificates[0] : undefined;
    const outcome = await signWithToken(module, {
      provider: { kind: 'pkcs11', modulePath: openSc },
      window: null,
      readerName: virtualReaders[0].name,
      certificateId: certificate?.id ?? '',
      algorithm: 'ES256',
      data: dataToSign('ES256', { origin, nonce: newNonce() }),
      pin: pinBytes(rightPin),
    });
    expect(outcome.code).toBe('signed');
    expect(watching.sign()).toBe('9000');
    watching.close();
  });

  test('overwrites the PIN in every outcome', async () => {
    const files = stack.pki.issue('valid-zero', { key: 'p-256' });
    await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    const { certificates } = await service.stateWhen(({ code }) => code === 'ready');
    const request = { certificateId: certificates[0]?.id ?? '', origin, nonce: newNonce() };
    for (const changed of [
      {},
      { origin: 'https://other.testi.invalid' },
      { nonce: 'short' },
      { certificateId: '' },
    ]) {
      const pin = pinBytes('000000');
      await service.signIn({ ...request, ...changed, pin });
      expect([...pin]).toEqual(new Array(6).fill(0));
    }
  });

  test('refuses another origin and a used challenge without a word to the card', async () => {
    const files = stack.pki.issue('valid-refuse', { key: 'p-256' });
    const card = await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    const { certificates } = await service.stateWhen(({ code }) => code === 'ready');
    const certificateId = certificates[0]?.id ?? '';
    const nonce = newNonce();
    expect(await service.signInWith(rightPin, nonce)).toMatchObject({ ok: true });
    const before = (await card.stats()).commands;
    const again = { certificateId, nonce, origin, pin: pinBytes(rightPin) };
    expect(await service.signIn(again)).toMatchObject({ error: { code: 'challenge-refused' } });
    const elsewhere = { ...again, nonce: newNonce(), origin: `${origin}/`, pin: pinBytes(rightPin) };
    expect(await service.signIn(elsewhere)).toMatchObject({ error: { code: 'origin-refused' } });
    expect((await card.stats()).commands).toBe(before);
  });
});

describe('the PIN', () => {
  test('wrong, at the last try and blocked, each once and never by itself', async () => {
    const files = stack.pki.issue('pin', { key: 'p-384' });
    const card = await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    const attempt = async (pin: string): Promise<unknown> => {
      const outcome = await service.signInWith(pin);
      return outcome.ok ? 'signed' : outcome.error;
    };
    expect(await attempt('000000')).toEqual({ code: 'pin-wrong', retriable: true });
    expect(await card.tries()).toBe(2);
    expect(service.state().certificates[0]).not.toHaveProperty('triesLeft');
    expect(await attempt('000000')).toEqual({ code: 'pin-wrong-last-try', retriable: true, triesLeft: 1 });
    expect(await card.tries()).toBe(1);
    expect(service.state()).toMatchObject({ code: 'ready', certificates: [{ triesLeft: 1 }] });
    expect(await attempt('000000')).toEqual({ code: 'pin-blocked', retriable: false, triesLeft: 0 });
    expect(await card.tries()).toBe(0);
    expect(service.state()).toMatchObject({ code: 'ready', certificates: [{ triesLeft: 0 }] });
    const verifications = (await card.stats()).counts['20'];
    expect(verifications).toBe(3);
    expect(await attempt(rightPin)).toEqual({ code: 'pin-blocked', retriable: false });
    expect((await card.stats()).counts['20']).toBe(verifications);
  });

  test('right after a wrong one gives all tries back', async () => {
    const files = stack.pki.issue('pin-right', { key: 'p-384' });
    const card = await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    const nonce = newNonce();
    await service.signInWith('111111', nonce);
    expect(await service.signInWith(rightPin, nonce)).toMatchObject({ ok: true });
    expect(await card.tries()).toBe(3);
  });

  test.each([
    ['', 'pin-empty'],
    ['123', 'pin-length'],
    ['123456789', 'pin-length'],
  ])('%j is not sent to the card', async (pin, code) => {
    const files = stack.pki.issue(`pin-length-${pin.length}`, { key: 'p-256' });
    const card = await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    await service.stateWhen((state) => state.code === 'ready');
    expect(await service.signInWith(pin)).toMatchObject({ ok: false, error: { code, retriable: true } });
    expect(await card.tries()).toBe(3);
    expect((await card.stats()).counts['20']).toBeUndefined();
  });

  test('missing is not sent to the card', async () => {
    const files = stack.pki.issue('pin-null', { key: 'p-256' });
    const card = await stack.startCard({ keys: [{ reference: '9a', ...files }] });
    const service = stack.startService();
    await service.stateWhen((state) => state.code === 'ready');
    expect(await service.signInWith(null)).toMatchObject({ error: { code: 'pin-empty' } });
    expect((await card.stats()).counts['20']).toBeUndefined();
  });
});
