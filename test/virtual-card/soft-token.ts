import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCertificate } from './test-certificate.ts';

export interface SoftToken {
  readonly modulePath: string;
  /** To be in the environment of the process that loads the module. */
  readonly environment: { readonly SOFTHSM2_CONF: string };
}

/** Path of SoftHSM2's module, which knows every kind of key; undefined where it is not installed. */
export const softTokenModule = (): string | undefined =>
  globSync(['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/*/softhsm/libsofthsm2.so'])[0];

/**
 * A SoftHSM2 token of its own with the keys and certificates of made-up persons.
 * @param pin null leaves the token as a card is before its holder activates it: without a PIN, and without keys
 */
export function createSoftToken(
  folder: string,
  pin: string | null,
  certificates: readonly TestCertificate[],
): SoftToken {
  const modulePath = softTokenModule();
  if (!modulePath) throw new Error('softhsm2 is not installed');
  const tokens = join(folder, 'tokens');
  const configuration = join(folder, 'softhsm2.conf');
  mkdirSync(tokens, { recursive: true });
  writeFileSync(
    configuration,
    `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  const environment = { SOFTHSM2_CONF: configuration };
  const run = (program: string, ...options: string[]): void => {
    const env = { ...process.env, ...environment };
    execFileSync(program, options, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const label = 'test token';
  const tool = (...options: string[]): void => run('pkcs11-tool', '--module', modulePath, ...options);
  if (pin === null) tool('--init-token', '--label', label, '--so-pin', '87654321');
  else run('softhsm2-util', '--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', '87654321');
  for (const [index, { der, privateKey }] of certificates.entries()) {
    const id = String(index + 1).padStart(2, '0');
    const keyFile = join(folder, `${id}.pem`);
    const certificateFile = join(folder, `${id}.der`);
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(certificateFile, der);
    const object = ['--label', `key ${id}`, '--id', id];
    if (pin !== null) run('softhsm2-util', '--import', keyFile, '--token', label, ...object, '--pin', pin);
    const login = pin === null ? [] : ['--login', '--pin', pin];
    tool(...login, '--write-object', certificateFile, '--type', 'cert', ...object);
  }
  return { modulePath, environment };
}
