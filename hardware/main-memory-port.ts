/** Main memory as bus masters reach it: RAM at physical address 0, and nothing else. */
import type { PhysicalAddress } from './address';
import type { Memory } from './memory';
import type { BusMasterPort } from './ports';

/** Up to here a loop is quicker than making a subarray for `set`. A descriptor is 16 bytes. */
const LOOP_BYTES_MAX = 16;

/** Copies between a device and RAM. It judges nothing: the shadow is the processor's, not DMA's. */
export class MainMemoryPort implements BusMasterPort {
  readonly #ram: Uint8Array;

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
    if (byteCount > LOOP_BYTES_MAX) ram.set(source.subarray(offset, offset + byteCount), address);
    else for (let i = 0; i < byteCount; i++) ram[address + i] = source[offset + i];
    return true;
  }
}

/** A device that names bytes outside its own buffer is our fault, not the driver's. */
function checkLocal(local: Uint8Array, offset: number, byteCount: number): void {
  if (!(offset >= 0 && byteCount >= 0 && offset + byteCount <= local.length))
    throw new RangeError(`bytes ${offset}+${byteCount} of a buffer of ${local.length}`);
}
