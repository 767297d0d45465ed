import koffi from 'koffi';
import { expect, test } from 'vitest';
import { certificateContextType, paddingType } from './cng-native.ts';
import { pkcs11Interface } from './pkcs11-native.ts';

// Sizes as a C compiler gives them for the headers of each platform (64-bit programs).
test.each([
  ['slotInfo', 112, 104],
  ['tokenInfo', 208, 160],
  ['initializeArguments', 48, 44],
  ['attribute', 24, 16],
  ['mechanism', 24, 16],
  ['mechanismInfo', 24, 12],
  ['pssParameters', 24, 12],
] as const)('CK structure %s has %i bytes on Linux and %i on Windows', (name, linux, windows) => {
  expect(koffi.sizeof(pkcs11Interface('linux').types[name])).toBe(linux);
  expect(koffi.sizeof(pkcs11Interface('win32').types[name])).toBe(windows);
});

test('the list of PKCS#11 functions begins after the version, packed on Windows', () => {
  expect(koffi.offsetof(pkcs11Interface('linux').functionList, 'functions')).toBe(8);
  expect(koffi.offsetof(pkcs11Interface('win32').functionList, 'functions')).toBe(2);
});

test('CERT_CONTEXT and BCRYPT_PKCS1_PADDING_INFO have the sizes and offsets of the Windows headers', () => {
  const context = certificateContextType();
  expect(koffi.sizeof(context)).toBe(40);
  expect(koffi.offsetof(context, 'pbCertEncoded')).toBe(8);
  expect(koffi.offsetof(context, 'cbCertEncoded')).toBe(16);
  expect(koffi.offsetof(context, 'pCertInfo')).toBe(24);
  expect(koffi.sizeof(paddingType())).toBe(8);
});
