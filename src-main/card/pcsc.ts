import koffi from 'koffi';
import { promisified, type NativeCall } from './native-call.ts';

/**
 * PC/SC through winscard.dll (Windows) or libpcsclite.so.1 (Linux): the same functions, with other widths. On Linux
 * DWORD and LONG have 64 bits and names are UTF-8; on Windows they have 32 bits and names are UTF-16. koffi's `long`
 * follows the platform. The kept length of a card's answer to reset differs, too (33 and 36 bytes).
 */
export interface Pcsc {
  /** A context of its own for each user: a blocked call locks its context. */
  establish(): Promise<PcscOutcome<PcscContext>>;
}

export interface PcscContext {
  readerNames(): Promise<PcscOutcome<readonly string[]>>;
  /**
   * Waits for a change of the given states, or of the set of readers when `newReaders` is set.
   * @param timeout milliseconds; 0 answers at once
   */
  statusChange(
    states: readonly ReaderStatus[],
    newReaders: boolean,
    timeout: number,
  ): Promise<PcscOutcome<readonly ReaderStatus[]>>;
  /** Connects to the card and resets it, which takes back the PIN for every program. */
  resetCard(readerName: string): Promise<PcscOutcome<null>>;
  release(): void;
}

export interface ReaderStatus {
  readonly name: string;
  /** SCARD_STATE_* bits; the upper 16 count insertions and removals. 0 asks for the state. */
  readonly state: number;
}

export type PcscOutcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: number };

export const pcscCodes = {
  success: 0,
  timeout: 0x8010000a,
  noReadersAvailable: 0x8010002e,
} as const;

const stateChanged = 0x2;
const statePresent = 0x20;

/** Whether a card is in the reader. */
export const hasCard = (status: ReaderStatus): boolean => (status.state & statePresent) !== 0;

const pnpNotification = '\\\\?PnP?\\Notification';
const scopeSystem = 2;
const shareShared = 2;
const protocolAny = 3;
const resetCardDisposition = 1;

/** Throws when the system has no PC/SC library. */
export function loadPcsc(platform: NodeJS.Platform = process.platform): Pcsc {
  const native = bind(platform);
  return {
    async establish() {
      const context = [0];
      const code = await native.establish(scopeSystem, null, null, context);
      return code === pcscCodes.success ? ok(contextOf(native, context[0] ?? 0)) : { ok: false, code };
    },
  };
}

const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

function contextOf(native: NativePcsc, context: number): PcscContext {
  return {
    async readerNames() {
      const length = [0];
      const sized = await native.listReaders(context, null, null, length);
      if (sized === pcscCodes.noReadersAvailable) return ok([]);
      if (sized !== pcscCodes.success) return { ok: false, code: sized };
      const buffer = Buffer.alloc((length[0] ?? 0) * native.characterSize);
      const code = await native.listReaders(context, null, buffer, length);
      if (code === pcscCodes.noReadersAvailable) return ok([]);
      if (code !== pcscCodes.success) return { ok: false, code };
      const names = buffer.toString(native.characterSize === 2 ? 'utf16le' : 'utf8').split('\0');
      return ok(names.filter((name) => name !== ''));
    },
    async statusChange(states, newReaders, timeout) {
      const entry = (szReader: string, dwCurrentState: number): NativeReaderState => {
        return { szReader, pvUserData: null, dwCurrentState, dwEventState: 0, cbAtr: 0, rgbAtr: [] };
      };
      const entries = states.map((status) => entry(status.name, status.state));
      // For this entry the upper half of the state is the number of readers that are known.
      if (newReaders) entries.push(entry(pnpNotification, states.length << 16));
      if (entries.length === 0) return ok([]);
      const code = await native.getStatusChange(context, timeout, entries, entries.length);
      if (code !== pcscCodes.success) return { ok: false, code };
      return ok(states.map(({ name }, index) => ({ name, state: eventState(entries[index]) })));
    },
    async resetCard(readerName) {
      const handle = [0];
      const connected = await native.connect(context, readerName, shareShared, protocolAny, handle, [0]);
      if (connected !== pcscCodes.success) return { ok: false, code: connected };
      const code = await native.disconnect(handle[0] ?? 0, resetCardDisposition);
      return code === pcscCodes.success ? ok(null) : { ok: false, code };
    },
    release: () => void native.release(context),
  };
}

const eventState = (entry: NativeReaderState | undefined): number =>
  ((entry?.dwEventState ?? 0) & ~stateChanged) >>> 0;

interface NativeReaderState {
  readonly szReader: string;
  readonly pvUserData: null;
  readonly dwCurrentState: number;
  dwEventState: number;
  readonly cbAtr: number;
  readonly rgbAtr: readonly number[];
}

interface NativePcsc {
  readonly characterSize: 1 | 2;
  readonly establish: NativeCall;
  readonly release: NativeCall;
  readonly listReaders: NativeCall;
  readonly getStatusChange: NativeCall;
  readonly connect: NativeCall;
  readonly disconnect: NativeCall;
}

function bind(platform: NodeJS.Platform): NativePcsc {
  const windows = platform === 'win32';
  const library = koffi.load(windows ? 'winscard.dll' : 'libpcsclite.so.1');
  const suffix = windows ? 'W' : '';
  const text = windows ? 'str16' : 'str';
  // Named types would live on in koffi's one register and collide at the second binding.
  const readerState = koffi.struct({
    szReader: text,
    pvUserData: 'void *',
    dwCurrentState: 'unsigned long',
    dwEventState: 'unsigned long',
    cbAtr: 'unsigned long',
    rgbAtr: koffi.array('uint8', windows ? 36 : 33, 'Array'),
  });
  const outHandle = koffi.out(koffi.pointer('intptr'));
  const outDword = koffi.out(koffi.pointer('unsigned long'));
  const inoutDword = koffi.inout(koffi.pointer('unsigned long'));
  const dword = 'unsigned long';
  const define = (name: string, parameters: readonly unknown[]): NativeCall =>
    promisified(library.func('__stdcall', name, 'long', parameters as never));
  return {
    characterSize: windows ? 2 : 1,
    establish: define('SCardEstablishContext', [dword, 'void *', 'void *', outHandle]),
    release: define('SCardReleaseContext', ['intptr']),
    listReaders: define(`SCardListReaders${suffix}`, ['intptr', 'void *', 'void *', inoutDword]),
    getStatusChange: define(`SCardGetStatusChange${suffix}`, [
      'intptr',
      dword,
      koffi.inout(koffi.pointer(readerState)),
      dword,
    ]),
    connect: define(`SCardConnect${suffix}`, ['intptr', text, dword, dword, outHandle, outDword]),
    disconnect: define('SCardDisconnect', ['intptr', dword]),
  };
}
