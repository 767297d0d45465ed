import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** Opaque ids for clients: the person's number, enciphered, so that an id tells nothing and needs no table. */
export interface ClientIds {
  of(personNumber: number): string;
  /** The person's number, or null for an id that this service never gave. */
  parse(clientId: string): number | null;
}

const PATTERN = /^c-([0-9a-f]{32})$/;

export const createClientIds = (seed: string): ClientIds => {
  const key = createHash('sha256').update(`client ids ${seed}`).digest().subarray(0, 16);
  return {
    of: (personNumber) => {
      const block = Buffer.alloc(16);
      block.writeUInt32BE(personNumber, 12);
      const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
      return `c-${Buffer.concat([cipher.update(block), cipher.final()]).toString('hex')}`;
    },
    parse: (clientId) => {
      const hex = PATTERN.exec(clientId)?.[1];
      if (hex === undefined) return null;
      const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
      const block = Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]);
      // The twelve zero bytes tell an id of ours from a made-up one.
      return block.subarray(0, 12).every((byte) => byte === 0) ? block.readUInt32BE(12) : null;
    },
  };
};
