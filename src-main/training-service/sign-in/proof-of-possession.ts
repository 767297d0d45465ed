import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify, type JWK, type JWTPayload } from 'jose';
import { failure, success, type Result } from '../../../shared/domain/result.ts';

export interface ProofFailure {
  readonly code: 'PROOF_INVALID';
  readonly detail: string;
}

export interface ProofRequest {
  /** The header `DPoP`, or what Fastify made of it. */
  readonly proof: string | readonly string[] | undefined;
  readonly method: string;
  /** Address of the request without query and fragment. */
  readonly url: string;
  /** Set where the request carries an access token: the proof must name it (`ath`). */
  readonly accessToken: string | null;
}

export interface ProofVerifier {
  /** Value: the thumbprint of the key (RFC 7638), which tokens are bound to. */
  verify(request: ProofRequest): Promise<Result<string, ProofFailure>>;
}

/** Clocks of workstations run wrong by minutes; the proof's own id guards against repetition meanwhile. */
const WINDOW_SECONDS = 300;
const LONGEST_PROOF = 4000;
const ALGORITHMS = ['ES256', 'ES384', 'PS256', 'EdDSA', 'Ed25519'];

const refuse = (detail: string): Result<never, ProofFailure> => failure({ code: 'PROOF_INVALID', detail });

const withoutQuery = (url: unknown): string | null => {
  if (typeof url !== 'string' || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return `${parsed.origin}${parsed.pathname}`;
};

const checkClaims = (
  claims: JWTPayload,
  request: ProofRequest,
  nowSeconds: number,
): Result<true, ProofFailure> => {
  if (claims['htm'] !== request.method) return refuse('htm is not the method of the request');
  if (withoutQuery(claims['htu']) !== withoutQuery(request.url))
    return refuse('htu is not the address of the request');
  if (typeof claims.iat !== 'number' || Math.abs(nowSeconds - claims.iat) > WINDOW_SECONDS)
    return refuse('iat is too far from the clock of the service');
  if (typeof claims.jti !== 'string' || claims.jti.length < 8 || claims.jti.length > 200)
    return refuse('jti is missing');
  if (request.accessToken !== null) {
    const hash = createHash('sha256').update(request.accessToken, 'ascii').digest('base64url');
    if (claims['ath'] !== hash) return refuse('ath is not the hash of the access token');
  }
  return success(true);
};

const readProof = async (
  proof: string,
  at: Date,
): Promise<Result<{ claims: JWTPayload; key: JWK }, ProofFailure>> => {
  try {
    const verified = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ALGORITHMS,
      currentDate: at,
    });
    const key = verified.protectedHeader.jwk;
    return key === undefined ? refuse('no key') : success({ claims: verified.payload, key });
  } catch {
    // The library's reasons differ by version; the client can do nothing else than make a new proof.
    return refuse('the proof is not a signed dpop+jwt');
  }
};

/** Checks DPoP proofs (RFC 9449 section 4.3): signature, method, address, time, token and repetition. */
export const createProofVerifier = (now: () => Date): ProofVerifier => {
  const seen = new Map<string, number>();
  const forget = (nowSeconds: number): void => {
    for (const [id, until] of seen) {
      if (until > nowSeconds) return;
      seen.delete(id);
    }
  };
  return {
    verify: async (request) => {
      const { proof } = request;
      if (typeof proof !== 'string' || proof.length > LONGEST_PROOF)
        return refuse('one DPoP header is needed');
      const at = now();
      const nowSeconds = Math.floor(at.getTime() / 1000);
      const read = await readProof(proof, at);
      if (!read.ok) return read;
      const claims = checkClaims(read.value.claims, request, nowSeconds);
      if (!claims.ok) return claims;
      const thumbprint = await calculateJwkThumbprint(read.value.key);
      const id = `${thumbprint} ${String(read.value.claims.jti)}`;
      forget(nowSeconds);
      if (seen.has(id)) return refuse('the proof was used before');
      // A proof dated ahead stays valid for twice the window.
      seen.set(id, nowSeconds + 2 * WINDOW_SECONDS);
      return success(thumbprint);
    },
  };
};
