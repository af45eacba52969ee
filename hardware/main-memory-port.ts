/** Main memory as bus masters reach it: RAM at physical address 0, and nothing else. */
import type { PhysicalAddress } from './address';
import type { Memory } from './memory';
import type { BusMasterPort } from './ports';

/** Up to here a loop is quicker than making a subarray for `set`. A descriptor is 16 bytes. */
const LOOP_BYTES_MAX = 16;
const NO_BYTES = new Uint8Array(0);

/** Copies between a device and RAM. It judges nothing: the shadow is the processor's, not DMA's. */
export class MainMemoryPort implements BusMasterPort {
  readonly #ram: Uint8Array;
  /** What was written last, for frames are often as long as the one before: a view costs a lot. */
  #source: Uint8Array = NO_BYTES;
  #offset = 0;
  #part: Uint8Array = NO_BYTES;

  constructor(memory: Memory) {
    this.#ram = memory.bytes.subarray(0, memory.ramBytes);
  }

  read(address: PhysicalAddress, target: Uint8Array, offset: number, byteCount: number): boolean {
    checkLocal(target, offset, byteCount);
    const ram = this.#ram;
    if (!(address >= 0 && address + byteCount <= ram.length)) return false;
    if (byteCount > LOOP_BYTES_MAX) target.set(ram.subarray(address, address + byteCount), offset);
    else for (let i = 0; i < byteCount; i++) target[offset + i] = ram[address + i];
    return true;
  }

  write(address: PhysicalAddress, source: Uint8Array, offset: number, byteCount: number): boolean {
    checkLocal(source, offset, byteCount);
    const ram = this.#ram;
    if (!(address >= 0 && address + byteCount <= ram.length)) return false;
    if (byteCount > LOOP_BYTES_MAX) ram.set(this.#partOf(source, offset, byteCount), address);
    else for (let i = 0; i < byteCount; i++) ram[address + i] = source[offset + i];
    return true;
  }

  #partOf(source: Uint8Array, offset: number, byteCount: number): Uint8Array {
    if (source !== this.#source || offset !== this.#offset || byteCount !== this.#part.length) {
      this.#source = source;
      this.#offset = offset;
      this.#part = source.subarray(offset, offset + byteCount);
    }
    return this.#part;
  }
}

/** A device that names bytes outside its own buffer is our fault, not the driver's. */
function checkLocal(local: Uint8Array, offset: number, byteCount: number): void {
  if (!(offset >= 0 && byteCount >= 0 && offset + byteCount <= local.length))
    throw new RangeError(`bytes ${offset}+${byteCount} of a buffer of ${local.length}`);
}
