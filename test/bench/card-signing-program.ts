/** The process of g12-card-signature.ts: loads the product's card code and signs. */
import { createHash, randomBytes } from 'node:crypto';
import { loadPcsc } from '../../src-main/card/pcsc.ts';
import { ckm, loadPkcs11Module } from '../../src-main/card/pkcs11.ts';
import { pkcs11Interface, type Pkcs11Interface } from '../../src-main/card/pkcs11-native.ts';
import { warmUpCryptography } from '../../src-main/card/warm-up.ts';
import { signWithToken } from '../../src-main/card/token.ts';
import { median, timed } from './measure.ts';

export interface SigningRequest {
  readonly modulePath: string;
  readonly certificateId: string;
  readonly pin: string;
}
/** Milliseconds: the first sign-in of the process (with the load of the module), a later one, and a signature in an open session. */
export interface SigningReply {
  readonly cold: number;
  readonly again: number;
  readonly warm: number;
}

const SIGNATURES = 50;

async function measure(
  { modulePath, certificateId, pin }: SigningRequest,
  binary: Pkcs11Interface,
): Promise<SigningReply> {
  const signIn = async (): Promise<void> => {
    const outcome = await signWithToken(loadPkcs11Module(modulePath, binary), {
      provider: { kind: 'pkcs11', modulePath },
      certificateId,
      readerName: '',
      algorithm: 'ES256',
      data: randomBytes(64),
      pin: Buffer.from(pin),
      window: null,
    });
    if (outcome.code !== 'signed') throw new Error(`${outcome.code}: ${outcome.detail}`);
  };
  const cold = await timed(signIn);
  const again = await timed(signIn);
  return { cold, again, warm: await measureWarm(modulePath, pin) };
}

async function measureWarm(modulePath: string, pin: string): Promise<number> {
  const module = loadPkcs11Module(modulePath);
  await module.initialize();
  const [slot] = await module.slots();
  if (slot === undefined) throw new Error('no token');
  const session = await module.openSession(slot);
  await module.login(session, Buffer.from(pin));
  const [certificate] = await module.certificates(session);
  const key = certificate && (await module.privateKey(session, certificate.id));
  if (key === undefined) throw new Error('no key');
  const digest = createHash('sha256').update(randomBytes(64)).digest();
  const times: number[] = [];
  for (let count = 0; count < SIGNATURES; count += 1)
    times.push(await timed(() => module.sign(session, key, ckm.ecdsa, digest)));
  await module.logout(session);
  await module.finalize();
  return median(times);
}

/** The helper watches the readers from its start; here there may be neither a reader nor its service. */
async function lookAtReaders(): Promise<void> {
  try {
    const context = await loadPcsc().establish();
    if (context.ok) context.value.release();
  } catch {
    // No library: nothing to watch.
  }
}

// What the product's helper does when it starts, before anybody waits.
const binary = pkcs11Interface();
await lookAtReaders();
warmUpCryptography();
process.once('message', (request: SigningRequest) => {
  measure(request, binary).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.send?.('started');
