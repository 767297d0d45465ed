import { createECDH, randomBytes, type KeyObject } from 'node:crypto';

// node:crypto signs messages, never a digest it did not compute itself, but a card is handed the digest.
// So the test card does the few lines of ECDSA on its own. Not constant-time: for test keys only.
const CURVES: Record<string, { ecdh: string; n: bigint; bytes: number }> = {
  'P-256': {
    ecdh: 'prime256v1',
    bytes: 32,
    n: BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  },
  'P-384': {
    ecdh: 'secp384r1',
    bytes: 48,
    n: BigInt(
      '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
    ),
  },
};

const toInt = (b: Buffer): bigint => (b.length ? BigInt('0x' + b.toString('hex')) : 0n);

function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [m, ((a % m) + m) % m, 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  return ((s0 % m) + m) % m;
}

function derInteger(v: bigint): Buffer {
  let hex = v.toString(16);
  if (hex.length % 2) hex = '0' + hex;
  let b = Buffer.from(hex, 'hex');
  if (b[0]! & 0x80) b = Buffer.concat([Buffer.of(0), b]);
  return Buffer.concat([Buffer.of(2, b.length), b]);
}

/** ECDSA over a ready digest; DER SEQUENCE { r, s }, which is what PIV GENERAL AUTHENTICATE returns. */
export function signDigest(key: KeyObject, digest: Buffer): Buffer {
  const jwk = key.export({ format: 'jwk' }) as { crv?: string; d?: string };
  const curve = CURVES[jwk.crv ?? ''];
  if (!curve || !jwk.d) throw new Error('unsupported EC key');
  const d = toInt(Buffer.from(jwk.d, 'base64url'));
  const z = toInt(digest.subarray(0, curve.bytes));
  for (;;) {
    const k = toInt(randomBytes(curve.bytes + 8)) % curve.n;
    if (k === 0n) continue;
    const ecdh = createECDH(curve.ecdh);
    ecdh.setPrivateKey(Buffer.from(k.toString(16).padStart(curve.bytes * 2, '0'), 'hex'));
    const r = toInt(ecdh.getPublicKey().subarray(1, 1 + curve.bytes)) % curve.n;
    const s = (inverse(k, curve.n) * ((z + r * d) % curve.n)) % curve.n;
    if (r === 0n || s === 0n) continue;
    const body = Buffer.concat([derInteger(r), derInteger(s)]);
    return Buffer.concat([Buffer.of(0x30, body.length), body]); // at most 104 bytes: one length byte is enough
  }
}
