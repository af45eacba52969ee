/** Captures in the older format: draft-ietf-opsawg-pcap, "PCAP Capture File Format". */
import { CaptureError, Fields, type StoredFrame } from './fields';

/** 4. File Header, by the magic number: how many nanoseconds a unit of the time stamps has. */
const UNIT_NS: Readonly<Record<number, bigint>> = { 0xa1b2_c3d4: 1000n, 0xa1b2_3c4d: 1n };
const FILE_HEADER_BYTES = 24;
const MAJOR_VERSION = 2;
/** 5. Packet Record. */
const RECORD_HEADER_BYTES = 16;
/** In the word of the link type: whether it has the FCS length, in units of two bytes. */
const HAS_FCS_LENGTH = 0x0400_0000;

/** Reads a capture; undefined if its first four bytes say that it is something else. */
export function readPcap(bytes: Uint8Array): StoredFrame[] | undefined {
  if (bytes.length < 4) return undefined;
  const isLittleEndian = [true, false].find((one) => new Fields(bytes, one).u32(0) in UNIT_NS);
  if (isLittleEndian === undefined) return undefined;
  const fields = new Fields(bytes, isLittleEndian);
  if (bytes.length < FILE_HEADER_BYTES) throw new CaptureError('it ends within its header');
  const version = fields.u16(4);
  if (version !== MAJOR_VERSION)
    throw new CaptureError(`its version is ${version}, of which nothing is known`);
  const unitNs = UNIT_NS[fields.u32(0)];
  const linkWord = fields.u32(20);
  const linkType = linkWord & 0xffff;
  const fcsByteCount = (linkWord & HAS_FCS_LENGTH) === 0 ? 0 : 2 * (linkWord >>> 28);
  const frames: StoredFrame[] = [];
  // Bounded by the file: each round takes a record's header at least.
  for (let at = FILE_HEADER_BYTES; at < bytes.length;) {
    const start = at + RECORD_HEADER_BYTES;
    const byteCount = start <= bytes.length ? fields.u32(at + 8) : 0;
    if (start + byteCount > bytes.length)
      throw new CaptureError(`it ends within frame ${frames.length + 1}`);
    frames.push({
      timeNs: BigInt(fields.u32(at)) * 1_000_000_000n + BigInt(fields.u32(at + 4)) * unitNs,
      linkType,
      bytes: bytes.subarray(start, start + byteCount),
      originalByteCount: fields.u32(at + 12),
      fcsByteCount,
      isOutbound: false,
    });
    at = start + byteCount;
  }
  return frames;
}
