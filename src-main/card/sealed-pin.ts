import { createCipheriv, createDecipheriv, createECDH, hkdfSync } from 'node:crypto';

/**
 * A PIN on its way to the helper process. What carries messages between processes copies them into memory that
 * nobody overwrites; so the PIN travels encrypted to a key that only the helper's memory holds, and ends with it.
 *
 * Sealed: the sender's public key for this one message (P-256, uncompressed), the encrypted PIN and the tag
 * (AES-256-GCM). The encryption key is used once, so that its nonce is constant.
 */
const curve = 'prime256v1';
const cipher = 'aes-256-gcm';
const publicKeyLength = 65;
const tagLength = 16;
const nonce = new Uint8Array(12);

export interface PinOpener {
  readonly publicKey: Uint8Array;
  /** The caller overwrites what it gets. Throws where the PIN was sealed for another process. */
  open(sealed: Uint8Array): Uint8Array;
}

/** Made by the helper when it starts. */
export function createPinOpener(): PinOpener {
  const own = createECDH(curve);
  const publicKey = new Uint8Array(own.generateKeys());
  return {
    publicKey,
    open(sealed) {
      const sender = sealed.subarray(0, publicKeyLength);
      const key = keyFrom(own.computeSecret(sender), sender, publicKey);
      const decipher = createDecipheriv(cipher, key, nonce);
      decipher.setAuthTag(sealed.subarray(-tagLength));
      const pin = decipher.update(sealed.subarray(publicKeyLength, -tagLength));
      key.fill(0);
      decipher.final();
      return pin;
    },
  };
}

/** @param publicKey of the helper that is to open it */
export function sealPin(pin: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const own = createECDH(curve);
  const sender = new Uint8Array(own.generateKeys());
  const key = keyFrom(own.computeSecret(publicKey), sender, publicKey);
  const encryption = createCipheriv(cipher, key, nonce);
  key.fill(0);
  const encrypted = encryption.update(pin);
  return Buffer.concat([sender, encrypted, encryption.final(), encryption.getAuthTag()]);
}

function keyFrom(secret: Buffer, sender: Uint8Array, receiver: Uint8Array): Uint8Array {
  const salt = Buffer.concat([sender, receiver]);
  const key = new Uint8Array(hkdfSync('sha256', secret, salt, 'card PIN', 32));
  secret.fill(0);
  return key;
}
