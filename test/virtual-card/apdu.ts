/** ISO 7816-4 command APDU, after length decoding. */
export interface CommandApdu {
  cla: number;
  ins: number;
  p1: number;
  p2: number;
  data: Buffer;
  /** Expected response length; undefined when the command carries no Le, 65536/256 for "as much as you have". */
  le: number | undefined;
  extended: boolean;
}

/** Decode a short or extended APDU (cases 1 to 4). Throws on a wrong length, so the card can answer 6700. */
export function parseApdu(raw: Buffer): CommandApdu {
  if (raw.length < 4) throw new RangeError('APDU shorter than its header');
  const head = { cla: raw[0]!, ins: raw[1]!, p1: raw[2]!, p2: raw[3]! };
  const body = raw.subarray(4);
  const none = Buffer.alloc(0);
  if (body.length === 0) return { ...head, data: none, le: undefined, extended: false };
  const first = body[0]!;
  if (body.length === 1) return { ...head, data: none, le: first || 256, extended: false };
  if (first !== 0) {
    if (body.length !== 1 + first && body.length !== 2 + first) throw new RangeError('wrong Lc');
    const le = body.length === 2 + first ? body[1 + first]! || 256 : undefined;
    return { ...head, data: body.subarray(1, 1 + first), le, extended: false };
  }
  if (body.length < 3) throw new RangeError('truncated extended length');
  const ext = body.readUInt16BE(1);
  if (body.length === 3) return { ...head, data: none, le: ext || 65536, extended: true };
  if (body.length !== 3 + ext && body.length !== 5 + ext) throw new RangeError('wrong extended Lc');
  const le = body.length === 5 + ext ? body.readUInt16BE(3 + ext) || 65536 : undefined;
  return { ...head, data: body.subarray(3, 3 + ext), le, extended: true };
}

/** BER-TLV with a definite length; `tag` may be one to three bytes, given as a number. */
export function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const t =
    tag > 0xffff ? [tag >> 16, (tag >> 8) & 0xff, tag & 0xff] : tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  const n = value.length;
  const l = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return Buffer.concat([Buffer.from([...t, ...l]), value]);
}

/** Read the TLVs at one level. Tags of one byte only: all that PIV commands need. */
export function readTlvs(data: Buffer): Map<number, Buffer> {
  const out = new Map<number, Buffer>();
  let i = 0;
  while (i < data.length) {
    const tag = data[i++]!;
    if (i >= data.length) throw new RangeError('TLV without a length');
    let len = data[i++]!;
    if (len === 0x81) len = data.readUInt8(i++);
    else if (len === 0x82) {
      len = data.readUInt16BE(i);
      i += 2;
    } else if (len > 0x82) throw new RangeError('unsupported TLV length');
    if (i + len > data.length) throw new RangeError('truncated TLV');
    out.set(tag, data.subarray(i, i + len));
    i += len;
  }
  return out;
}
