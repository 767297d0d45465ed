import { sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTestCertificate, type TestCertificate } from '../../test/virtual-card/test-certificate.ts';
import type { SignatureAlgorithm } from './card-types.ts';
import { readCertificate } from './read-certificate.ts';
import type { SignatureRequest } from './helper-calls.ts';
import { ckm, ckr, tokenFlags, type Pkcs11Module } from './pkcs11.ts';
import { Pkcs11Error } from './pkcs11-native.ts';
import { listTokens, signWithToken } from './token.ts';
import { dataToSign } from './web-eid-token.ts';

const challenge = { origin: 'https://kelmu.testi.invalid', nonce: 'A'.repeat(44) };

interface Script {
  readonly certificate: TestCertificate;
  readonly algorithm: SignatureAlgorithm;
  readonly flags?: readonly number[];
  /** Return value of a function that fails. */
  readonly failing?: Partial<Record<'login' | 'sign' | 'tokenInfo' | 'slots' | 'certificate', number>>;
  readonly hasKey?: boolean;
  /** Whose certificates are on the card, look by look; the last stays. */
  readonly onCard?: readonly TestCertificate[];
}

/** A scripted module that writes down what it is asked. */
function scriptedModule(script: Script): { module: Pkcs11Module; calls: string[]; pins: (string | null)[] } {
  const calls: string[] = [];
  const pins: (string | null)[] = [];
  const flags = [...(script.flags ?? [0])];
  const onCard = [...(script.onCard ?? [script.certificate])];
  const next = <Value>(values: Value[]): Value | undefined =>
    values.length > 1 ? values.shift() : values[0];
  const step = async (name: keyof NonNullable<Script['failing']> | 'other', label: string): Promise<void> => {
    calls.push(label);
    const returnValue = name === 'other' ? undefined : script.failing?.[name];
    if (returnValue !== undefined) throw new Pkcs11Error(name, returnValue);
  };
  const module: Pkcs11Module = {
    initialize: () => step('other', 'initialize'),
    finalize: () => step('other', 'finalize'),
    slots: () => step('slots', 'slots').then(() => [7]),
    slotDescription: () => Promise.resolve('Reader'),
    tokenInfo: async () => {
      await step('tokenInfo', 'tokenInfo');
      return { flags: next(flags) ?? 0, minPinLength: 4, maxPinLength: 8 };
    },
    hasMechanism: (_slot, mechanism) => Promise.resolve(mechanism !== ckm.sha256RsaPkcs),
    openSession: () => Promise.resolve(3),
    certificates: () => {
      const present = next(onCard);
      return Promise.resolve(present ? [{ handle: 9, id: new Uint8Array([1]), der: present.der }] : []);
    },
    certificate: () => {
      const returnValue = script.failing?.certificate;
      return returnValue === undefined
        ? Promise.resolve(next(onCard)?.der)
        : Promise.reject(new Pkcs11Error('C_GetAttributeValue', returnValue));
    },
    login: async (_session, pin) => {
      pins.push(pin && Buffer.from(pin).toString());
      await step('login', 'login');
    },
    logout: () => step('other', 'logout'),
    privateKey: () => Promise.resolve(script.hasKey === false ? undefined : 5),
    sign: async (_session, _key, mechanism, data) => {
      await step('sign', `sign ${mechanism.toString(16)} ${data.length}`);
      // The digest cannot be signed without the data that it is of: the test signs these.
      const options = { key: script.certificate.privateKey, dsaEncoding: 'ieee-p1363' as const };
      return sign(`sha${script.algorithm.slice(2)}`, dataToSign(script.algorithm, challenge), options);
    },
  };
  return { module, calls, pins };
}

function requestFor(script: Script, pin: string | null = '1234'): SignatureRequest {
  return {
    provider: { kind: 'pkcs11', modulePath: 'module' },
    window: null,
    readerName: 'Reader',
    certificateId: readCertificate(script.certificate.der)?.id ?? '',
    algorithm: script.algorithm,
    data: dataToSign(script.algorithm, challenge),
    pin: pin === null ? null : new Uint8Array(Buffer.from(pin)),
  };
}

const p384 = await createTestCertificate({ key: 'P-384' });

describe('signing', () => {
  test.each([
    ['P-256', 'ES256', 'sign 1041 32'],
    ['P-384', 'ES384', 'sign 1041 48'],
    ['P-521', 'ES512', 'sign 1041 64'],
    ['RSA', 'RS256', 'sign 40 64'],
  ] as const)('with %s hands the card what fits %s', async (key, algorithm, expected) => {
    const script = { certificate: await createTestCertificate({ key }), algorithm };
    const { module, calls, pins } = scriptedModule(script);
    const request = requestFor(script);
    expect(await signWithToken(module, request)).toMatchObject({ code: 'signed' });
    expect(calls).toEqual(['initialize', 'slots', 'tokenInfo', 'login', expected, 'logout', 'finalize']);
    expect(pins).toEqual(['1234']);
    expect([...(request.pin ?? [])]).toEqual([0, 0, 0, 0]);
  });

  test('on a PIN pad sends no PIN, not even one that was given', async () => {
    const script = { certificate: p384, algorithm: 'ES384', flags: [tokenFlags.protectedPath] } as const;
    for (const pin of [null, '1234']) {
      const { module, pins } = scriptedModule(script);
      expect(await signWithToken(module, requestFor(script, pin))).toMatchObject({ code: 'signed' });
      expect(pins).toEqual([null]);
    }
  });

  test.each([
    ['', 'pin-empty'],
    [null, 'pin-empty'],
    ['123', 'pin-length'],
    ['123456789', 'pin-length'],
  ])('with the PIN %j is refused before the card hears of it', async (pin, code) => {
    const script = { certificate: p384, algorithm: 'ES384' } as const;
    const { module, calls, pins } = scriptedModule(script);
    expect(await signWithToken(module, requestFor(script, pin))).toMatchObject({ code });
    expect(pins).toEqual([]);
    expect(calls.at(-1)).toBe('finalize');
  });

  test('on a blocked card is not tried', async () => {
    const script = { certificate: p384, algorithm: 'ES384', flags: [tokenFlags.locked] } as const;
    const { module, pins } = scriptedModule(script);
    expect(await signWithToken(module, requestFor(script))).toMatchObject({ code: 'pin-blocked' });
    expect(pins).toEqual([]);
  });

  test.each([
    [ckr.pinIncorrect, [0], 'pin-wrong'],
    [ckr.pinIncorrect, [0, tokenFlags.finalTry], 'pin-wrong-last-try'],
    [ckr.pinIncorrect, [0, tokenFlags.locked], 'pin-blocked'],
    [ckr.pinLocked, [0], 'pin-blocked'],
    [ckr.pinLengthRange, [0], 'pin-length'],
    [ckr.pinInvalid, [0], 'pin-length'],
    [ckr.deviceRemoved, [0], 'card-removed'],
    [ckr.tokenNotPresent, [0], 'card-removed'],
    [ckr.pinExpired, [0], 'card-not-activated'],
    [ckr.pinNotInitialized, [0], 'card-not-activated'],
    // Nobody can have cancelled where the PIN was given here.
    [ckr.functionCanceled, [0], 'driver-failed'],
    [ckr.functionRejected, [0], 'driver-failed'],
    [ckr.cancel, [0], 'driver-failed'],
    [0x5, [0], 'driver-failed'],
    [0x100, [0], 'driver-failed'],
  ] as const)('with C_Login answering 0x%s and flags %j is %s, tried once', async (login, flags, code) => {
    const script = { certificate: p384, algorithm: 'ES384', flags, failing: { login } } as const;
    const { module, calls, pins } = scriptedModule(script);
    const request = requestFor(script);
    expect(await signWithToken(module, request)).toMatchObject({ code });
    expect(pins).toHaveLength(1);
    expect(calls.at(-1)).toBe('finalize');
    expect([...(request.pin ?? [])]).toEqual([0, 0, 0, 0]);
  });

  test.each([ckr.functionCanceled, ckr.functionRejected, ckr.cancel])(
    'with C_Login answering 0x%s on a PIN pad was cancelled there',
    async (login) => {
      const flags = [tokenFlags.protectedPath];
      const script = { certificate: p384, algorithm: 'ES384', flags, failing: { login } } as const;
      const { module } = scriptedModule(script);
      expect(await signWithToken(module, requestFor(script, null))).toMatchObject({ code: 'pin-cancelled' });
    },
  );

  test.each([
    ['no PIN of the holder', tokenFlags.loginRequired],
    [
      'a PIN of the factory',
      tokenFlags.loginRequired | tokenFlags.pinInitialized | tokenFlags.pinToBeChanged,
    ],
  ])('on a card with %s is not tried', async (_name, flags) => {
    const script = { certificate: p384, algorithm: 'ES384', flags: [flags] } as const;
    const { module, pins } = scriptedModule(script);
    expect(await signWithToken(module, requestFor(script))).toMatchObject({ code: 'card-not-activated' });
    expect(pins).toEqual([]);
    expect(await listTokens(module)).toMatchObject({ tokens: [{ activated: false }] });
  });

  test('without a private key, or with a failing signature, is the driver’s failure', async () => {
    for (const fault of [{ hasKey: false }, { failing: { sign: 0x5 } }]) {
      const script = { certificate: p384, algorithm: 'ES384', ...fault } as const;
      const { module, calls } = scriptedModule(script);
      expect(await signWithToken(module, requestFor(script))).toMatchObject({ code: 'driver-failed' });
      expect(calls.at(-1)).toBe('finalize');
    }
  });
});

test('a card of an unknown kind in another reader does not stand in the way', async () => {
  const script = { certificate: p384, algorithm: 'ES384' } as const;
  const { module } = scriptedModule(script);
  const withForeign: Pkcs11Module = {
    ...module,
    slots: () => Promise.resolve([1, 7]),
    openSession: (slot) =>
      slot === 1
        ? Promise.reject(new Pkcs11Error('C_OpenSession', ckr.tokenNotRecognized))
        : module.openSession(slot),
  };
  expect(await signWithToken(withForeign, requestFor(script))).toMatchObject({ code: 'signed' });
});

describe('a card swapped for another person’s', () => {
  test('before the PIN does not get it', async () => {
    const other = await createTestCertificate({ key: 'P-384' });
    const script = { certificate: p384, algorithm: 'ES384', onCard: [other] } as const;
    const { module, pins } = scriptedModule(script);
    expect(await signWithToken(module, requestFor(script))).toMatchObject({ code: 'card-changed' });
    expect(pins).toEqual([]);
  });

  test('between PIN and signature gives no sign-in', async () => {
    const other = await createTestCertificate({ key: 'P-384' });
    const script = { certificate: p384, algorithm: 'ES384', onCard: [p384, other] } as const;
    const { module } = scriptedModule(script);
    expect(await signWithToken(module, requestFor(script))).toMatchObject({ code: 'card-changed' });
  });

  test('so that the driver knows its certificate no more gives no sign-in', async () => {
    const failing = { certificate: ckr.objectHandleInvalid };
    const script = { certificate: p384, algorithm: 'ES384', failing } as const;
    const { module, calls } = scriptedModule(script);
    expect(await signWithToken(module, requestFor(script))).toMatchObject({ code: 'card-changed' });
    expect(calls.at(-1)).toBe('finalize');
  });

  test('whose key made the signature gives no sign-in', async () => {
    const other = await createTestCertificate({ key: 'P-384' });
    const script = { certificate: p384, algorithm: 'ES384' } as const;
    const { module } = scriptedModule({ ...script, certificate: other, onCard: [p384] });
    expect(await signWithToken(module, requestFor(script))).toMatchObject({ code: 'card-changed' });
  });
});

describe('listing', () => {
  test.each([
    [0, { pinEntry: 'screen', activated: true, triesLeft: null }],
    [tokenFlags.loginRequired | tokenFlags.pinInitialized, { activated: true }],
    [tokenFlags.protectedPath, { pinEntry: 'reader' }],
    [tokenFlags.finalTry, { triesLeft: 1 }],
    [tokenFlags.locked, { triesLeft: 0 }],
  ])('reads the flags 0x%s', async (flags, expected) => {
    const { module } = scriptedModule({ certificate: p384, algorithm: 'ES384', flags: [flags] });
    expect(await listTokens(module)).toMatchObject({ tokens: [expected] });
  });

  test('offers only the algorithms that the token can do', async () => {
    const certificate = await createTestCertificate({ key: 'RSA' });
    const { module, pins } = scriptedModule({ certificate, algorithm: 'PS256' });
    expect(await listTokens(module)).toMatchObject({
      code: 'listed',
      tokens: [{ readerName: 'Reader', recognized: true, certificates: [{ algorithms: ['PS256'] }] }],
    });
    expect(pins).toEqual([]);
  });

  test('tells a card of an unknown kind from a driver that fails', async () => {
    const script = { certificate: p384, algorithm: 'ES384' } as const;
    const foreign = scriptedModule({ ...script, failing: { tokenInfo: ckr.tokenNotRecognized } });
    expect(await listTokens(foreign.module)).toMatchObject({ tokens: [{ recognized: false }] });
    const failing = scriptedModule({ ...script, failing: { slots: 0x30 } });
    expect(await listTokens(failing.module)).toEqual({ code: 'driver-failed', detail: 'slots: 0x30' });
    expect(failing.calls.at(-1)).toBe('finalize');
  });
});
