import koffi from 'koffi';
import { createHash, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  createTestCertificate,
  KeyUsageFlags,
  type TestCertificate,
} from '../../test/virtual-card/test-certificate.ts';
import { certificateId } from './certificate.ts';
import { listCng, signWithCng } from './cng.ts';
import {
  certificateContextType,
  CngError,
  openCngStore,
  type CngKey,
  type CngStore,
  type NativeCng,
} from './cng-native.ts';
import type { SignatureRequest } from './helper-calls.ts';
import { dataToSign, isSignedBy } from './web-eid-token.ts';

const challenge = { origin: 'https://kelmu.testi.invalid', nonce: 'A'.repeat(44) };
const holder = await createTestCertificate({ key: 'P-384' });
const rsaHolder = await createTestCertificate({ key: 'RSA' });
const forSignatures = await createTestCertificate({ keyUsages: KeyUsageFlags.nonRepudiation });

interface StoredKey {
  readonly certificate: TestCertificate;
  /** Name of the reader; null: the card is not there, undefined: the key is in a file. */
  readonly reader: string | null | undefined;
  readonly failWith?: number;
  readonly signer?: TestCertificate;
}

/** A scripted store that writes down what happens to its keys. */
function scriptedStore(...keys: StoredKey[]): { store: CngStore; calls: string[] } {
  const calls: string[] = [];
  const keyOf = ({ certificate, reader, failWith, signer = certificate }: StoredKey): CngKey => ({
    isOnCard: () => Promise.resolve(reader !== undefined),
    readerName: () => Promise.resolve(reader ?? ''),
    setWindow: (window) => Promise.resolve(void calls.push(`window ${window}`)),
    sign(digest, padding) {
      calls.push(`sign ${digest.length} ${padding}`);
      if (failWith !== undefined) return Promise.reject(new CngError('NCryptSignHash', failWith));
      const algorithm = padding === null ? 'ES384' : 'RS256';
      const data = dataToSign(algorithm, challenge);
      const hash = `sha${algorithm.slice(2)}`;
      expect(createHash(hash).update(data).digest().equals(digest)).toBe(true);
      return Promise.resolve(
        new Uint8Array(sign(hash, data, { key: signer.privateKey, dsaEncoding: 'ieee-p1363' })),
      );
    },
    close: () => Promise.resolve(void calls.push('close')),
  });
  const store: CngStore = {
    async visit(visitor) {
      for (const key of keys) {
        const openKey = (silent: boolean): Promise<CngKey | undefined> => {
          calls.push(silent ? 'open silently' : 'open');
          return Promise.resolve(key.reader === null ? undefined : keyOf(key));
        };
        if (await visitor({ der: key.certificate.der, openKey })) return;
      }
    },
  };
  return { store, calls };
}

const requestFor = (
  certificate: TestCertificate,
  changes: Partial<SignatureRequest> = {},
): SignatureRequest => {
  const algorithm = certificate === rsaHolder ? 'RS256' : 'ES384';
  return {
    provider: { kind: 'cng' },
    readerName: 'Reader',
    certificateId: certificateId(certificate.der),
    algorithm,
    data: dataToSign(algorithm, challenge),
    pin: null,
    window: null,
    ...changes,
  };
};

describe('listing through Windows', () => {
  test('offers what is on a card that is there, by reader, and asks nobody for a PIN', async () => {
    const { store, calls } = scriptedStore(
      { certificate: holder, reader: 'One' },
      { certificate: rsaHolder, reader: 'Two' },
    );
    expect(await listCng(store, 0)).toMatchObject({
      code: 'listed',
      tokens: [
        { readerName: 'One', pinEntry: 'system', certificates: [{ algorithms: ['ES384'] }] },
        { readerName: 'Two', pinEntry: 'system', certificates: [{ algorithms: ['RS256'] }] },
      ],
    });
    expect(calls).toEqual(['open silently', 'close', 'open silently', 'close']);
  });

  test('leaves out keys in files, cards that have gone, and certificates for signatures untouched', async () => {
    const { store, calls } = scriptedStore(
      { certificate: holder, reader: undefined },
      { certificate: rsaHolder, reader: null },
      { certificate: forSignatures, reader: 'One' },
    );
    expect(await listCng(store, 0)).toEqual({ code: 'listed', tokens: [] });
    expect(calls).toEqual(['open silently', 'close', 'open silently']);
  });

  test('waits for Windows to copy the certificates of a card that was just put in', async () => {
    const filled = scriptedStore({ certificate: holder, reader: 'One' }).store;
    let looks = 0;
    const store: CngStore = {
      visit: (visitor) => (++looks < 3 ? Promise.resolve() : filled.visit(visitor)),
    };
    expect(await listCng(store, 3000)).toMatchObject({ tokens: [{ readerName: 'One' }] });
    expect(looks).toBe(3);
  });
});

describe('signing through Windows', () => {
  test('signs the digest that fits the key, in the program’s window, and opens the key once for it', async () => {
    for (const [certificate, expected] of [
      [holder, 'sign 48 null'],
      [rsaHolder, 'sign 32 pkcs1-sha256'],
    ] as const) {
      const { store, calls } = scriptedStore(
        { certificate: forSignatures, reader: 'One' },
        { certificate, reader: 'One' },
      );
      const request = requestFor(certificate, { window: 77n });
      const outcome = await signWithCng(store, request);
      if (outcome.code !== 'signed') throw new Error(outcome.code);
      expect(isSignedBy(certificate.der, request.algorithm, request.data, outcome.signature)).toBe(true);
      expect(calls).toEqual(['open silently', 'close', 'open', 'window 77', expected, 'close']);
    }
  });

  test.each([
    [0x8010006e, 'pin-cancelled'],
    [0x800704c7, 'pin-cancelled'],
    [1223, 'pin-cancelled'],
    [0x8010006b, 'pin-wrong'],
    [0x8010002a, 'pin-length'],
    [0x8010006c, 'pin-blocked'],
    [0x80100069, 'card-removed'],
    [0x8010000c, 'card-removed'],
    [0x80100017, 'card-removed'],
    // Faults of the driver are never a user who cancels.
    [0x80090020, 'driver-failed'],
    [0x80100001, 'driver-failed'],
    [0x80090022, 'driver-failed'],
  ])('with the status %i is %s, tried once', async (failWith, code) => {
    const { store, calls } = scriptedStore({ certificate: holder, reader: 'One', failWith });
    expect(await signWithCng(store, requestFor(holder))).toMatchObject({ code });
    expect(calls.filter((call) => call.startsWith('sign'))).toHaveLength(1);
    expect(calls.at(-1)).toBe('close');
  });

  test('does not have Windows ask for a card that has gone', async () => {
    const { store, calls } = scriptedStore({ certificate: holder, reader: null });
    expect(await signWithCng(store, requestFor(holder))).toMatchObject({ code: 'card-removed' });
    expect(calls).toEqual(['open silently']);
  });

  test('does not sign with a key in a file', async () => {
    const { store, calls } = scriptedStore({ certificate: holder, reader: undefined });
    expect(await signWithCng(store, requestFor(holder))).toMatchObject({ code: 'card-removed' });
    expect(calls.join()).not.toContain('sign ');
  });

  test('knows a signature of another card, and a certificate that is not there', async () => {
    const stranger = await createTestCertificate({ key: 'P-384' });
    const { store } = scriptedStore({ certificate: holder, reader: 'One', signer: stranger });
    expect(await signWithCng(store, requestFor(holder))).toMatchObject({ code: 'card-changed' });
    expect(await signWithCng(store, requestFor(stranger))).toMatchObject({ code: 'card-changed' });
  });
});

describe('the native interface', () => {
  const certificates = [holder, rsaHolder].map(({ der }) => Buffer.from(der));
  const type = certificateContextType();
  const contexts = certificates.map((der) => {
    const context = Buffer.alloc(koffi.sizeof(type));
    const value = { pbCertEncoded: koffi.address(der), cbCertEncoded: der.length };
    koffi.encode(context, type, { dwCertEncodingType: 1, pCertInfo: null, hCertStore: null, ...value });
    return context;
  });

  /** Windows' functions in script; the memory that they give is real. */
  function scriptedNative(changes: Partial<NativeCng> = {}): { native: NativeCng; calls: string[] } {
    const calls: string[] = [];
    const log =
      (name: string, status = 0) =>
      (): Promise<number> => {
        calls.push(name);
        return Promise.resolve(status);
      };
    const addresses = contexts.map((context) => koffi.address(context));
    const native: NativeCng = {
      openStore: (name) => (calls.push(`open ${name}`), 9n),
      closeStore: (store) => void calls.push(`close ${store}`),
      next: (_store, before) => addresses[before === 0n ? 0 : addresses.indexOf(before) + 1] ?? 0n,
      freeContext: (context) => void calls.push(`free ${addresses.indexOf(context)}`),
      acquireKey: (_context, flags, _none, key, specification, free) => {
        calls.push(`acquire 0x${Number(flags).toString(16)}`);
        (key as bigint[])[0] = 5n;
        (specification as number[])[0] = 0xffffffff;
        (free as number[])[0] = 1;
        return Promise.resolve(1);
      },
      getProperty: log('get', 0x80090029),
      setProperty: log('set'),
      signHash: log('sign', 0x8010006b),
      freeObject: log('free key'),
      ...changes,
    };
    return { native, calls };
  }

  test('reads the store to its end and closes it', async () => {
    const { native, calls } = scriptedNative();
    const seen: string[] = [];
    await openCngStore(native).visit(({ der }) => Promise.resolve(seen.push(certificateId(der)) < 0));
    expect(seen).toEqual(certificates.map((der) => certificateId(der)));
    expect(calls).toEqual(['open MY', 'close 9']);
  });

  test('frees the certificate it stops at, also when the visitor fails', async () => {
    for (const visitor of [() => Promise.resolve(true), () => Promise.reject(new Error('stop'))]) {
      const { native, calls } = scriptedNative();
      await openCngStore(native)
        .visit(visitor)
        .catch(() => undefined);
      expect(calls).toEqual(['open MY', 'free 0', 'close 9']);
    }
  });

  test('opens keys of CNG alone, silently or not, and frees them', async () => {
    const { native, calls } = scriptedNative();
    await openCngStore(native).visit(async ({ openKey }) => {
      for (const silent of [true, false]) {
        const key = await openKey(silent);
        expect(await key?.isOnCard()).toBe(false);
        await expect(key?.sign(new Uint8Array(32), null)).rejects.toThrow('NCryptSignHash: 0x8010006b');
        await key?.close();
      }
      return true;
    });
    expect(calls).toEqual([
      'open MY',
      ...['acquire 0x40044', 'get', 'sign', 'free key'],
      ...['acquire 0x40004', 'get', 'sign', 'free key'],
      'free 0',
      'close 9',
    ]);
  });

  test('does not take a handle of the older interface for a key', async () => {
    const acquireKey: NativeCng['acquireKey'] = (_context, _flags, _none, key, specification) => {
      (key as bigint[])[0] = 5n;
      (specification as number[])[0] = 1;
      return Promise.resolve(1);
    };
    await openCngStore(scriptedNative({ acquireKey }).native).visit(async ({ openKey }) => {
      expect(await openKey(true)).toBeUndefined();
      return false;
    });
  });

  test('knows a card by what its provider says of itself', async () => {
    const answers = new Map<string, Buffer>([
      ['Provider Handle', Buffer.from('0700000000000000', 'hex')],
      ['SmartCardReader', Buffer.from('Reader 0\0', 'utf16le')],
    ]);
    const getProperty: NativeCng['getProperty'] = (_object, name, value, _room, length) => {
      const answer = answers.get(String(name));
      if (!answer) return Promise.resolve(0x80090029);
      answer.copy(value as Buffer);
      (length as number[])[0] = answer.length;
      return Promise.resolve(0);
    };
    await openCngStore(scriptedNative({ getProperty }).native).visit(async ({ openKey }) => {
      const key = await openKey(true);
      expect(await key?.readerName()).toBe('Reader 0');
      for (const [kind, onCard] of [
        ['01000000', true],
        ['08000000', true],
        ['02000000', false],
      ] as const) {
        answers.set('Impl Type', Buffer.from(kind, 'hex'));
        expect(await key?.isOnCard()).toBe(onCard);
      }
      return true;
    });
  });
});
