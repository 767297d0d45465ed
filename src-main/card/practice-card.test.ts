import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTestCertificate } from '../../test/virtual-card/test-certificate.ts';
import type { CardService, CardState } from './card-types.ts';
import { createPracticeCardService, practicePin, type PracticeCardOptions } from './practice-card.ts';
import { dataToSign, isSignedBy } from './web-eid-token.ts';

const origin = 'https://kelmu.testi.invalid';
const newNonce = (): string => randomBytes(32).toString('base64');

const issue: PracticeCardOptions['issue'] = async (publicKey) => {
  const { der } = await createTestCertificate({ publicKey: Buffer.from(publicKey, 'base64') });
  return Buffer.from(der).toString('base64');
};

const insert = (options: Partial<PracticeCardOptions> = {}): Promise<CardService> =>
  createPracticeCardService({ trainingMode: true, issue, origin, ...options });

function signIn(
  card: CardService,
  pin: string | null,
  nonce = newNonce(),
): ReturnType<CardService['signIn']> {
  const certificateId = card.state().certificates[0]?.id ?? '';
  const bytes = pin === null ? null : new Uint8Array(Buffer.from(pin));
  return card.signIn({ certificateId, pin: bytes, nonce, origin });
}

describe('the practice card', () => {
  test('is not to be had outside of training mode', async () => {
    for (const trainingMode of [false, undefined, 'yes']) {
      await expect(insert({ trainingMode: trainingMode as never })).rejects.toThrow('training mode only');
    }
  });

  test('gives a token that verifies with its certificate', async () => {
    const card = await insert();
    expect(card.state()).toMatchObject({
      code: 'ready',
      certificates: [{ pinEntry: 'screen', holderName: 'Testi Esimerkki', serialNumber: '99900042X' }],
    });
    const nonce = newNonce();
    const outcome = await signIn(card, practicePin, nonce);
    if (!outcome.ok) throw new Error(outcome.error.code);
    const { token, certificate } = outcome.value;
    expect(token).toMatchObject({ algorithm: 'ES256', format: 'web-eid:1.0' });
    expect(certificate).toEqual(card.state().certificates[0]);
    const der = Buffer.from(token.unverifiedCertificate, 'base64');
    const signature = Buffer.from(token.signature, 'base64');
    expect(isSignedBy(der, 'ES256', dataToSign('ES256', { origin, nonce }), signature)).toBe(true);
    expect(await signIn(card, practicePin, nonce)).toMatchObject({ error: { code: 'challenge-refused' } });
  });

  test('counts wrong PINs as a card does', async () => {
    const card = await insert({ pin: '4321' });
    const states: CardState[] = [];
    card.onChange((state) => states.push(state));
    const code = async (pin: string | null): Promise<string> => {
      const outcome = await signIn(card, pin);
      return outcome.ok ? 'signed' : outcome.error.code;
    };
    expect(await code('')).toBe('pin-empty');
    expect(await code(null)).toBe('pin-empty');
    expect(await code('432')).toBe('pin-length');
    expect(await code('432143214')).toBe('pin-length');
    expect(await code('1111')).toBe('pin-wrong');
    expect(await code('43210')).toBe('pin-wrong-last-try');
    expect(card.state()).toMatchObject({ certificates: [{ triesLeft: 1 }] });
    expect(await code('4321')).toBe('signed');
    expect(card.state().certificates[0]).not.toHaveProperty('triesLeft');
    expect(await code('1111')).toBe('pin-wrong');
    expect(await code('1111')).toBe('pin-wrong-last-try');
    expect(await code('1111')).toBe('pin-blocked');
    expect(await code('4321')).toBe('pin-blocked');
    expect(states.at(-1)).toMatchObject({ code: 'ready', certificates: [{ triesLeft: 0 }] });
  });

  test('refuses another origin, a poor challenge and another certificate without counting the PIN', async () => {
    const card = await insert();
    const request = { certificateId: card.state().certificates[0]?.id ?? '', nonce: newNonce(), origin };
    const refused = [
      [{ origin: 'https://other.testi.invalid' }, 'origin-refused'],
      [{ nonce: 'short' }, 'challenge-refused'],
      [{ certificateId: 'other' }, 'certificate-not-usable'],
    ] as const;
    for (const [change, code] of refused) {
      const pin = new Uint8Array(Buffer.from('00000'));
      expect(await card.signIn({ ...request, ...change, pin })).toMatchObject({ error: { code } });
      expect([...pin]).toEqual([0, 0, 0, 0, 0]);
    }
    expect(card.state().certificates[0]).not.toHaveProperty('triesLeft');
  });

  test('is not made where the training service refuses', async () => {
    await expect(insert({ issue: () => Promise.reject(new Error('refused')) })).rejects.toThrow('refused');
  });
});
