import type { Socket } from 'node:net';
import koffi from 'koffi';

/**
 * The reader driver sends each length and each body with a send() of its own and leaves Nagle's algorithm on, so
 * every command waits some 40 ms for our delayed acknowledgement. TCP_QUICKACK acknowledges at once; it is not
 * sticky and must be set again after every read and write.
 */
export function createQuickAck(): (socket: Socket) => void {
  const ipProtoTcp = 6;
  const tcpQuickAck = 12;
  const setSocketOption = koffi
    .load('libc.so.6')
    .func('int setsockopt(int, int, int, const int *, uint32_t)');
  return (socket) => {
    const descriptor = (socket as unknown as { _handle?: { fd?: number } })._handle?.fd ?? -1;
    if (descriptor >= 0) setSocketOption(descriptor, ipProtoTcp, tcpQuickAck, [1], 4);
  };
}
