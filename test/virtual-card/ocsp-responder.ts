import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { KeyFiles, TestPki } from './test-pki.ts';

export interface OcspResponderOptions {
  readonly pki: TestPki;
  readonly port: number;
  /** Whose key signs the answers. */
  readonly signer: KeyFiles;
  /** Default: the authority's own record. */
  readonly indexFile?: string;
  /** Spoils the signature of every answer. */
  readonly badSignature?: boolean;
}

/** `openssl ocsp` as a responder on the port of this machine; the answer ends it. */
export async function startOcspResponder(options: OcspResponderOptions): Promise<() => Promise<void>> {
  const { pki, port, signer, indexFile = pki.indexFile, badSignature = false } = options;
  const record = ['-index', indexFile, '-CA', pki.issuingCertificateFile];
  const signing = ['-rsigner', signer.certificateFile, '-rkey', signer.keyFile];
  const child = spawn(
    'openssl',
    ['ocsp', '-port', String(port), ...record, ...signing, ...(badSignature ? ['-badsig'] : [])],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = once(child, 'exit');
  const ready = new Promise<void>((resolve, reject) => {
    let output = '';
    const look = (chunk: Buffer): void => {
      output += chunk.toString();
      if (/ACCEPT|waiting for OCSP client connections/.test(output)) resolve();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('exit', () => reject(new Error(`openssl ocsp ended: ${output}`)));
    child.on('error', reject);
  });
  await ready;
  return async () => {
    child.kill();
    await exited;
  };
}
