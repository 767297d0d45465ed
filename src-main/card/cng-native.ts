import koffi, { type TypeObject } from 'koffi';
import { promisified, type NativeCall } from './native-call.ts';

/**
 * The binary interface of Windows' certificate store (crypt32.dll) and key storage (ncrypt.dll), 64 bits. Widths are
 * written out, so that the sizes can be tested anywhere: DWORD and BOOL have 32 bits, handles and pointers 64.
 */
export interface CngStore {
  /**
   * Goes through the user's personal store ("MY") until the visitor answers true. The key can be opened during the
   * visit only.
   */
  visit(visitor: (certificate: StoredCertificate) => Promise<boolean>): Promise<void>;
}

export interface StoredCertificate {
  readonly der: Uint8Array;
  /**
   * Its private key, if the system has one that fits and that CNG knows. Silent: no window of the system is shown,
   * and a key whose card is not there is no key. Otherwise Windows may ask for the card.
   */
  openKey(silent: boolean): Promise<CngKey | undefined>;
}

export interface CngKey {
  /** Whether the key lives in hardware that can be taken away: what tells a card from a key in a file. */
  isOnCard(): Promise<boolean>;
  /** Name of the reader as PC/SC knows it; empty where the provider does not say. */
  readerName(): Promise<string>;
  /** @param window HWND that the system's window for the PIN belongs to */
  setWindow(window: bigint): Promise<void>;
  /** @param padding of RSA: PKCS#1 v1.5 with SHA-256; null for elliptic curves, whose signature is raw r || s */
  sign(digest: Uint8Array, padding: 'pkcs1-sha256' | null): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A SECURITY_STATUS other than ERROR_SUCCESS. */
export class CngError extends Error {
  readonly status: number;
  constructor(functionName: string, status: number) {
    super(`${functionName}: 0x${status.toString(16)}`);
    this.status = status;
  }
}

const dword = 'uint32';
const handle = 'uintptr_t';
const pointer = 'void *';
const wideText = 'str16';

/** CERT_CONTEXT, 40 bytes. */
export const certificateContextType = (): TypeObject =>
  koffi.struct({
    dwCertEncodingType: dword,
    pbCertEncoded: pointer,
    cbCertEncoded: dword,
    pCertInfo: pointer,
    hCertStore: pointer,
  });

/** BCRYPT_PKCS1_PADDING_INFO, 8 bytes. */
export const paddingType = (): TypeObject => koffi.struct({ pszAlgId: wideText });

const systemStore = 10n; // CERT_STORE_PROV_SYSTEM_W
const encoding = 0x1; // X509_ASN_ENCODING
const currentUser = 1 << 16;
const readOnly = 0x8000;
const compareKey = 0x4;
const onlyCng = 0x40000;
const silently = 0x40;
const cngKeySpec = 0xffffffff;
const hardware = 0x1;
const removable = 0x8;
const paddingPkcs1 = 0x2;
/** Room for the signature of any key: asking for the length first makes some cards ask for the PIN twice. */
const longestSignature = 1024;

/** The functions by name; status and BOOL come as unsigned 32 bits. */
export interface NativeCng {
  readonly openStore: (name: string) => bigint;
  readonly closeStore: (store: bigint) => void;
  /** The next certificate's context, and frees the one before; 0 at the end. */
  readonly next: (store: bigint, before: bigint) => bigint;
  readonly freeContext: (context: bigint) => void;
  readonly acquireKey: NativeCall;
  readonly getProperty: NativeCall;
  readonly setProperty: NativeCall;
  readonly signHash: NativeCall;
  readonly freeObject: NativeCall;
}

/** Throws where the system has no such libraries. */
export function bindCng(): NativeCng {
  const crypt32 = koffi.load('crypt32.dll');
  const ncrypt = koffi.load('ncrypt.dll');
  const outDword = koffi.out(koffi.pointer(dword));
  const outHandle = koffi.out(koffi.pointer(handle));
  const open = crypt32.func('CertOpenStore', pointer, [pointer, dword, pointer, dword, wideText]);
  const close = crypt32.func('CertCloseStore', 'int32', [pointer, dword]);
  const enumerate = crypt32.func('CertEnumCertificatesInStore', pointer, [pointer, pointer]);
  const free = crypt32.func('CertFreeCertificateContext', 'int32', [pointer]);
  const define = (name: string, parameters: readonly unknown[], library = ncrypt): NativeCall =>
    promisified(library.func(name, dword, parameters as never));
  const acquireParameters = [pointer, dword, pointer, outHandle, outDword, outDword];
  return {
    openStore: (name) => address(open(systemStore, encoding, null, currentUser | readOnly, name)),
    closeStore: (store) => void close(store, 0),
    next: (store, before) => address(enumerate(store, before === 0n ? null : before)),
    freeContext: (context) => void free(context),
    acquireKey: define('CryptAcquireCertificatePrivateKey', acquireParameters, crypt32),
    getProperty: define('NCryptGetProperty', [handle, wideText, pointer, dword, outDword, dword]),
    setProperty: define('NCryptSetProperty', [handle, wideText, pointer, dword, dword]),
    signHash: define('NCryptSignHash', [
      handle,
      koffi.pointer(paddingType()),
      pointer,
      dword,
      pointer,
      dword,
      outDword,
      dword,
    ]),
    freeObject: define('NCryptFreeObject', [handle]),
  };
}

/** A null pointer comes as null. */
const address = (value: unknown): bigint => (typeof value === 'bigint' ? value : 0n);

export function openCngStore(native: NativeCng = bindCng()): CngStore {
  const contextType = certificateContextType();
  return {
    async visit(visitor) {
      const store = native.openStore('MY');
      if (store === 0n) throw new CngError('CertOpenStore', 0);
      let context = 0n;
      try {
        while ((context = native.next(store, context)) !== 0n) {
          if (await visitor(storedCertificate(native, context, contextType))) break;
        }
      } finally {
        if (context !== 0n) native.freeContext(context);
        native.closeStore(store);
      }
    },
  };
}

function storedCertificate(native: NativeCng, context: bigint, type: TypeObject): StoredCertificate {
  const { pbCertEncoded, cbCertEncoded } = koffi.decode(context, type) as {
    readonly pbCertEncoded: bigint;
    readonly cbCertEncoded: number;
  };
  const bytes = koffi.decode(pbCertEncoded, koffi.array('uint8', cbCertEncoded, 'Typed')) as Uint8Array;
  return {
    der: new Uint8Array(bytes),
    async openKey(silent) {
      const key: (number | bigint)[] = [0];
      const specification = [0];
      const mustBeFreed = [0];
      const flags = compareKey | onlyCng | (silent ? silently : 0);
      const found = await native.acquireKey(context, flags, null, key, specification, mustBeFreed);
      if (found === 0 || !key[0]) return undefined;
      // A handle of the older interface (CSP), which only other functions understand.
      if ((specification[0] ?? 0) >>> 0 !== cngKeySpec) return undefined;
      return keyOf(native, BigInt(key[0]), mustBeFreed[0] !== 0);
    },
  };
}

/** @param key NCRYPT_KEY_HANDLE */
export function keyOf(native: NativeCng, key: bigint, mustBeFreed: boolean): CngKey {
  const property = async (object: bigint, name: string, room: number): Promise<Buffer | undefined> => {
    const value = Buffer.alloc(room);
    const length = [0];
    const status = await native.getProperty(object, name, value, value.length, length, 0);
    return status === 0 ? value.subarray(0, length[0]) : undefined;
  };
  return {
    async isOnCard() {
      const provider = (await property(key, 'Provider Handle', 8))?.readBigUInt64LE();
      if (!provider) return false;
      const kind = (await property(provider, 'Impl Type', 4))?.readUInt32LE() ?? 0;
      await native.freeObject(provider);
      return (kind & (hardware | removable)) !== 0;
    },
    async readerName() {
      const name = await property(key, 'SmartCardReader', 512);
      return name?.toString('utf16le').replace(/\0.*$/s, '') ?? '';
    },
    async setWindow(window) {
      const value = Buffer.alloc(8);
      value.writeBigUInt64LE(window);
      // A provider without windows of its own refuses; the window then stands where the system puts it.
      await native.setProperty(key, 'HWND Handle', value, value.length, 0);
    },
    async sign(digest, padding) {
      const signature = Buffer.alloc(longestSignature);
      const length = [0];
      const [info, flags] = padding === null ? [null, 0] : [{ pszAlgId: 'SHA256' }, paddingPkcs1];
      const status = await native.signHash(
        key,
        info,
        digest,
        digest.length,
        signature,
        signature.length,
        length,
        flags,
      );
      if (status !== 0) throw new CngError('NCryptSignHash', status);
      return new Uint8Array(signature.subarray(0, length[0]));
    },
    close: async () => {
      if (mustBeFreed) await native.freeObject(key);
    },
  };
}
