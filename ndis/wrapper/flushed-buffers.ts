/**
 * Buffers that a driver in TypeScript maps for its device to read, and whether it has flushed them:
 * "for any transfer between host memory and a bus-master DMA NIC, the miniport driver must flush the
 * buffer before the transfer starts" (NdisFlushBuffer, ff551975).
 *
 * Left out is what the pages do not settle: received data, which some have flushed before the
 * transfer and some after it; scatter/gather lists, which NDIS makes; shared memory. A compiled
 * driver's flush is no call on x86, so its mappings are left out as well.
 */
import { NULL, VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import type { MemoryAccess } from '../../hardware/memory';
import type { OperatingSystem } from '../operating-system';
import { MDL } from '../structures/mdl';
import { NDIS_PACKET } from '../structures/packet';
import type { Adapter } from './adapter';
import { BUFFERS_MAX } from './buffers';
import { isCachedPool } from './translated-memory';

/** Bytes of physical memory. */
interface Range {
  readonly start: number;
  readonly byteCount: number;
}

export class FlushedBuffers {
  readonly #os: OperatingSystem;
  /** How many bytes from an address on have been flushed since they were last handed down. */
  readonly #flushed = new Map<number, number>();
  /** By their descriptors: mapped for the device to read, and not flushed. */
  readonly #unflushed = new Map<VirtualAddress, Range>();

  constructor(os: OperatingSystem) {
    this.#os = os;
  }

  /** So in all runs but those of the few drivers that map before they flush. */
  get isEmpty(): boolean {
    return this.#unflushed.size === 0;
  }

  /** A packet goes down to a miniport: it holds new data. */
  handDown(packet: VirtualAddress): void {
    if (this.#flushed.size === 0) return;
    const { raw } = this.#os;
    let buffer = NDIS_PACKET.at(raw, packet).Private.Head;
    for (let count = 0; buffer !== NULL && count < BUFFERS_MAX; count++) {
      this.#flushed.delete(rangeOf(raw, buffer).start);
      buffer = MDL.at(raw, buffer).Next;
    }
  }

  /** NdisFlushBuffer, for whichever direction. */
  flush(buffer: VirtualAddress): void {
    const { start, byteCount } = rangeOf(this.#os.memory, buffer);
    this.#flushed.set(start, byteCount);
    for (const [mapped, range] of this.#unflushed)
      if (this.#isFlushed(range)) this.#unflushed.delete(mapped);
  }

  /** NdisMStartBufferPhysicalMapping, for a transfer to the device. */
  map({ driver }: Adapter, buffer: VirtualAddress): void {
    if (driver.image.isMachineCode) return;
    const range = rangeOf(this.#os.memory, buffer);
    if (this.#isFlushed(range)) this.#unflushed.delete(buffer);
    else this.#unflushed.set(buffer, range);
  }

  /** NdisMCompleteBufferPhysicalMapping. */
  unmap(buffer: VirtualAddress): void {
    this.#unflushed.delete(buffer);
  }

  /** Whether a physical address is in a buffer that still is to be flushed before the device reads. */
  isMissedAt(target: number): boolean {
    for (const [buffer, { start, byteCount }] of this.#unflushed)
      if (target >= start && target < start + byteCount)
        return this.#isMapped(buffer) && this.#mayBeCached(start);
    return false;
  }

  /** By a flush of this buffer, or of another one that reaches as far. */
  #isFlushed({ start, byteCount }: Range): boolean {
    if ((this.#flushed.get(start) ?? -1) >= byteCount) return true;
    for (const [from, flushedCount] of this.#flushed)
      if (from <= start && from + flushedCount >= start + byteCount) return true;
    return false;
  }

  /** The adapter is still there. */
  #isMapped(buffer: VirtualAddress): boolean {
    for (const { mappings } of this.#os.adapters.values())
      for (const mapped of mappings.values()) if (mapped === buffer) return true;
    return false;
  }

  /** Not so what was made for a device. */
  #mayBeCached(start: number): boolean {
    const { ledger, pool } = this.#os;
    const block = pool.blockAround(virtual(start + VIRTUAL_BASE));
    const [resource] = ledger.live(({ key }) => key === block?.address);
    return resource === undefined || isCachedPool(resource);
  }
}

/** Here the pages of a buffer lie one behind the other in physical memory. */
function rangeOf(memory: MemoryAccess, buffer: VirtualAddress): Range {
  const { StartVa, ByteOffset, ByteCount } = MDL.at(memory, buffer);
  return { start: StartVa + ByteOffset - VIRTUAL_BASE, byteCount: ByteCount };
}
