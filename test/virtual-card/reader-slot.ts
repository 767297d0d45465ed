import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { PivCard } from './piv-card.ts';
import { createQuickAck } from './quick-ack.ts';

const powerOff = 0;
const powerOn = 1;
const reset = 2;
const getAtr = 4;
const generalAuthenticate = 0x87;
const chainingBit = 0x10;

/**
 * The card side of the vpcd protocol: 2-byte big-endian length, then payload. One byte of payload is a control
 * message (only "get ATR" is answered); anything longer is a command APDU, answered with one response.
 */
export class ReaderSlot {
  readonly #card: PivCard;
  readonly #quickAck = createQuickAck();
  readonly #signDelay: number;
  #socket: Socket | undefined;
  #hangs = false;

  /** @param signDelay milliseconds a private-key operation takes; some 300 to 600 for RSA-2048 on a real card */
  constructor(card: PivCard, signDelay = 0) {
    this.#card = card;
    this.#signDelay = signDelay;
  }

  /** Puts the card into the reader that listens on the port of the loopback address. */
  async insert(port: number, timeout = 5000): Promise<void> {
    const until = Date.now() + timeout;
    for (;;) {
      try {
        this.#serve(await openConnection(port));
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
        await delay(50);
      }
    }
  }

  /** From now on nothing is answered, until the card is put in anew. */
  hang(): void {
    this.#hangs = true;
  }

  /** Pulls the card out, in the middle of a command if need be. */
  remove(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#hangs = false;
    this.#card.reset();
  }

  #serve(socket: Socket): void {
    this.#socket = socket;
    let buffer = Buffer.alloc(0);
    this.#quickAck(socket);
    socket.on('data', (chunk) => {
      this.#quickAck(socket);
      buffer = Buffer.concat([buffer, chunk]);
      while (buffer.length >= 2) {
        const length = buffer.readUInt16BE(0);
        if (buffer.length < 2 + length) return;
        const message = Buffer.from(buffer.subarray(2, 2 + length));
        buffer = buffer.subarray(2 + length);
        this.#receive(socket, message);
      }
    });
    // The reader went away; 'close' follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#card.reset();
    });
  }

  #receive(socket: Socket, message: Buffer): void {
    const [first = 0, instruction = 0] = message;
    if (message.length === 1) {
      if (first === getAtr) this.#send(socket, this.#card.atr);
      else if (first === powerOff || first === powerOn || first === reset) this.#card.reset();
      return;
    }
    if (message.length === 0) return;
    const response = this.#card.transmit(message);
    if (this.#signDelay && instruction === generalAuthenticate && !(first & chainingBit)) {
      setTimeout(() => this.#send(socket, response), this.#signDelay);
    } else {
      this.#send(socket, response);
    }
  }

  #send(socket: Socket, payload: Buffer): void {
    if (socket.destroyed || this.#hangs) return;
    const head = Buffer.alloc(2);
    head.writeUInt16BE(payload.length);
    socket.write(Buffer.concat([head, payload]));
    this.#quickAck(socket);
  }
}

function openConnection(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
