/**
 * What went over the wire, as Wireshark opens it: draft-ietf-opsawg-pcapng, "PCAP Next Generation
 * (pcapng) Capture File Format". Each run has an interface of its own, the NIC's in that run.
 */
import { readFileSync } from 'node:fs';
import type { TraceEvent } from '../../ndis/trace';
import { AppendedFile } from './appended-file';
import type { TraceFile, TraceRun } from './trace-file';
import { UnderWay } from './under-way';

/** 4.1 Section Header Block. */
const SECTION_HEADER = 0x0a0d_0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
const MAJOR_VERSION = 1;
const SHB_USERAPPL = 4;
/** 4.2 Interface Description Block. */
const INTERFACE_DESCRIPTION = 1;
const LINKTYPE_ETHERNET = 1;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_TSRESOL = 9;
/** Time stamps count 10 to the power of minus this many seconds. */
const NANOSECONDS = 9;
/** 4.3 Enhanced Packet Block. */
const ENHANCED_PACKET = 6;
const EPB_FLAGS = 2;
const INBOUND = 1;
const OUTBOUND = 2;
/** 3.5 Options. */
const OPT_ENDOFOPT = 0;
const OPT_COMMENT = 1;
/** The length of an option has 16 bits. */
const OPTION_BYTES_MAX = 0xffff;

/** 3.1 General Block Structure: type and two lengths. */
const BLOCK_BYTES_MIN = 12;
const ALL_ONES = 0xffff_ffff;

/** Little-endian, as the byte-order magic tells a reader. */
function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setUint32(4 * index, value, true));
  return bytes;
}

function u16(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setUint16(2 * index, value, true));
  return bytes;
}

/** Bytes and what fills them up to a multiple of four. */
function padded(bytes: Uint8Array): readonly Uint8Array[] {
  return [bytes, new Uint8Array(-bytes.length & 3)];
}

function option(code: number, value: Uint8Array): readonly Uint8Array[] {
  return [u16(code, value.length), ...padded(value)];
}

function text(code: number, value: string): readonly Uint8Array[] {
  return option(code, Buffer.from(value).subarray(0, OPTION_BYTES_MAX));
}

/** 3.1 General Block Structure: its type, its length before and after, and options that end with their own mark. */
function block(
  type: number,
  body: readonly Uint8Array[],
  options: readonly (readonly Uint8Array[])[],
): Uint8Array {
  const content = Buffer.concat([...body, ...options.flat(), u16(OPT_ENDOFOPT, 0)]);
  const byteCount = content.length + BLOCK_BYTES_MIN;
  return Buffer.concat([u32(type, byteCount), content, u32(byteCount)]);
}

/** What a file begins with. The length of the section is not known before its end. */
const SECTION = block(
  SECTION_HEADER,
  [u32(BYTE_ORDER_MAGIC), u16(MAJOR_VERSION, 0), u32(ALL_ONES, ALL_ONES)],
  [text(SHB_USERAPPL, 'ndislab')],
);

/** How many interfaces a capture describes that another process has begun. */
function interfacesIn(path: string): number {
  const view = new DataView(new Uint8Array(readFileSync(path)).buffer);
  let count = 0;
  for (let at = 0; at + BLOCK_BYTES_MIN <= view.byteLength;) {
    if (view.getUint32(at, true) === INTERFACE_DESCRIPTION) count++;
    at += Math.max(view.getUint32(at + 4, true), BLOCK_BYTES_MIN);
  }
  return count;
}

class PcapngFile implements TraceFile {
  readonly #file: AppendedFile;
  readonly #underWay = new UnderWay();
  #interfaceCount: number;
  #run = '';

  constructor(path: string) {
    this.#file = new AppendedFile(path);
    this.#interfaceCount = interfacesIn(path);
    if (this.#file.isEmpty) this.#file.write(SECTION);
  }

  beginRun({ number, fault, replay }: TraceRun): void {
    this.#underWay.clear();
    this.#run = `run ${number}, ${fault ?? 'no fault'}`;
    this.#interfaceCount++;
    const nic = block(
      INTERFACE_DESCRIPTION,
      [u16(LINKTYPE_ETHERNET, 0), u32(0)],
      [
        text(OPT_COMMENT, replay),
        text(IF_NAME, `run ${number}`),
        text(IF_DESCRIPTION, fault ?? 'no fault'),
        option(IF_TSRESOL, Uint8Array.of(NANOSECONDS)),
      ],
    );
    this.#file.write(nic);
  }

  write(event: TraceEvent): void {
    this.#underWay.hear(event);
    const { kind, name, timeNs, bytes } = event;
    if (kind !== 'frame' || bytes === undefined) return;
    const isOutbound = name === 'transmit';
    const sender = isOutbound ? 'the NIC' : 'the station across the wire';
    const { path } = this.#underWay;
    const moment = path === undefined ? 'the driver idle' : `in ${path}`;
    const { length } = bytes;
    const time = [Math.floor(timeNs / 2 ** 32), timeNs >>> 0];
    const packet = block(
      ENHANCED_PACKET,
      [u32(this.#interfaceCount - 1, ...time, length, length), ...padded(bytes)],
      [
        option(EPB_FLAGS, u32(isOutbound ? OUTBOUND : INBOUND)),
        text(OPT_COMMENT, `sent by ${sender}; ${this.#run}; ${moment}`),
      ],
    );
    this.#file.write(packet);
  }

  close(): void {
    this.#file.close();
  }
}

/** Opens a capture, to append to. */
export function openPcapng(path: string): TraceFile {
  return new PcapngFile(path);
}
