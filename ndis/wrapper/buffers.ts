/**
 * Buffer descriptors: MDLs, and the chains of them that packets hold. A driver builds and changes
 * chains by inline code, so every access here is checked as one of its own.
 */
import {
  NULL,
  PAGE_BYTES,
  VIRTUAL_BASE,
  physical,
  virtual,
  type PhysicalAddress,
  type VirtualAddress,
} from '../../hardware/address';
import { Shadow, type MemoryAccess } from '../../hardware/memory';
import { copyMemory } from '../kernel/copy';
import type { OperatingSystem } from '../operating-system';
import {
  MDL,
  MDL_MAPPED_TO_SYSTEM_VA,
  MDL_PAGES_LOCKED,
  MDL_PARTIAL,
  MDL_SOURCE_IS_NONPAGED_POOL,
} from '../structures/mdl';
import { NDIS_PACKET, NDIS_PACKET_OOB_DATA } from '../structures/packet';

/** Buffers of one chain, far more than memory has room for in use: a longer chain has no end. */
export const BUFFERS_MAX = 0x1_0000;
/** MDL.Size is a USHORT (IoAllocateMdl, "Remarks": the longest range one MDL can describe). */
const MDL_BYTES_MAX = 0xffff;
const IS_MAPPED = MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL;

/** Of an address, the offset within its page. `%` would cost a division of doubles. */
const PAGE_MASK = PAGE_BYTES - 1;

/** How many pages a range touches. */
function spanPages(address: number, byteCount: number): number {
  return Math.ceil(((address & PAGE_MASK) + byteCount) / PAGE_BYTES);
}

/** Makes a buffer descriptor for a range of nonpaged memory; undefined if there is no memory. */
export function createBuffer(
  os: OperatingSystem,
  address: VirtualAddress,
  byteCount: number,
  flags = 0,
): VirtualAddress | undefined {
  const pages = spanPages(address, byteCount);
  const mdlBytes = MDL.bytes + 4 * pages;
  if (mdlBytes > MDL_BYTES_MAX) return undefined;
  const buffer = os.pool.allocate(mdlBytes, Shadow.PLAIN);
  if (buffer === undefined) return undefined;
  const mdl = MDL.at(os.raw, buffer);
  mdl.Next = NULL;
  mdl.Size = mdlBytes;
  mdl.MdlFlags = MDL_SOURCE_IS_NONPAGED_POOL | flags;
  mdl.Process = NULL;
  mdl.MappedSystemVa = address;
  mdl.StartVa = virtual(address - (address & PAGE_MASK));
  mdl.ByteCount = byteCount;
  mdl.ByteOffset = address & PAGE_MASK;
  const firstPage = Math.floor((address - VIRTUAL_BASE) / PAGE_BYTES);
  for (let page = 0; page < pages; page++)
    os.raw.write32(virtual(buffer + MDL.bytes + 4 * page), (firstPage + page) >>> 0);
  return buffer;
}

/** NdisCopyBuffer: a descriptor for a part of what another describes; undefined if it is none. */
export function createPartialBuffer(
  os: OperatingSystem,
  source: VirtualAddress,
  offset: number,
  byteCount: number,
): VirtualAddress | undefined {
  if (offset + byteCount > MDL.at(os.memory, source).ByteCount) return undefined;
  return createBuffer(os, virtual(bufferAddress(os, source) + offset), byteCount, MDL_PARTIAL);
}

/** Where a buffer is mapped. What is not mapped yet lies at the same address: there is only one. */
export function bufferAddress(os: OperatingSystem, buffer: VirtualAddress): VirtualAddress {
  const mdl = MDL.at(os.memory, buffer);
  if ((mdl.MdlFlags & IS_MAPPED) === 0) {
    mdl.MappedSystemVa = virtual(mdl.StartVa + mdl.ByteOffset);
    mdl.MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
  }
  return mdl.MappedSystemVa;
}

/** The most ranges that {@link eachRange} gives for a buffer. */
export function rangeCountMax(memory: MemoryAccess, buffer: VirtualAddress): number {
  const { MdlFlags, ByteOffset, ByteCount } = MDL.at(memory, buffer);
  return (MdlFlags & MDL_PAGES_LOCKED) === 0 ? 1 : spanPages(ByteOffset, ByteCount);
}

/**
 * The ranges of physical memory that a device is given for a buffer. Memory of the kernel is
 * contiguous here, and one range; of the locked pages of an application each is one of its own.
 */
export function eachRange(
  memory: MemoryAccess,
  buffer: VirtualAddress,
  visit: (address: PhysicalAddress, byteCount: number) => void,
): void {
  const { MdlFlags, StartVa, ByteOffset, ByteCount } = MDL.at(memory, buffer);
  const isScattered = (MdlFlags & MDL_PAGES_LOCKED) !== 0;
  const start = StartVa + ByteOffset - VIRTUAL_BASE;
  for (let done = 0, next; done < ByteCount; done = next) {
    const pageEnd = done + PAGE_BYTES - ((start + done) & PAGE_MASK);
    next = isScattered ? Math.min(pageEnd, ByteCount) : ByteCount;
    visit(physical(start + done), next - done);
  }
}

/** NDIS_BUFFER_TO_SPAN_PAGES: 1 for an empty buffer (ndis.h). */
export function bufferPages(os: OperatingSystem, buffer: VirtualAddress): number {
  const { ByteCount, ByteOffset } = MDL.at(os.memory, buffer);
  return ByteCount === 0 ? 1 : spanPages(ByteOffset, ByteCount);
}

function chainHasNoEnd(os: OperatingSystem): never {
  return os.neverReturns(`${os.boundary} follows a chain of buffers that has no end.`);
}

/** The last buffer of the chain that `first` begins. */
function lastBuffer(os: OperatingSystem, first: VirtualAddress): VirtualAddress {
  let last = first;
  for (let count = 0; count < BUFFERS_MAX; count++) {
    const { Next } = MDL.at(os.memory, last);
    if (Next === NULL) return last;
    last = Next;
  }
  return chainHasNoEnd(os);
}

export function chainAtFront(
  os: OperatingSystem,
  packet: VirtualAddress,
  buffer: VirtualAddress,
): void {
  const { Private } = NDIS_PACKET.at(os.memory, packet);
  const last = lastBuffer(os, buffer);
  if (Private.Head === NULL) Private.Tail = last;
  MDL.at(os.memory, last).Next = Private.Head;
  Private.Head = buffer;
  Private.ValidCounts = false;
}

export function chainAtBack(
  os: OperatingSystem,
  packet: VirtualAddress,
  buffer: VirtualAddress,
): void {
  const { Private } = NDIS_PACKET.at(os.memory, packet);
  const last = lastBuffer(os, buffer);
  if (Private.Head === NULL) Private.Head = buffer;
  else MDL.at(os.memory, Private.Tail).Next = buffer;
  Private.Tail = last;
  Private.ValidCounts = false;
}

/** NdisRecalculatePacketCounts: the end of the chain is found anew, its counts are not known. */
export function recalculatePacket(os: OperatingSystem, packet: VirtualAddress): void {
  const { Private } = NDIS_PACKET.at(os.memory, packet);
  if (Private.Head !== NULL) Private.Tail = lastBuffer(os, Private.Head);
  Private.ValidCounts = false;
}

/** Takes the first buffer off a packet; NULL if it has none. */
export function unchainAtFront(os: OperatingSystem, packet: VirtualAddress): VirtualAddress {
  const { Private } = NDIS_PACKET.at(os.memory, packet);
  const first = Private.Head;
  if (first === NULL) return NULL;
  const mdl = MDL.at(os.memory, first);
  Private.Head = mdl.Next;
  if (mdl.Next === NULL) Private.Tail = NULL;
  mdl.Next = NULL;
  Private.ValidCounts = false;
  return first;
}

/** Takes the last buffer off a packet; NULL if it has none. */
export function unchainAtBack(os: OperatingSystem, packet: VirtualAddress): VirtualAddress {
  const { Private } = NDIS_PACKET.at(os.memory, packet);
  let last = Private.Head;
  if (last === NULL) return NULL;
  let previous: VirtualAddress = NULL;
  for (let count = 0; ; count++) {
    if (count >= BUFFERS_MAX) chainHasNoEnd(os);
    const { Next } = MDL.at(os.memory, last);
    if (Next === NULL) break;
    previous = last;
    last = Next;
  }
  if (previous === NULL) Private.Head = NULL;
  else MDL.at(os.memory, previous).Next = NULL;
  Private.Tail = previous;
  Private.ValidCounts = false;
  return last;
}

export interface PacketCounts {
  readonly PhysicalBufferCount: number;
  readonly BufferCount: number;
  readonly FirstBuffer: VirtualAddress;
  readonly TotalPacketLength: number;
}

/** NdisQueryPacket: the counts in the descriptor if they are valid, else they are made so. */
export function queryPacket(os: OperatingSystem, packet: VirtualAddress): PacketCounts {
  const { Private } = NDIS_PACKET.at(os.memory, packet);
  const FirstBuffer = Private.Head;
  if (!Private.ValidCounts) {
    let pages = 0;
    let count = 0;
    let length = 0;
    for (let buffer = FirstBuffer; buffer !== NULL; buffer = MDL.at(os.memory, buffer).Next) {
      if (++count > BUFFERS_MAX) chainHasNoEnd(os);
      pages += bufferPages(os, buffer);
      length += MDL.at(os.memory, buffer).ByteCount;
    }
    Private.PhysicalCount = pages;
    Private.Count = count;
    Private.TotalLength = length;
    Private.ValidCounts = true;
  }
  return {
    PhysicalBufferCount: Private.PhysicalCount,
    BufferCount: Private.Count,
    FirstBuffer,
    TotalPacketLength: Private.TotalLength,
  };
}

/** A place in the data of a packet. */
class PacketCursor {
  readonly #os: OperatingSystem;
  #buffer: VirtualAddress;
  #offset: number;
  #passedCount = 0;

  constructor(os: OperatingSystem, packet: VirtualAddress, offset: number) {
    this.#os = os;
    this.#buffer = NDIS_PACKET.at(os.memory, packet).Private.Head;
    this.#offset = offset;
  }

  /** Bytes from here to the end of the buffer, the next one's if that is here; 0 at the end. */
  available(): number {
    while (this.#buffer !== NULL) {
      const { ByteCount, Next } = MDL.at(this.#os.memory, this.#buffer);
      if (this.#offset < ByteCount) return ByteCount - this.#offset;
      this.#offset -= ByteCount;
      this.#buffer = Next;
      if (++this.#passedCount > BUFFERS_MAX) chainHasNoEnd(this.#os);
    }
    return 0;
  }

  get address(): VirtualAddress {
    return virtual(bufferAddress(this.#os, this.#buffer) + this.#offset);
  }

  advance(byteCount: number): void {
    this.#offset += byteCount;
  }
}

/** NdisCopyFromPacketToPacket; the bytes copied, fewer if either packet comes to its end. */
export function copyBetweenPackets(
  os: OperatingSystem,
  destination: VirtualAddress,
  destinationOffset: number,
  byteCount: number,
  source: VirtualAddress,
  sourceOffset: number,
): number {
  const to = new PacketCursor(os, destination, destinationOffset);
  const from = new PacketCursor(os, source, sourceOffset);
  let copied = 0;
  while (copied < byteCount) {
    const part = Math.min(byteCount - copied, to.available(), from.available());
    if (part === 0) break;
    copyMemory(os, to.address, from.address, part);
    to.advance(part);
    from.advance(part);
    copied += part;
  }
  return copied;
}

/** Where the out-of-band data of a packet are. */
export function oobAddress(os: OperatingSystem, packet: VirtualAddress): VirtualAddress {
  return virtual(packet + NDIS_PACKET.at(os.memory, packet).Private.NdisPacketOobOffset);
}

export function oobData(os: OperatingSystem, packet: VirtualAddress) {
  return NDIS_PACKET_OOB_DATA.at(os.memory, oobAddress(os, packet));
}

/** Where a packet holds a piece of per-packet information. */
export function packetInfoAddress(
  os: OperatingSystem,
  packet: VirtualAddress,
  InfoType: number,
): VirtualAddress {
  return virtual(oobAddress(os, packet) + NDIS_PACKET_OOB_DATA.bytes + 4 * InfoType);
}
