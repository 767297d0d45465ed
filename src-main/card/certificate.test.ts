import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  clientAuthentication,
  createTestCertificate,
  emailProtection,
  KeyUsageFlags,
  type TestCertificateRequest,
} from '../../test/virtual-card/test-certificate.ts';
import { describeCertificate, validityAt, type ReadCertificate } from './certificate.ts';
import { readCertificate } from './read-certificate.ts';

const { digitalSignature, nonRepudiation, keyEncipherment } = KeyUsageFlags;

async function read(request: TestCertificateRequest = {}): Promise<ReadCertificate> {
  const { der } = await createTestCertificate(request);
  const certificate = readCertificate(der);
  if (!certificate) throw new Error('not read');
  return certificate;
}

describe('a certificate is for authentication', () => {
  test.each<[string, TestCertificateRequest, boolean]>([
    ['digitalSignature and no extended usage, as on FINEID cards', {}, true],
    ['digitalSignature with keyEncipherment', { keyUsages: digitalSignature | keyEncipherment }, true],
    ['extended usage clientAuth', { extendedKeyUsages: [emailProtection, clientAuthentication] }, true],
    ['extended usage of another kind only', { extendedKeyUsages: [emailProtection] }, false],
    ['nonRepudiation', { keyUsages: nonRepudiation }, false],
    ['both digitalSignature and nonRepudiation', { keyUsages: digitalSignature | nonRepudiation }, false],
    ['keyEncipherment alone', { keyUsages: keyEncipherment }, false],
    ['no key usage at all', { keyUsages: null }, false],
  ])('%s', async (_name, request, expected) => {
    expect((await read(request)).isForAuthentication).toBe(expected);
  });
});

describe('the holder', () => {
  test('is named by given name and surname, with all letters', async () => {
    const subject = [
      { C: ['FI'] },
      { '2.5.4.5': ['999020016'] },
      { '2.5.4.42': ['Åke'] },
      { '2.5.4.4': ['Hämäläinen-Öst'] },
      { CN: ['Hämäläinen-Öst Åke 999020016'] },
    ];
    expect(await read({ subject })).toMatchObject({
      holderName: 'Åke Hämäläinen-Öst',
      serialNumber: '999020016',
      issuerName: 'TEST ONLY Issuing CA',
    });
  });

  test('is named by the common name where the names are not apart', async () => {
    expect(await read({ subject: [{ CN: ['Testi Esimerkki'] }] })).toMatchObject({
      holderName: 'Testi Esimerkki',
      serialNumber: '',
    });
  });
});

test('the id is the fingerprint, and differs between two certificates of one person', async () => {
  const one = await read();
  const other = await read();
  expect(one.id).toBe(createHash('sha256').update(one.der).digest('hex'));
  expect(one.id).not.toBe(other.id);
});

test('validity and the notice of its end are judged at the given time', async () => {
  const notBefore = new Date('2026-01-01T00:00:00Z');
  const notAfter = new Date('2026-12-31T00:00:00Z');
  const certificate = await read({ notBefore, notAfter });
  const at = (instant: string): number => Date.parse(instant);
  expect(validityAt(certificate, at('2025-12-31T23:59:59Z'))).toBe('not-yet-valid');
  expect(validityAt(certificate, at('2026-01-01T00:00:00Z'))).toBe('valid');
  expect(validityAt(certificate, at('2026-12-31T00:00:00Z'))).toBe('valid');
  expect(validityAt(certificate, at('2026-12-31T00:00:01Z'))).toBe('expired');
  expect(describeCertificate(certificate, at('2026-11-30T23:59:59Z')).expiresSoon).toBe(false);
  expect(describeCertificate(certificate, at('2026-12-01T00:00:00Z'))).toMatchObject({
    expiresSoon: true,
    validTo: '2026-12-31T00:00:00.000Z',
  });
});

test('bytes that are no certificate are none, wherever they are cut', async () => {
  const { der } = await createTestCertificate();
  for (const bytes of [new Uint8Array(), new Uint8Array([1, 2, 3]), new Uint8Array(500).fill(0x30)]) {
    expect(readCertificate(bytes)).toBeUndefined();
  }
  for (let length = 0; length < der.length; length += 7) {
    expect(readCertificate(der.subarray(0, length))).toBeUndefined();
  }
});
