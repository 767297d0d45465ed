import koffi from 'koffi';

/** Another program of the workstation that has the card open, by PC/SC of its own (libpcsclite). */
export interface OtherProgram {
  /** Status word of VERIFY without a PIN: '9000' means that the PIN is on the card and anybody could sign. */
  pinStatus(): string;
  /** Status word of a signature with the P-256 key for authentication: '9000' is a signature without any PIN. */
  sign(): string;
  close(): void;
}

const cardWasReset = 0x80100068;
const shareShared = 2;
const anyProtocol = 3;
const leaveCard = 0;

export function openCardInOtherProgram(readerName: string): OtherProgram {
  const library = koffi.load('libpcsclite.so.1');
  const ulong = 'unsigned long';
  const outNumber = koffi.out(koffi.pointer(ulong));
  const inoutNumber = koffi.inout(koffi.pointer(ulong));
  const establish = library.func('SCardEstablishContext', 'long', [ulong, 'void *', 'void *', outNumber]);
  const connect = library.func('SCardConnect', 'long', [ulong, 'str', ulong, ulong, outNumber, outNumber]);
  const reconnect = library.func('SCardReconnect', 'long', [ulong, ulong, ulong, ulong, outNumber]);
  const disconnect = library.func('SCardDisconnect', 'long', [ulong, ulong]);
  const release = library.func('SCardReleaseContext', 'long', [ulong]);
  const header = koffi.struct({ dwProtocol: ulong, cbPciLength: ulong });
  const transmit = library.func('SCardTransmit', 'long', [
    ulong,
    koffi.pointer(header),
    'void *',
    ulong,
    'void *',
    'void *',
    inoutNumber,
  ]);
  const must = (code: unknown, name: string): void => {
    const status = Number(code) >>> 0;
    if (status !== 0) throw new Error(`${name}: 0x${status.toString(16)}`);
  };
  const [context, card, protocol] = [[0], [0], [0]];
  must(establish(2, null, null, context), 'SCardEstablishContext');
  must(connect(context[0], readerName, shareShared, anyProtocol, card, protocol), 'SCardConnect');
  const send = (command: string): string => {
    const bytes = Buffer.from(command, 'hex');
    const answer = Buffer.alloc(258);
    const length = [answer.length];
    const pci = { dwProtocol: protocol[0], cbPciLength: 16 };
    const code = Number(transmit(card[0], pci, bytes, bytes.length, null, answer, length)) >>> 0;
    if (code === cardWasReset) {
      must(reconnect(card[0], shareShared, anyProtocol, leaveCard, protocol), 'SCardReconnect');
      return send(command);
    }
    must(code, 'SCardTransmit');
    return answer.subarray(0, length[0]).toString('hex').toUpperCase();
  };
  const selectPiv = (): void => {
    const selected = send('00A404000BA000000308000010000100');
    if (!selected.endsWith('9000')) throw new Error(`SELECT: ${selected}`);
  };
  return {
    pinStatus() {
      selectPiv();
      return send('00200080').slice(-4);
    },
    sign() {
      selectPiv();
      // GENERAL AUTHENTICATE, P-256, key 9A: the response is asked for (82), the digest is given (81).
      return send(`0087119A26${'7C2482008120'}${'11'.repeat(32)}00`).slice(-4);
    },
    close() {
      must(disconnect(card[0], leaveCard), 'SCardDisconnect');
      must(release(context[0]), 'SCardReleaseContext');
    },
  };
}
