/**
 * Capture files byte by byte, for tests: draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng. Each
 * writer takes the byte order; offsets and codes are typed from the documents.
 */

export interface Order {
  readonly isLittleEndian: boolean;
}

export const LITTLE: Order = { isLittleEndian: true };
export const BIG: Order = { isLittleEndian: false };

export function u16({ isLittleEndian }: Order, ...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, at) =>
    isLittleEndian ? bytes.writeUInt16LE(value, 2 * at) : bytes.writeUInt16BE(value, 2 * at),
  );
  return bytes;
}

export function u32({ isLittleEndian }: Order, ...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, at) =>
    isLittleEndian ? bytes.writeUInt32LE(value, 4 * at) : bytes.writeUInt32BE(value, 4 * at),
  );
  return bytes;
}

/** A frame whose bytes tell it from others: broadcast, and then `fill`. */
export function frameOf(byteCount: number, fill: number): Buffer {
  const frame = Buffer.alloc(byteCount, fill);
  frame.fill(0xff, 0, 6);
  return frame;
}

export interface PcapRecord {
  readonly seconds: number;
  readonly fraction: number;
  readonly bytes: Buffer;
  readonly originalByteCount?: number;
}

/** A pcap file: 24 bytes of header, 16 before each frame. */
export function pcap(
  order: Order,
  records: readonly PcapRecord[],
  { magic = 0xa1b2c3d4, major = 2, linkWord = 1 } = {},
): Buffer {
  const header = [u32(order, magic), u16(order, major, 4), u32(order, 0, 0, 65535, linkWord)];
  const frames = records.flatMap(({ seconds, fraction, bytes, originalByteCount }) => [
    u32(order, seconds, fraction, bytes.length, originalByteCount ?? bytes.length),
    bytes,
  ]);
  return Buffer.concat([...header, ...frames]);
}

/** A block of a pcapng file around its body. */
export function block(order: Order, type: number, ...body: readonly Buffer[]): Buffer {
  const content = Buffer.concat(body);
  const pad = Buffer.alloc(-content.length & 3);
  const length = u32(order, content.length + pad.length + 12);
  return Buffer.concat([u32(order, type), length, content, pad, length]);
}

export function option(order: Order, code: number, value: Buffer): Buffer {
  return Buffer.concat([u16(order, code, value.length), value, Buffer.alloc(-value.length & 3)]);
}

/** Section Header Block: byte-order magic, version 1.0, a length that is not known. */
export function section(order: Order, major = 1): Buffer {
  const rest = u32(order, 0xffffffff, 0xffffffff);
  return block(order, 0x0a0d0d0a, u32(order, 0x1a2b3c4d), u16(order, major, 0), rest);
}

/** Interface Description Block. */
export function interfaceBlock(order: Order, linkType = 1, ...options: Buffer[]): Buffer {
  return block(order, 1, u16(order, linkType, 0), u32(order, 0), ...options);
}

export interface PacketFields {
  readonly interfaceId?: number;
  /** In units of the interface. */
  readonly units: bigint;
  readonly bytes: Buffer;
  readonly originalByteCount?: number;
  readonly options?: readonly Buffer[];
}

/** Enhanced Packet Block: the time as two halves, the upper one first. */
export function packet(order: Order, fields: PacketFields): Buffer {
  const { interfaceId = 0, units, bytes, originalByteCount = bytes.length, options = [] } = fields;
  const time = [Number(units >> 32n), Number(units & 0xffffffffn)];
  return block(
    order,
    6,
    u32(order, interfaceId, ...time, bytes.length, originalByteCount),
    bytes,
    Buffer.alloc(-bytes.length & 3),
    ...options,
  );
}

/** A block as it was read, little-endian, with its options by code. */
export interface ReadBlock {
  readonly type: number;
  readonly body: Buffer;
}

/** Cuts a little-endian pcapng file into its blocks, and checks both lengths of each. */
export function blocksOf(file: Buffer): ReadBlock[] {
  const blocks: ReadBlock[] = [];
  for (let at = 0; at < file.length;) {
    const length = file.readUInt32LE(at + 4);
    if (length % 4 !== 0 || file.readUInt32LE(at + length - 4) !== length)
      throw new Error(`a block of ${length} bytes at ${at}`);
    blocks.push({ type: file.readUInt32LE(at), body: file.subarray(at + 8, at + length - 4) });
    at += length;
  }
  return blocks;
}

/** The options at the end of a block's body; the last is opt_endofopt. */
export function optionsOf(body: Buffer, from: number): Record<number, Buffer> {
  const options: Record<number, Buffer> = {};
  for (let at = from; ;) {
    const code = body.readUInt16LE(at);
    const length = body.readUInt16LE(at + 2);
    if (code === 0) return options;
    options[code] = body.subarray(at + 4, at + 4 + length);
    at += 4 + length + (-length & 3);
  }
}
