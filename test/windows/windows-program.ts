/**
 * Runs in Windows' node.exe, under Wine: calls the product's own bindings and writes what came of it, one JSON line.
 * What it needs besides to set a scene (a certificate in the store, a key of software) it binds itself.
 */
import { createHash, createPublicKey, randomBytes, verify, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import koffi from 'koffi';
import { cardProviders } from '../../src-main/card/card-providers.ts';
import { certificateId } from '../../src-main/card/certificate.ts';
import { listCng } from '../../src-main/card/cng.ts';
import { bindCng, keyOf, openCngStore, type CngKey } from '../../src-main/card/cng-native.ts';
import { loadPcsc } from '../../src-main/card/pcsc.ts';
import { pkcs11Interface } from '../../src-main/card/pkcs11-native.ts';
import { watchReaders, type ReadersEvent } from '../../src-main/card/reader-watch.ts';

export type CheckName =
  'store' | 'cards' | 'rsa' | 'software-key' | 'smart-card-service' | 'providers' | 'pkcs11';

export type WindowsReport = {
  readonly [Name in CheckName]: { readonly value: unknown } | { readonly error: string };
};

const [certificateFile = '', reportFile = ''] = process.argv.slice(2);
const native = bindCng();
const crypt32 = koffi.load('crypt32.dll');
const ncrypt = koffi.load('ncrypt.dll');
const outHandle = koffi.out(koffi.pointer('uintptr_t'));
const outLength = koffi.out(koffi.pointer('uint32'));
const openSystemStore = crypt32.func('CertOpenSystemStoreW', 'void *', ['void *', 'str16']);
const addEncoded = crypt32.func('CertAddEncodedCertificateToStore', 'int32', [
  'void *',
  'uint32',
  'void *',
  'uint32',
  'uint32',
  'void *',
]);
const closeStore = crypt32.func('CertCloseStore', 'int32', ['void *', 'uint32']);
const openProvider = ncrypt.func('NCryptOpenStorageProvider', 'uint32', [outHandle, 'str16', 'uint32']);
const createKey = ncrypt.func('NCryptCreatePersistedKey', 'uint32', [
  'uintptr_t',
  outHandle,
  'str16',
  'str16',
  'uint32',
  'uint32',
]);
const finalizeKey = ncrypt.func('NCryptFinalizeKey', 'uint32', ['uintptr_t', 'uint32']);
const exportKey = ncrypt.func('NCryptExportKey', 'uint32', [
  'uintptr_t',
  'uintptr_t',
  'str16',
  'void *',
  'void *',
  'uint32',
  outLength,
  'uint32',
]);

function must(status: number, name: string): void {
  if (status !== 0) throw new Error(`${name}: 0x${(status >>> 0).toString(16)}`);
}

/** A key of Windows' own provider of software, and its public half as Windows exports it. */
async function softwareKey(): Promise<{ key: CngKey; blob: Buffer }> {
  const provider: (number | bigint)[] = [0];
  must(openProvider(provider, 'Microsoft Software Key Storage Provider', 0) as number, 'open provider');
  const handle: (number | bigint)[] = [0];
  must(createKey(provider[0], handle, 'RSA', null, 0, 0) as number, 'create key');
  const bits = Buffer.from([0x00, 0x08, 0, 0]); // 2048
  must(await native.setProperty(handle[0], 'Length', bits, bits.length, 0), 'set length');
  must(finalizeKey(handle[0], 0) as number, 'finalize key');
  const blob = Buffer.alloc(2048);
  const length = [0];
  const status = exportKey(handle[0], 0, 'RSAPUBLICBLOB', null, blob, blob.length, length, 0) as number;
  must(status, 'export key');
  return { key: keyOf(native, BigInt(handle[0] ?? 0), true), blob: blob.subarray(0, length[0]) };
}

/** BCRYPT_RSAKEY_BLOB: magic, bits, lengths of exponent, modulus and primes, then exponent and modulus. */
function rsaPublicKey(blob: Buffer): KeyObject {
  const exponentLength = blob.readUInt32LE(8);
  const exponent = blob.subarray(24, 24 + exponentLength);
  const modulus = blob.subarray(24 + exponentLength, 24 + exponentLength + blob.readUInt32LE(12));
  const jwk = { kty: 'RSA', e: exponent.toString('base64url'), n: modulus.toString('base64url') };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

async function signRsa(): Promise<unknown> {
  const { key, blob } = await softwareKey();
  const data = randomBytes(64);
  const signature = await key.sign(createHash('sha256').update(data).digest(), 'pkcs1-sha256');
  await key.close();
  return { length: signature.length, verified: verify('sha256', data, rsaPublicKey(blob), signature) };
}

const checks: { readonly [Name in CheckName]: () => unknown } = {
  async store() {
    const der = readFileSync(certificateFile);
    const always = 4; // CERT_STORE_ADD_ALWAYS
    const store: unknown = openSystemStore(null, 'MY');
    if (addEncoded(store, 1, der, der.length, always, null) === 0)
      throw new Error('the certificate was not added');
    // Kept where others see it as soon as the store is closed.
    closeStore(store, 0);
    const found: string[] = [];
    await openCngStore(native).visit((stored) => Promise.resolve(found.push(certificateId(stored.der)) < 0));
    return found;
  },
  cards: () => listCng(openCngStore(native), 0),
  rsa: signRsa,
  async 'software-key'() {
    const { key } = await softwareKey();
    await key.setWindow(1n);
    const answer = { onCard: await key.isOnCard(), readerName: await key.readerName() };
    await key.close();
    return answer;
  },
  'smart-card-service': () => new Promise<ReadersEvent>((resolve) => void watchReaders(loadPcsc(), resolve)),
  providers: () => cardProviders({ kinds: ['cng', 'pkcs11'], modulePaths: [] }),
  pkcs11: () => ({
    unsignedLong: koffi.sizeof('unsigned long'),
    tokenInfo: koffi.sizeof(pkcs11Interface().types.tokenInfo),
  }),
};

const report: Record<string, unknown> = {};
for (const [name, check] of Object.entries(checks)) {
  try {
    report[name] = { value: (await check()) as unknown };
  } catch (error) {
    report[name] = { error: error instanceof Error ? error.message : String(error) };
  }
}
writeFileSync(reportFile, JSON.stringify(report));
process.exit(0);
