/**
 * The packets of the harness's protocol, each with memory of its own for as long as the driver has
 * it; and what the packets of others hold.
 */
import { NULL, VIRTUAL_BASE, virtual, type VirtualAddress } from '../hardware/address';
import { Shadow } from '../hardware/memory';
import { FrameStore } from '../hardware/wire/frame-store';
import type { OperatingSystem } from '../ndis/operating-system';
import {
  MDL,
  MDL_MAPPED_TO_SYSTEM_VA,
  MDL_PAGES_LOCKED,
  MDL_SOURCE_IS_NONPAGED_POOL,
} from '../ndis/structures/mdl';
import { NDIS_PACKET, PacketCancelId } from '../ndis/structures/packet';
import { packetInfoAddress } from '../ndis/wrapper/buffers';
import {
  createPacketPool,
  freePacketPool,
  putPacket,
  takePacket,
  type PacketPool,
} from '../ndis/wrapper/pools';

/** More than are under way at once on a line at full rate; descriptors are made as they are needed. */
const PACKETS_MAX = 4096;
const PROTOCOL_RESERVED_BYTES = 16;
const PAGE_BYTES = 0x1000;
const PAGE_MASK = 0xfff;
/** Buffers that a received packet may chain. */
export const BUFFERS_MAX = 256;

/** How a packet's data lie in memory. */
export interface PacketShape {
  /** Into how many buffers a frame is cut; 1 if not told. */
  readonly fragments?: number;
  /** The least length of the first buffer, which holds the header. */
  readonly firstBytes?: number;
  /** Whether empty buffers lie between the others. */
  readonly hasEmptyBuffers?: boolean;
  /**
   * How many bytes before the end of a page each buffer begins, and that it is an application's: its
   * pages lie anywhere. If not told, it is the protocol's own.
   */
  readonly beforePageEnd?: number;
  /** By which the send can be cancelled; not at all if not told. */
  readonly cancelId?: number;
}

export class TestPackets {
  readonly #os: OperatingSystem;
  readonly #pool: PacketPool;
  /**
   * Of each packet that the driver has, by its address as a signed integer: the blocks of memory
   * that are freed when it is completed.
   */
  readonly #outgoing = new Map<number, readonly VirtualAddress[]>();
  readonly #store = new FrameStore();

  constructor(os: OperatingSystem) {
    this.#os = os;
    this.#pool = createPacketPool(os, PACKETS_MAX, 0, PROTOCOL_RESERVED_BYTES)!;
  }

  get outCount(): number {
    return this.#outgoing.size;
  }

  /** Whether the driver has it. */
  isOut(packet: VirtualAddress): boolean {
    return this.#outgoing.has(packet | 0);
  }

  /** The driver is done with it: whoever touches it from now on breaks a rule. */
  putBack(packet: VirtualAddress): void {
    const afterFree = 'packet/touched-after-send-returned';
    for (const block of this.#outgoing.get(packet | 0)!) this.#os.pool.free(block, afterFree);
    this.#outgoing.delete(packet | 0);
    putPacket(this.#os, this.#pool, packet, afterFree);
  }

  /** Gives all up, those too that the driver has. */
  free(): void {
    for (const packet of [...this.#outgoing.keys()]) this.putBack(virtual(packet >>> 0));
    freePacketPool(this.#os, this.#pool);
  }

  /** A packet with these bytes, for the driver; undefined if all are out. */
  wrap(frame: Uint8Array, shape: PacketShape): VirtualAddress | undefined {
    const os = this.#os;
    const packet = takePacket(os, this.#pool);
    if (packet === undefined) return undefined;
    const { Private } = NDIS_PACKET.at(os.raw, packet);
    const blocks: VirtualAddress[] = [];
    let last: VirtualAddress = NULL;
    let bufferCount = 0;
    const chain = (part: Uint8Array) => {
      const mdl = this.#createBuffer(part, shape.beforePageEnd, blocks);
      if (last === NULL) Private.Head = mdl;
      else MDL.at(os.raw, last).Next = mdl;
      last = mdl;
      bufferCount++;
    };
    const { fragments = 1, firstBytes = 0, hasEmptyBuffers = false } = shape;
    const step = Math.ceil(frame.length / Math.min(fragments, frame.length));
    for (let start = 0, end; start < frame.length; start = end) {
      end = Math.min(start === 0 ? Math.max(step, firstBytes) : start + step, frame.length);
      if (hasEmptyBuffers && start > 0) chain(new Uint8Array());
      chain(end - start < frame.length ? frame.subarray(start, end) : frame);
    }
    Private.Tail = last;
    Private.TotalLength = frame.length;
    Private.Count = bufferCount;
    Private.PhysicalCount = bufferCount;
    Private.ValidCounts = true;
    if (shape.cancelId !== undefined)
      os.raw.write32(packetInfoAddress(os, packet, PacketCancelId), shape.cancelId);
    this.#outgoing.set(packet | 0, blocks);
    return packet;
  }

  /** A buffer of its own memory, whose blocks are noted, with these bytes. */
  #createBuffer(
    part: Uint8Array,
    beforePageEnd: number | undefined,
    blocks: VirtualAddress[],
  ): VirtualAddress {
    const os = this.#os;
    const room = beforePageEnd === undefined ? 0 : PAGE_BYTES + beforePageEnd;
    const block = os.allocateObject(room + part.length, Shadow.PLAIN);
    const data =
      beforePageEnd === undefined
        ? block
        : virtual(Math.ceil((block + beforePageEnd) / PAGE_BYTES) * PAGE_BYTES - beforePageEnd);
    os.memory.bytes.set(part, data - VIRTUAL_BASE);
    const mdl = os.allocateObject(MDL.bytes + 8, Shadow.PLAIN);
    this.#fillMdl(mdl, data, part.length);
    if (beforePageEnd !== undefined)
      MDL.at(os.raw, mdl).MdlFlags = MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA;
    blocks.push(mdl, block);
    return mdl;
  }

  #fillMdl(address: VirtualAddress, data: VirtualAddress, byteCount: number): void {
    const mdl = MDL.at(this.#os.raw, address);
    mdl.Next = NULL;
    mdl.Size = MDL.bytes;
    mdl.MdlFlags = MDL_SOURCE_IS_NONPAGED_POOL;
    mdl.MappedSystemVa = data;
    mdl.StartVa = virtual(data - (data & PAGE_MASK));
    mdl.ByteCount = byteCount;
    mdl.ByteOffset = data & PAGE_MASK;
  }

  /** The bytes of a packet's buffers. */
  copy(packet: VirtualAddress): Uint8Array {
    const { memory } = this.#os;
    const parts: Uint8Array[] = [];
    let buffer = NDIS_PACKET.at(memory, packet).Private.Head;
    for (let count = 0; buffer !== NULL && count < BUFFERS_MAX; count++) {
      const mdl = MDL.at(memory, buffer);
      parts.push(this.bytes(mdl.MappedSystemVa, mdl.ByteCount));
      buffer = mdl.Next;
    }
    return this.join(parts);
  }

  /** Bytes that a driver has named: one by one, and checked, if they are not plain memory. */
  bytes(address: VirtualAddress, byteCount: number): Uint8Array {
    const { memory } = this.#os;
    const start = address - VIRTUAL_BASE;
    if (memory.plainBytes(address, byteCount) === byteCount)
      return memory.bytes.subarray(start, start + byteCount);
    const bytes: number[] = [];
    // Bounded by the end of memory, where a read ends the run.
    for (let index = 0; index < byteCount; index++)
      bytes.push(memory.read8(virtual(address + index)));
    return Uint8Array.from(bytes);
  }

  /** These one after the other. */
  join(parts: readonly Uint8Array[]): Uint8Array {
    const whole = this.#store.take(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}
