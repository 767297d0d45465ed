import {
  constants,
  createPrivateKey,
  privateEncrypt,
  timingSafeEqual,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { parseApdu, readTlvs, tlv, type CommandApdu } from './apdu.ts';
import { signDigest } from './raw-ecdsa.ts';

export type PinPolicy = 'never' | 'once' | 'always';
/** PIV key references (SP 800-73-4): 9A authentication, 9C signature, 9D key management, 9E card authentication. */
export type KeyReference = 0x9a | 0x9c | 0x9d | 0x9e;

export interface PivKey {
  reference: KeyReference;
  privateKeyPem: string;
  certificatePem: string;
  pinPolicy?: PinPolicy;
}

export interface PivCardOptions {
  keys: PivKey[];
  pin: string;
  puk?: string;
  maxTries?: number;
  guid?: Buffer;
  /** A card of some other kind: it has no PIV application at all. */
  blank?: boolean;
  /** Called with each decoded command before it is run: tests count or log here, or pull the card out. */
  onCommand?: (command: CommandApdu) => void;
}

const CERT_OBJECT: Record<KeyReference, string> = {
  0x9a: '5fc105',
  0x9c: '5fc10a',
  0x9d: '5fc10b',
  0x9e: '5fc101',
};
const PIV_RID_PIX = Buffer.from('a000000308000010000100', 'hex');

const SW = {
  ok: 0x9000,
  wrongLength: 0x6700,
  chainingNotSupported: 0x6884,
  secureMessaging: 0x6882,
  securityStatus: 0x6982,
  blocked: 0x6983,
  wrongData: 0x6a80,
  notFound: 0x6a82,
  wrongP1P2: 0x6a86,
  noReference: 0x6a88,
  badIns: 0x6d00,
  badCla: 0x6e00,
} as const;

class CardError extends Error {
  readonly sw: number;
  constructor(sw: number) {
    super('SW ' + sw.toString(16));
    this.sw = sw;
  }
}

interface LoadedKey {
  key: KeyObject;
  algorithm: number;
  policy: PinPolicy;
}
interface Secret {
  value: Buffer;
  tries: number;
}

/** A PIV card application in memory: what a reader sees between power-up and power-down. */
export class PivCard {
  readonly atr = buildAtr();
  signatures = 0;
  #keys = new Map<number, LoadedKey>();
  #objects = new Map<string, Buffer>();
  #pin: Secret;
  #puk: Secret;
  #maxTries: number;
  #blank: boolean;
  #onCommand: ((command: CommandApdu) => void) | undefined;
  // volatile: lost at reset
  #selected = false;
  #verified = false;
  #freshVerify = false;
  #chain: { ins: number; p1: number; p2: number; data: Buffer } | undefined;
  #pending: Buffer = Buffer.alloc(0);

  constructor(options: PivCardOptions) {
    this.#maxTries = options.maxTries ?? 3;
    this.#pin = { value: padPin(options.pin), tries: this.#maxTries };
    this.#puk = { value: padPin(options.puk ?? '12345678'), tries: this.#maxTries };
    this.#onCommand = options.onCommand;
    this.#blank = options.blank ?? false;
    for (const k of options.keys) this.#loadKey(k);
    this.#objects.set(
      '5fc102',
      chuid(options.guid ?? Buffer.from('00112233445566778899aabbccddeeff', 'hex')),
    );
    this.#objects.set('5fc107', CCC);
    this.#objects.set('7e', tlv(0x7e, tlv(0x4f, PIV_RID_PIX), tlv(0x5f2f, Buffer.of(0x40, 0x00))));
  }

  get pinTriesLeft(): number {
    return this.#pin.tries;
  }

  reset(): void {
    this.#selected = this.#verified = this.#freshVerify = false;
    this.#chain = undefined;
    this.#pending = Buffer.alloc(0);
  }

  /** One command APDU in, one response APDU out. */
  transmit(raw: Buffer): Buffer {
    try {
      const command = parseApdu(raw);
      this.#onCommand?.(command);
      return this.#dispatch(command);
    } catch (error) {
      if (error instanceof CardError) return sw(error.sw);
      if (error instanceof RangeError) return sw(SW.wrongLength);
      throw error;
    }
  }

  #dispatch(c: CommandApdu): Buffer {
    if (c.cla & 0x80) throw new CardError(SW.badCla);
    if (c.cla & 0x0c) throw new CardError(SW.secureMessaging);
    if (c.ins === 0xc0) return this.#respond(this.#pending, c);
    this.#pending = Buffer.alloc(0);

    // Command chaining: collect every part; only the last (CLA bit 5 clear) is run.
    const open = this.#chain;
    this.#chain = undefined;
    if (open && (open.ins !== c.ins || open.p1 !== c.p1 || open.p2 !== c.p2))
      throw new CardError(SW.chainingNotSupported);
    const data = open ? Buffer.concat([open.data, c.data]) : c.data;
    if (data.length > 4096) throw new CardError(SW.wrongLength);
    if (c.cla & 0x10) {
      this.#chain = { ins: c.ins, p1: c.p1, p2: c.p2, data };
      return sw(SW.ok);
    }
    const full: CommandApdu = { ...c, data };

    // "PIN always" means: the command right before the signature was a successful VERIFY.
    const fresh = this.#freshVerify;
    this.#freshVerify = false;

    switch (c.ins) {
      case 0xa4:
        return this.#respond(this.#select(full), full);
      case 0xcb:
        return this.#respond(this.#getData(full), full);
      case 0x20:
        return this.#verify(full);
      case 0x24:
        return this.#changePin(full);
      case 0x2c:
        return this.#unblockPin(full);
      case 0x87:
        return this.#respond(this.#generalAuthenticate(full, fresh), full);
      default:
        throw new CardError(SW.badIns);
    }
  }

  /** Hand out up to Le bytes and keep the rest for GET RESPONSE (61xx). */
  #respond(data: Buffer, c: CommandApdu): Buffer {
    const part = data.subarray(0, c.le ?? 256);
    this.#pending = data.subarray(part.length);
    const left = this.#pending.length;
    return Buffer.concat([part, sw(left === 0 ? SW.ok : 0x6100 | (left > 0xff ? 0 : left))]);
  }

  #select(c: CommandApdu): Buffer {
    if (c.p1 !== 0x04) throw new CardError(SW.notFound); // no file system, only the application
    const aid = c.data;
    if (
      this.#blank ||
      aid.length < 5 ||
      aid.length > PIV_RID_PIX.length ||
      !PIV_RID_PIX.subarray(0, aid.length).equals(aid)
    ) {
      throw new CardError(SW.notFound); // the application selected before stays selected
    }
    if (!this.#selected) this.#verified = false;
    this.#selected = true;
    return tlv(
      0x61,
      tlv(0x4f, PIV_RID_PIX.subarray(5)),
      tlv(0x79, tlv(0x4f, PIV_RID_PIX.subarray(0, 5))),
      tlv(0x50, Buffer.from('Virtual test PIV card')),
    );
  }

  #getData(c: CommandApdu): Buffer {
    this.#needSelected();
    if (c.p1 !== 0x3f || c.p2 !== 0xff) throw new CardError(SW.wrongP1P2);
    const tag = readTlvs(c.data).get(0x5c);
    if (!tag) throw new CardError(SW.wrongData);
    const object = this.#objects.get(tag.toString('hex'));
    if (!object) throw new CardError(SW.notFound);
    return object;
  }

  #verify(c: CommandApdu): Buffer {
    this.#needSelected();
    if (c.p2 !== 0x80) throw new CardError(SW.noReference);
    if (c.p1 === 0xff && c.data.length === 0) {
      // SP 800-73-4: forget the PIN
      this.#verified = false;
      return sw(SW.ok);
    }
    if (c.p1 !== 0) throw new CardError(SW.wrongP1P2);
    if (c.data.length === 0)
      return sw(this.#verified ? SW.ok : this.#pin.tries ? 0x63c0 | this.#pin.tries : SW.blocked);
    this.#compare(this.#pin, c.data);
    this.#verified = this.#freshVerify = true;
    return sw(SW.ok);
  }

  #changePin(c: CommandApdu): Buffer {
    this.#needSelected();
    if (c.p2 !== 0x80 || c.data.length !== 16)
      throw new CardError(c.p2 !== 0x80 ? SW.noReference : SW.wrongData);
    this.#compare(this.#pin, c.data.subarray(0, 8));
    this.#pin.value = Buffer.from(c.data.subarray(8));
    return sw(SW.ok);
  }

  #unblockPin(c: CommandApdu): Buffer {
    this.#needSelected();
    if (c.p2 !== 0x80 || c.data.length !== 16)
      throw new CardError(c.p2 !== 0x80 ? SW.noReference : SW.wrongData);
    this.#compare(this.#puk, c.data.subarray(0, 8));
    this.#pin = { value: Buffer.from(c.data.subarray(8)), tries: this.#maxTries };
    return sw(SW.ok);
  }

  #compare(secret: Secret, candidate: Buffer): void {
    if (secret.tries === 0) throw new CardError(SW.blocked);
    if (candidate.length !== 8) throw new CardError(SW.wrongData); // malformed: costs no try
    if (!timingSafeEqual(candidate, secret.value)) {
      secret.tries -= 1;
      this.#verified = false;
      throw new CardError(0x63c0 | secret.tries);
    }
    secret.tries = this.#maxTries;
  }

  #generalAuthenticate(c: CommandApdu, fresh: boolean): Buffer {
    this.#needSelected();
    const slot = this.#keys.get(c.p2);
    if (!slot) throw new CardError(SW.noReference);
    if (c.p1 !== slot.algorithm) throw new CardError(SW.wrongP1P2);
    if (slot.policy !== 'never' && !this.#verified) throw new CardError(SW.securityStatus);
    if (slot.policy === 'always' && !fresh) throw new CardError(SW.securityStatus);
    const template = readTlvs(c.data).get(0x7c);
    const challenge = template && readTlvs(template).get(0x81);
    if (!challenge) throw new CardError(SW.wrongData);
    const signature = this.#sign(slot, challenge);
    this.signatures += 1;
    return tlv(0x7c, tlv(0x82, signature));
  }

  #sign({ key }: LoadedKey, challenge: Buffer): Buffer {
    if (key.asymmetricKeyType === 'ec') return signDigest(key, challenge);
    // RSA: the host has done the padding; the card does the bare private operation on one full block.
    if (challenge.length !== (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
      throw new CardError(SW.wrongData);
    return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, challenge);
  }

  #needSelected(): void {
    if (!this.#selected) throw new CardError(SW.notFound);
  }

  #loadKey(k: PivKey): void {
    const key = createPrivateKey(k.privateKeyPem);
    const certificate = new X509Certificate(k.certificatePem);
    if (!certificate.checkPrivateKey(key)) throw new Error('certificate and key do not belong together');
    const policy = k.pinPolicy ?? (k.reference === 0x9c ? 'always' : k.reference === 0x9e ? 'never' : 'once');
    this.#keys.set(k.reference, { key, algorithm: algorithmOf(key), policy });
    this.#objects.set(
      CERT_OBJECT[k.reference],
      tlv(0x53, tlv(0x70, certificate.raw), tlv(0x71, Buffer.of(0)), tlv(0xfe)),
    );
  }
}

const sw = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);

function padPin(pin: string): Buffer {
  if (!/^[0-9]{4,8}$/.test(pin)) throw new Error('PIN must have 4 to 8 digits');
  return Buffer.concat([Buffer.from(pin, 'ascii'), Buffer.alloc(8, 0xff)]).subarray(0, 8);
}

/** PIV algorithm identifiers (SP 800-78-4, table 6-2). */
function algorithmOf(key: KeyObject): number {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') {
    if (modulusLength === 2048) return 0x07;
    if (modulusLength === 3072) return 0x05;
  } else if (namedCurve === 'prime256v1') return 0x11;
  else if (namedCurve === 'secp384r1') return 0x14;
  throw new Error('key type not supported by PIV');
}

/** Card Holder Unique Identifier: OpenSC takes the token serial number from the GUID (34). */
function chuid(guid: Buffer): Buffer {
  const fascn = Buffer.from('d4e739da739ced39ce739da1685a1082108ce73984108ca3fc', 'hex');
  return tlv(
    0x53,
    tlv(0x30, fascn),
    tlv(0x34, guid),
    tlv(0x35, Buffer.from('20391231')),
    tlv(0x3e),
    tlv(0xfe),
  );
}

/** Card Capability Container (5FC107): fixed fields only, no PKCS#15 container. */
const CCC = tlv(
  0x53,
  tlv(0xf0, Buffer.from('a000000116ff02' + '000102030405060708090a0b0c0d', 'hex')),
  tlv(0xf1, Buffer.of(0x21)),
  tlv(0xf2, Buffer.of(0x21)),
  tlv(0xf3),
  tlv(0xf4, Buffer.of(0)),
  tlv(0xf5, Buffer.of(0x10)),
  tlv(0xf6),
  tlv(0xf7),
  tlv(0xfa),
  tlv(0xfb),
  tlv(0xfc),
  tlv(0xfd),
  tlv(0xfe),
);

/** T=1, historical bytes in compact TLV: capabilities "command chaining + extended length", then a name. */
function buildAtr(): Buffer {
  const historical = Buffer.concat([Buffer.from('8073c821c057', 'hex'), Buffer.from('TESTPIV')]);
  const body = Buffer.concat([Buffer.of(0x80 | historical.length, 0x01), historical]);
  const tck = body.reduce((a, b) => a ^ b, 0);
  return Buffer.concat([Buffer.of(0x3b), body, Buffer.of(tck)]);
}
