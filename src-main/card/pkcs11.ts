import koffi from 'koffi';
import {
  bindModule,
  pkcs11Interface,
  Pkcs11Error,
  type CallPkcs11,
  type Pkcs11Interface,
} from './pkcs11-native.ts';

export const ckr = {
  ok: 0x0,
  cancel: 0x1,
  tokenNotRecognized: 0xe1,
  tokenNotPresent: 0xe0,
  deviceRemoved: 0x32,
  functionCanceled: 0x50,
  objectHandleInvalid: 0x82,
  pinIncorrect: 0xa0,
  pinInvalid: 0xa1,
  pinLengthRange: 0xa2,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  pinNotInitialized: 0x102,
  bufferTooSmall: 0x150,
  cryptokiAlreadyInitialized: 0x191,
  functionRejected: 0x200,
} as const;

export const tokenFlags = {
  loginRequired: 0x4,
  pinInitialized: 0x8,
  protectedPath: 0x100,
  finalTry: 0x20000,
  locked: 0x40000,
  pinToBeChanged: 0x80000,
} as const;

const cka = { class: 0x0, value: 0x11, id: 0x102 } as const;
const cko = { certificate: 0x1, privateKey: 0x3 } as const;
export const ckm = { rsaPkcs: 0x1, sha256RsaPkcs: 0x40, sha256RsaPkcsPss: 0x43, ecdsa: 0x1041 } as const;
const userRole = 1;
const serialSession = 0x4;
const osLockingOk = 0x2;

/** CK_ULONG handles may be addresses: beyond what a number holds they come as bigint. */
export type Handle = number | bigint;

export interface TokenInfo {
  readonly flags: number;
  /** Bytes; 0 where the token does not say. */
  readonly minPinLength: number;
  readonly maxPinLength: number;
}

export interface CertificateObject {
  readonly handle: Handle;
  readonly id: Uint8Array;
  readonly der: Uint8Array;
}

export interface Pkcs11Module {
  initialize(): Promise<void>;
  finalize(): Promise<void>;
  /** Slots with a token present. */
  slots(): Promise<readonly Handle[]>;
  /** Usually the reader's name as PC/SC knows it, cut at 64 bytes. */
  slotDescription(slot: Handle): Promise<string>;
  tokenInfo(slot: Handle): Promise<TokenInfo>;
  hasMechanism(slot: Handle, mechanism: number): Promise<boolean>;
  openSession(slot: Handle): Promise<Handle>;
  certificates(session: Handle): Promise<readonly CertificateObject[]>;
  /** The certificate that has this handle now; undefined where none has. */
  certificate(session: Handle, handle: Handle): Promise<Uint8Array | undefined>;
  /** @param pin null lets the user enter it on the reader's own keys */
  login(session: Handle, pin: Uint8Array | null): Promise<void>;
  logout(session: Handle): Promise<void>;
  /** The private key with the same CKA_ID as its certificate. */
  privateKey(session: Handle, id: Uint8Array): Promise<Handle | undefined>;
  sign(session: Handle, key: Handle, mechanism: number, data: Uint8Array): Promise<Uint8Array>;
}

/**
 * A PKCS#11 2.40 module (OASIS) of the workstation. A return value other than CKR_OK is thrown as `Pkcs11Error`;
 * token.ts turns it into an outcome. Throws where the file is no PKCS#11 module that this process can load.
 */
export function loadPkcs11Module(path: string, binary: Pkcs11Interface = pkcs11Interface()): Pkcs11Module {
  const call = bindModule(path, binary);
  return { ...moduleFunctions(call), ...slotFunctions(call), ...sessionFunctions(call, binary) };
}

function moduleFunctions(call: CallPkcs11): Pick<Pkcs11Module, 'initialize' | 'finalize'> {
  return {
    async initialize() {
      const args = { ...emptyInitializeArguments, flags: osLockingOk };
      try {
        await call('C_Initialize', args);
      } catch (error) {
        // Left over from an operation that broke off: start afresh, with no session and no PIN.
        if (!(error instanceof Pkcs11Error) || error.returnValue !== ckr.cryptokiAlreadyInitialized)
          throw error;
        await call('C_Finalize', null);
        await call('C_Initialize', args);
      }
    },
    finalize: () => call('C_Finalize', null),
  };
}

type SlotFunction = 'slots' | 'slotDescription' | 'tokenInfo' | 'hasMechanism';

function slotFunctions(call: CallPkcs11): Pick<Pkcs11Module, SlotFunction> {
  return {
    async slots() {
      const count = [0];
      await call('C_GetSlotList', 1, null, count);
      const slots = new Array<Handle>(count[0] ?? 0).fill(0);
      if (slots.length === 0) return [];
      await call('C_GetSlotList', 1, slots, count);
      return slots.slice(0, count[0]);
    },
    async slotDescription(slot) {
      const info: { slotDescription?: Uint8Array } = {};
      await call('C_GetSlotInfo', slot, info);
      return Buffer.from(info.slotDescription ?? [])
        .toString('utf8')
        .trimEnd();
    },
    async tokenInfo(slot) {
      const info: { flags?: number; ulMinPinLen?: number; ulMaxPinLen?: number } = {};
      await call('C_GetTokenInfo', slot, info);
      return {
        flags: info.flags ?? 0,
        minPinLength: info.ulMinPinLen ?? 0,
        maxPinLength: info.ulMaxPinLen ?? 0,
      };
    },
    async hasMechanism(slot, mechanism) {
      try {
        await call('C_GetMechanismInfo', slot, mechanism, {});
        return true;
      } catch (error) {
        if (error instanceof Pkcs11Error) return false;
        throw error;
      }
    },
  };
}

type SessionFunction = Exclude<keyof Pkcs11Module, SlotFunction | 'initialize' | 'finalize'>;

function sessionFunctions(call: CallPkcs11, binary: Pkcs11Interface): Pick<Pkcs11Module, SessionFunction> {
  const attributes = attributeReader(call, binary);
  return {
    async openSession(slot) {
      const session: Handle[] = [0];
      await call('C_OpenSession', slot, serialSession, null, null, session);
      return session[0] ?? 0;
    },
    async certificates(session) {
      const handles = await attributes.find(session, [attributes.number(cka.class, cko.certificate)]);
      const certificates: CertificateObject[] = [];
      for (const handle of handles) {
        const [der, id] = await attributes.read(session, handle, [cka.value, cka.id]);
        if (der && id) certificates.push({ handle, der, id });
      }
      return certificates;
    },
    async certificate(session, handle) {
      return (await attributes.read(session, handle, [cka.value]))[0];
    },
    login: (session, pin) => call('C_Login', session, userRole, pin, pin?.length ?? 0),
    logout: (session) => call('C_Logout', session),
    async privateKey(session, id) {
      const template = [attributes.number(cka.class, cko.privateKey), attributes.bytes(cka.id, id)];
      return (await attributes.find(session, template))[0];
    },
    async sign(session, key, mechanism, data) {
      const parameter = mechanism === ckm.sha256RsaPkcsPss ? pssParameters(binary) : null;
      const ulParameterLen = parameter?.length ?? 0;
      await call('C_SignInit', session, { mechanism, pParameter: parameter, ulParameterLen }, key);
      // Room for any key at once: asking for the length first makes some cards sign twice.
      const signature = Buffer.alloc(1024);
      const length = [signature.length];
      await call('C_Sign', session, data, data.length, signature, length);
      return new Uint8Array(signature.subarray(0, Number(length[0])));
    },
  };
}

const emptyInitializeArguments = {
  CreateMutex: null,
  DestroyMutex: null,
  LockMutex: null,
  UnlockMutex: null,
  pReserved: null,
};

/** SHA-256, mask generation with SHA-256, salt as long as the hash (RFC 7518, section 3.5). */
function pssParameters({ types }: Pkcs11Interface): Buffer {
  const type = types.pssParameters;
  const parameters = Buffer.alloc(koffi.sizeof(type));
  koffi.encode(parameters, type, { hashAlg: 0x250, mgf: 0x2, sLen: 32 });
  return parameters;
}

const usualLength = 4096;

interface Attribute {
  readonly type: number;
  pValue: unknown;
  ulValueLen: number | bigint;
}

function attributeReader(
  call: CallPkcs11,
  { ulong }: Pkcs11Interface,
): {
  number(type: number, value: number): Attribute;
  bytes(type: number, value: Uint8Array): Attribute;
  find(session: Handle, template: readonly Attribute[]): Promise<readonly Handle[]>;
  /** The values in the order of their types. */
  read(session: Handle, object: Handle, types: readonly number[]): Promise<readonly Uint8Array[]>;
} {
  const bytes = (type: number, value: Uint8Array): Attribute => {
    return { type, pValue: value, ulValueLen: value.length };
  };
  return {
    bytes,
    number(type, value) {
      const encoded = Buffer.alloc(koffi.sizeof(ulong));
      koffi.encode(encoded, ulong, value);
      return bytes(type, encoded);
    },
    async find(session, template) {
      await call('C_FindObjectsInit', session, template, template.length);
      const found = new Array<Handle>(32).fill(0);
      const count = [0];
      try {
        await call('C_FindObjects', session, found, found.length, count);
      } finally {
        await call('C_FindObjectsFinal', session);
      }
      return found.slice(0, Number(count[0]));
    },
    async read(session, object, types) {
      const into = async (rooms: readonly (number | null)[]): Promise<Attribute[]> => {
        const template = types.map((type, index): Attribute => {
          const room = rooms[index] ?? null;
          return { type, pValue: room === null ? null : Buffer.alloc(room), ulValueLen: room ?? 0 };
        });
        const buffers = template.map(({ pValue }) => pValue);
        await call('C_GetAttributeValue', session, object, template, template.length);
        return template.map((attribute, index) => ({ ...attribute, pValue: buffers[index] }));
      };
      let filled: Attribute[];
      try {
        // Room for a certificate at once: each question of its own costs a card or its driver time.
        filled = await into(types.map(() => usualLength));
      } catch (error) {
        if (!(error instanceof Pkcs11Error) || error.returnValue !== ckr.bufferTooSmall) throw error;
        filled = await into((await into(types.map(() => null))).map(({ ulValueLen }) => Number(ulValueLen)));
      }
      return filled.map(
        ({ pValue, ulValueLen }) => new Uint8Array((pValue as Buffer).subarray(0, Number(ulValueLen))),
      );
    },
  };
}
