import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { createOcspCheck, defaultOcspSettings, type OcspSettings } from './ocsp.ts';
import type { Trust } from './web-eid-validator.ts';

/** Which cards of other certificate authorities than the training one sign in. */
export interface SignInConfiguration {
  /** Certificates in DER. */
  readonly certificateAuthorities: readonly Buffer[];
  /** Policy identifiers of which a certificate must have one; none: any. */
  readonly acceptedPolicies: readonly string[];
  readonly refusedPolicies: readonly string[];
  /** Null: revocation is not asked for. */
  readonly ocsp: OcspSettings | null;
}

const objectIdentifier = z.string().regex(/^[0-2](\.\d+)+$/);
const seconds = z.number().min(0).max(86_400);

const file = z.strictObject({
  certificateAuthorities: z.array(z.string()).min(1),
  acceptedPolicies: z.array(objectIdentifier).default([]),
  refusedPolicies: z.array(objectIdentifier).default([]),
  ocsp: z
    .strictObject({
      maximumAge: seconds.default(defaultOcspSettings.maximumAge),
      allowedSkew: seconds.default(defaultOcspSettings.allowedSkew),
      timeout: seconds.default(defaultOcspSettings.timeout),
      withoutNonce: z.array(z.string()).default([]),
      responder: z.strictObject({ url: z.url(), certificate: z.string() }).nullable().default(null),
    })
    .nullable()
    .prefault({}),
});

/**
 * Reads the configuration from a JSON file; certificates are PEM or DER files beside it (README.md has an example).
 * Throws where anything is wrong: a service that trusts by mistake must not start.
 */
export const readSignInConfiguration = (path: string): SignInConfiguration => {
  const { certificateAuthorities, ocsp, ...policies } = file.parse(JSON.parse(readFileSync(path, 'utf8')));
  const certificate = (name: string): Buffer =>
    new X509Certificate(readFileSync(resolve(dirname(path), name))).raw;
  const responder = ocsp?.responder ?? null;
  return {
    ...policies,
    certificateAuthorities: certificateAuthorities.map(certificate),
    ocsp: ocsp && {
      ...ocsp,
      responder: responder && { url: responder.url, certificate: certificate(responder.certificate) },
    },
  };
};

/** @param now for the age of responses */
export const trustOf = (configuration: SignInConfiguration, now: () => Date): Trust => {
  const { certificateAuthorities, acceptedPolicies, refusedPolicies, ocsp } = configuration;
  return {
    certificates: certificateAuthorities,
    acceptedPolicies,
    refusedPolicies,
    checkRevocation: ocsp === null ? null : createOcspCheck(ocsp, now),
  };
};
