import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { certificateId } from './certificate.ts';
import { algorithmsOf, digestToSign, isSignedBy } from './web-eid-token.ts';

/**
 * Uses what checking a signature needs once for each kind of key, so that the first sign-in of a process does not
 * wait for its loading. The helper process does it while nobody waits.
 */
export function warmUpCryptography(): void {
  const done = new Set<string>();
  for (const text of rootCertificates) {
    const { raw, publicKey } = new X509Certificate(text);
    const kind = publicKey.asymmetricKeyType ?? '';
    const algorithm = algorithmsOf(publicKey)[0];
    if (algorithm === undefined || done.has(kind)) continue;
    certificateId(raw);
    isSignedBy(raw, algorithm, digestToSign(algorithm, raw), new Uint8Array(96));
    done.add(kind);
    if (done.size === 2) return;
  }
}
