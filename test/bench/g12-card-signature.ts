import { fork, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingPackages } from '../../build/system-packages.ts';
import { createSoftToken, softTokenModule } from '../virtual-card/soft-token.ts';
import { createTestCertificate } from '../virtual-card/test-certificate.ts';
import { compare, inTemporaryFolder, timedNow, type Benchmark } from './measure.ts';
import type { SigningReply, SigningRequest } from './card-signing-program.ts';

const PIN = '123456';

interface Token {
  readonly modulePath: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly certificateId: string;
}

/** A token of its own with a P-256 key and the certificate of a made-up person. */
async function makeToken(folder: string): Promise<Token> {
  const certificate = await createTestCertificate();
  const { modulePath, environment } = createSoftToken(folder, PIN, [certificate]);
  const certificateId = createHash('sha256').update(certificate.der).digest('hex');
  return { modulePath, environment: { ...process.env, ...environment }, certificateId };
}

/** One fresh helper process, started beforehand as in the product: its first signature, and later ones. */
async function signInHelper(token: Token): Promise<SigningReply> {
  const program = fileURLToPath(new URL('card-signing-program.ts', import.meta.url));
  const child = fork(program, { env: token.environment, serialization: 'advanced' });
  try {
    return await new Promise((resolve, reject) => {
      child.on('exit', (code) => reject(new Error(`the signing process ended with ${code}`)));
      child.on('message', (message: 'started' | SigningReply) => {
        if (message !== 'started') return resolve(message);
        const { modulePath, certificateId } = token;
        child.send({ modulePath, certificateId, pin: PIN } satisfies SigningRequest);
      });
    });
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}

function signWithTool(token: Token, folder: string): number {
  const input = join(folder, 'digest');
  writeFileSync(input, randomBytes(32));
  const output = join(folder, 'signature');
  const sign = [
    '--sign',
    '--mechanism',
    'ECDSA',
    '--id',
    '01',
    '--input-file',
    input,
    '--output-file',
    output,
  ];
  const options = ['--module', token.modulePath, '--login', '--pin', PIN, ...sign];
  return timedNow(() => {
    const result = spawnSync('pkcs11-tool', options, { env: token.environment, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`pkcs11-tool: ${result.stderr}`);
  });
}

export const benchmark: Benchmark = {
  id: 'G12',
  title:
    'card: load the module, log in and sign in the running helper process; sign once more with the open session',
  peer: 'pkcs11-tool --sign as a process, same SoftHSM2 token',
  run: async () => {
    const missing = missingPackages(['card']).filter((name) => name === 'softhsm2' || name === 'opensc');
    if (missing.length > 0 || !softTokenModule()) return `needs ${missing.join(' and ') || 'softhsm2'}`;
    return inTemporaryFolder(async (folder) => {
      const token = await makeToken(folder);
      const peer = (): number => signWithTool(token, folder);
      const part = (name: keyof SigningReply) => async (): Promise<number> =>
        (await signInHelper(token))[name];
      return [
        await compare({ name: 'cold', goal: 0.75, ours: part('cold'), peer }),
        await compare({ name: 'warm', goal: 0.05, ours: part('warm'), peer }),
        await compare({ name: 'whole sign-in again', ours: part('again'), peer }),
      ];
    });
  },
};
