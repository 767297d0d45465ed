import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateId } from '../../src-main/card/certificate.ts';
import { createTestCertificate, type TestCertificate } from '../virtual-card/test-certificate.ts';
import { prepareWine } from './wine.ts';
import type { CheckName, WindowsReport } from './windows-program.ts';

const wine = prepareWine();
if (typeof wine === 'string') console.warn(`Windows under Wine is not to be had here: ${wine}`);

describe.skipIf(typeof wine === 'string')('under Wine', () => {
  let folder: string;
  let certificate: TestCertificate;
  let report: WindowsReport;

  beforeAll(async () => {
    if (typeof wine === 'string') return;
    folder = mkdtempSync(join(tmpdir(), 'kelmu-windows-'));
    certificate = await createTestCertificate({ key: 'P-384' });
    const certificateFile = join(folder, 'certificate.der');
    const reportFile = join(folder, 'report.json');
    writeFileSync(certificateFile, certificate.der);
    await wine.run(join(import.meta.dirname, 'windows-program.ts'), certificateFile, reportFile);
    report = JSON.parse(readFileSync(reportFile, 'utf8')) as WindowsReport;
  });
  afterAll(() => {
    if (typeof wine === 'string') return;
    wine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const valueOf = (name: CheckName): unknown => {
    const outcome = report[name];
    if ('error' in outcome) throw new Error(outcome.error);
    return outcome.value;
  };

  test('crypt32: the user’s store is read, and a certificate in it comes as it is', () => {
    expect(valueOf('store')).toContain(certificateId(certificate.der));
  });

  test('crypt32: a certificate without a card is not offered', () => {
    expect(valueOf('cards')).toEqual({ code: 'listed', tokens: [] });
  });

  test('ncrypt: a signature by RSA verifies', () => {
    expect(valueOf('rsa')).toEqual({ length: 256, verified: true });
  });

  test('ncrypt: a key of software is not taken for a card', () => {
    expect(valueOf('software-key')).toEqual({ onCard: false, readerName: '' });
  });

  test('winscard: loads, and a service that does not run is named so', () => {
    expect(valueOf('smart-card-service')).toEqual({ serviceRunning: false, readers: [] });
  });

  test('Windows’ own key storage is asked first', () => {
    expect(valueOf('providers')).toEqual([{ kind: 'cng' }]);
  });

  test('PKCS#11 structures have the size of the platform', () => {
    expect(valueOf('pkcs11')).toEqual({ unsignedLong: 4, tokenInfo: 160 });
  });
});

// Not under Wine: its version 8 (Debian 12) answers nothing of winscard but that the service does not run, gives no key
// storage of cards and no keys of elliptic curves to ncrypt, and no reader program for it may be handed on with the tests.
// Where each can be run stands behind it, with its number among the checks by hand in src-main/card/README.md.
test.todo(
  'a certificate of a card leads to its key, and Impl Type tells that it is on the card: Windows, card (1)',
);
test.todo('signatures by elliptic curves come as raw r || s: Windows, card or a key of software (1)');
test.todo(
  'the PIN window of Windows: right, wrong, cancelled, blocked, in front of the program’s window: Windows, card (1)',
);
test.todo(
  'the reset after the signature takes the PIN back; a new process is asked for it again: Windows, card (5)',
);
test.todo(
  'winscard reports cards and readers as they come and go, and the service that stops with the last: Windows, reader (2)',
);
test.todo('PKCS#11 modules of the reader programs: Windows with Atostek ID, DigiSign or OpenSC, card (3)');
