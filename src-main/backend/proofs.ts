import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Makes DPoP proofs (RFC 9449) with one key, which lives in memory as long as the session. */
export interface Proofs {
  /** Of the public key (RFC 7638), base64url. */
  readonly thumbprint: string;
  /**
   * @param address of the request; query and fragment are left out of the proof
   * @param issuedAt seconds since 1970 by the service's clock
   * @param accessToken whose hash the proof carries; absent when the request asks for a token
   */
  proof(method: string, address: string, issuedAt: number, accessToken?: string): Promise<string>;
}

/** A new P-256 key pair; the private key cannot be exported. */
export async function createProofs(): Promise<Proofs> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const jwk = { kty, crv, x, y } as { kty: string; crv: string; x: string; y: string };
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    proof: (method, address, issuedAt, accessToken) => {
      const { origin, pathname } = new URL(address);
      const hash = accessToken && createHash('sha256').update(accessToken).digest('base64url');
      return new SignJWT({
        htm: method,
        htu: origin + pathname,
        jti: randomUUID(),
        ...(hash && { ath: hash }),
      })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
        .setIssuedAt(issuedAt)
        .sign(privateKey);
    },
  };
}
