import { X509Certificate } from 'node:crypto';

/** Algorithms of `web-eid:1.0` by curve of the key; RSA keys go with either of the two. */
const byCurve: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};
const forRsa: readonly string[] = ['RS256', 'PS256'];
const fields = ['algorithm', 'appVersion', 'format', 'signature', 'unverifiedCertificate'];

/** RFC 4648, section 4: padded, no line breaks, and nothing else in front or behind. */
const isBase64 = (text: string): boolean =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(text) &&
  text.length % 4 === 0 &&
  Buffer.from(text, 'base64').toString('base64') === text;

/**
 * What is against the rules of the Web eID authentication token, format 1.0 (system architecture document, "Web eID
 * authentication token specification"), written from the specification and without the client's code.
 */
export function webEidFaults(token: object): readonly string[] {
  const faults: string[] = [];
  const rule = (holds: boolean, fault: string): void => void (holds || faults.push(fault));
  const value = (name: string): string => {
    const found: unknown = Reflect.get(token, name);
    return typeof found === 'string' ? found : '';
  };
  rule(JSON.stringify(Object.keys(token).sort()) === JSON.stringify(fields), 'fields');
  rule(value('format') === 'web-eid:1.0', 'format');
  const length = JSON.stringify(token).length;
  rule(length >= 100 && length <= 10_000, 'length of the token');
  rule(URL.canParse(value('appVersion')) && value('appVersion').startsWith('https://'), 'appVersion');
  rule(isBase64(value('signature')), 'encoding of the signature');
  if (!isBase64(value('unverifiedCertificate'))) return [...faults, 'encoding of the certificate'];

  const der = Buffer.from(value('unverifiedCertificate'), 'base64');
  const certificate = new X509Certificate(der);
  rule(certificate.raw.equals(der), 'the certificate alone');
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const signature = Buffer.from(value('signature'), 'base64');
  if (asymmetricKeyType === 'rsa') {
    rule(forRsa.includes(value('algorithm')), 'algorithm');
    rule(signature.length === (asymmetricKeyDetails?.modulusLength ?? 0) / 8, 'length of the signature');
  } else {
    const curve = asymmetricKeyDetails?.namedCurve ?? '';
    rule(value('algorithm') === byCurve[curve], 'algorithm');
    // r || s, each as long as the order of the curve; never DER.
    const coordinate = { prime256v1: 32, secp384r1: 48, secp521r1: 66 }[curve];
    rule(signature.length === 2 * (coordinate ?? 0), 'length of the signature');
  }
  return faults;
}
