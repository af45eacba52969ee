/**
 * Captures in the newer format: draft-ietf-opsawg-pcapng, "PCAP Next Generation (pcapng) Capture File
 * Format". Sections may differ in byte order, interfaces in resolution; blocks that hold no frames
 * are skipped.
 */
import { CaptureError, Fields, type StoredFrame } from './fields';

/** 4. Block types, and 4.x the shortest that each can be, its frame of 12 bytes included. */
const SECTION_HEADER = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION = 1;
/** Appendix A: Packet Block, obsolete. */
const PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BLOCK_BYTES_MIN = 12;
const BYTES_MIN: Readonly<Record<number, number>> = {
  [SECTION_HEADER]: 28,
  [INTERFACE_DESCRIPTION]: 20,
  [PACKET]: 32,
  [ENHANCED_PACKET]: 32,
};

const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
const MAJOR_VERSION = 1;
const OPT_ENDOFOPT = 0;
const IF_TSRESOL = 9;
/** Of an interface that does not say: 10 to the power of minus 6 seconds. */
const MICROSECONDS = 6;
const IF_FCSLEN = 13;
const IF_TSOFFSET = 14;
/** Both kinds of packet block have the same flags, under the same code. */
const EPB_FLAGS = 2;
const DIRECTION_MASK = 3;
const OUTBOUND = 2;
const FCS_SHIFT = 5;
const FCS_MASK = 0xf;
const SECOND_NS = 1_000_000_000n;

/** 4.2 Interface Description Block. */
interface Interface {
  readonly linkType: number;
  readonly unitsPerSecond: bigint;
  readonly offsetSeconds: bigint;
  readonly fcsByteCount: number;
}

/** One block of a file, from `start` to before `end`. */
interface Block {
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly fields: Fields;
}

/** Reads a capture; undefined if its first four bytes say that it is something else. */
export function readPcapng(bytes: Uint8Array): StoredFrame[] | undefined {
  if (bytes.length < 4 || new Fields(bytes, true).u32(0) !== SECTION_HEADER) return undefined;
  const frames: StoredFrame[] = [];
  let fields = new Fields(bytes, true);
  let interfaces: Interface[] = [];
  // Bounded by the file: a block has 12 bytes at least.
  for (let start = 0; start < bytes.length;) {
    if (start + BLOCK_BYTES_MIN > bytes.length) throw endsWithinBlock(start);
    // The type of a section header reads the same both ways.
    if (fields.u32(start) === SECTION_HEADER) {
      fields = fieldsOfSection(bytes, start);
      interfaces = [];
    }
    const block = blockAt(fields, start);
    switch (block.type) {
      case INTERFACE_DESCRIPTION:
        interfaces.push(readInterface(block));
        break;
      case PACKET:
      case ENHANCED_PACKET:
        frames.push(readPacket(block, interfaces, frames.length + 1));
        break;
      case SIMPLE_PACKET:
        throw new CaptureError(`frame ${frames.length + 1} has no time (a Simple Packet Block)`);
    }
    start = block.end;
  }
  return frames;
}

function endsWithinBlock(start: number): CaptureError {
  return new CaptureError(`it ends within the block at byte ${start}`);
}

/** 4.1 Section Header Block: from its magic comes the byte order of all that follows. */
function fieldsOfSection(bytes: Uint8Array, start: number): Fields {
  const isLittleEndian = [true, false].find(
    (one) => new Fields(bytes, one).u32(start + 8) === BYTE_ORDER_MAGIC,
  );
  if (isLittleEndian === undefined)
    throw new CaptureError(`the section at byte ${start} has no byte-order magic`);
  const fields = new Fields(bytes, isLittleEndian);
  if (start + BYTES_MIN[SECTION_HEADER] > bytes.length) throw endsWithinBlock(start);
  const version = fields.u16(start + 12);
  if (version !== MAJOR_VERSION)
    throw new CaptureError(`its version is ${version}, of which nothing is known`);
  return fields;
}

/** 3.1 General Block Structure. */
function blockAt(fields: Fields, start: number): Block {
  const type = fields.u32(start);
  const byteCount = fields.u32(start + 4);
  const least = BYTES_MIN[type] ?? BLOCK_BYTES_MIN;
  if (byteCount < least || byteCount % 4 !== 0)
    throw new CaptureError(`the block at byte ${start} has a length of ${byteCount}`);
  const end = start + byteCount;
  if (end > fields.bytes.length) throw endsWithinBlock(start);
  if (fields.u32(end - 4) !== byteCount)
    throw new CaptureError(`the block at byte ${start} has two lengths that differ`);
  return { type, start, end, fields };
}

/** Where the value of an option is. */
interface Option {
  readonly at: number;
  readonly byteCount: number;
}

/** 3.5 Options: by their codes; of those that repeat, the first. */
function readOptions({ start, end, fields }: Block, from: number): Map<number, Option> {
  const options = new Map<number, Option>();
  const last = end - 4;
  // Bounded by the block: an option has four bytes at least.
  for (let at = from; at + 4 <= last;) {
    const code = fields.u16(at);
    const byteCount = fields.u16(at + 2);
    if (code === OPT_ENDOFOPT) break;
    if (at + 4 + byteCount > last)
      throw new CaptureError(`an option of the block at byte ${start} goes beyond it`);
    if (!options.has(code)) options.set(code, { at: at + 4, byteCount });
    at += 4 + byteCount + (-byteCount & 3);
  }
  return options;
}

function readInterface(block: Block): Interface {
  const { start, fields } = block;
  const options = readOptions(block, start + 16);
  const value = (code: number, byteCount: number) => {
    const option = options.get(code);
    return option?.byteCount === byteCount ? option.at : undefined;
  };
  const resolutionAt = value(IF_TSRESOL, 1);
  const resolution = resolutionAt === undefined ? MICROSECONDS : fields.bytes[resolutionAt];
  const exponent = BigInt(resolution & 0x7f);
  const offsetAt = value(IF_TSOFFSET, 8);
  const fcsAt = value(IF_FCSLEN, 1);
  return {
    linkType: fields.u16(start + 8),
    unitsPerSecond: (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent,
    offsetSeconds: offsetAt === undefined ? 0n : fields.i64(offsetAt),
    fcsByteCount: fcsAt === undefined ? 0 : fields.bytes[fcsAt],
  };
}

/** 4.3 Enhanced Packet Block, and the Packet Block before it, whose interface has 16 bits only. */
function readPacket(block: Block, interfaces: readonly Interface[], number: number): StoredFrame {
  const { type, start, end, fields } = block;
  const index = type === PACKET ? fields.u16(start + 8) : fields.u32(start + 8);
  const from = interfaces.at(index);
  if (from === undefined)
    throw new CaptureError(`frame ${number} is of interface ${index}, which is not described`);
  const byteCount = fields.u32(start + 20);
  const data = start + 28;
  if (data + byteCount > end - 4)
    throw new CaptureError(`frame ${number} goes beyond its block at byte ${start}`);
  const options = readOptions(block, data + byteCount + (-byteCount & 3));
  const option = options.get(EPB_FLAGS);
  const flags = option?.byteCount === 4 ? fields.u32(option.at) : 0;
  const units = fields.halves(start + 12);
  return {
    timeNs: (units * SECOND_NS) / from.unitsPerSecond + from.offsetSeconds * SECOND_NS,
    linkType: from.linkType,
    bytes: fields.bytes.subarray(data, data + byteCount),
    originalByteCount: fields.u32(start + 24),
    fcsByteCount: (flags >>> FCS_SHIFT) & FCS_MASK || from.fcsByteCount,
    isOutbound: (flags & DIRECTION_MASK) === OUTBOUND,
  };
}
