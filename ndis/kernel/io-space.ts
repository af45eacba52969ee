/** Device memory in the kernel's address space: what NdisMMapIoSpace maps. */
import {
  PAGE_BYTES,
  VIRTUAL_BASE,
  virtual,
  type PhysicalAddress,
  type VirtualAddress,
} from '../../hardware/address';
import { Shadow, type Memory } from '../../hardware/memory';

export interface IoMapping {
  readonly physical: PhysicalAddress;
  readonly address: VirtualAddress;
  readonly byteCount: number;
}

export class IoSpace {
  readonly #memory: Memory;
  #next: number;
  /** Address space that was given back, oldest first: used again when the fresh one is used up. */
  #spare: { readonly start: number; readonly end: number }[] = [];
  #mappings: IoMapping[] = [];
  /** The mapping of the last access: most accesses of a driver go to one device. */
  #last: IoMapping | undefined;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#next = VIRTUAL_BASE + memory.ramBytes;
  }

  /** Maps device memory; undefined when the address space for it is used up. */
  map(physical: PhysicalAddress, byteCount: number): IoMapping | undefined {
    // The offset within a page stays, as with page tables.
    const offset = physical % PAGE_BYTES;
    const start = this.#takePages(Math.ceil((offset + byteCount) / PAGE_BYTES) * PAGE_BYTES);
    if (start === undefined) return undefined;
    const address = virtual(start + offset);
    const mapping = { physical, address, byteCount };
    this.#memory.mark(address, byteCount, Shadow.DEVICE);
    this.#mappings.push(mapping);
    return mapping;
  }

  unmap(address: VirtualAddress): void {
    const mapping = this.#mappings.find((one) => one.address === address);
    if (mapping === undefined) return;
    this.#memory.mark(address, mapping.byteCount, Shadow.FREED);
    this.#mappings = this.#mappings.filter((one) => one !== mapping);
    if (this.#last === mapping) this.#last = undefined;
    const start = address - (address % PAGE_BYTES);
    const end = Math.ceil((address + mapping.byteCount) / PAGE_BYTES) * PAGE_BYTES;
    this.#spare.push({ start, end });
  }

  /** Pages with an unmapped one behind them. */
  #takePages(byteCount: number): number | undefined {
    const start = this.#next;
    const end = start + byteCount + PAGE_BYTES;
    if (end <= VIRTUAL_BASE + this.#memory.byteCount) {
      this.#next = end;
      return start;
    }
    const spare = this.#spare.find((one) => one.end - one.start >= byteCount);
    if (spare === undefined) return undefined;
    this.#spare = this.#spare.filter((one) => one !== spare);
    this.#memory.mark(virtual(spare.start), spare.end - spare.start, Shadow.UNMAPPED);
    return spare.start;
  }

  /** The mapping that holds `address`. */
  find(address: VirtualAddress): IoMapping | undefined {
    const last = this.#last;
    if (last !== undefined && address >= last.address && address < last.address + last.byteCount)
      return last;
    this.#last = this.#mappings.find(
      (one) => address >= one.address && address < one.address + one.byteCount,
    );
    return this.#last;
  }

  /** Whether `address` lies in the part of the address space that is for device memory. */
  contains(address: VirtualAddress): boolean {
    const index = address - VIRTUAL_BASE;
    return index >= this.#memory.ramBytes && index < this.#memory.byteCount;
  }
}
