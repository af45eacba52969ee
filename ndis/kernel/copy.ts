/**
 * Copying, filling and comparing in simulated memory as a driver's inlined memcpy, memset and
 * memcmp do: whole at once where all is plain memory, else in the accesses that they compile to on
 * x86 (four bytes at a time, then single ones), each of them checked.
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import type { Memory } from '../../hardware/memory';
import type { Kernel } from './kernel';

function isPlain(memory: Memory, address: VirtualAddress, byteCount: number): boolean {
  return memory.plainBytes(address, byteCount) === byteCount;
}

// What bounds these loops is `byteCount`, and the end of memory, where an access ends the run.

/** Copies `byteCount` bytes, the lowest first. */
export function copyMemory(
  { memory }: Kernel,
  destination: VirtualAddress,
  source: VirtualAddress,
  byteCount: number,
): void {
  if (isPlain(memory, destination, byteCount) && isPlain(memory, source, byteCount)) {
    const start = source - VIRTUAL_BASE;
    memory.bytes.copyWithin(destination - VIRTUAL_BASE, start, start + byteCount);
    return;
  }
  let offset = 0;
  for (; offset + 4 <= byteCount; offset += 4)
    memory.write32(virtual(destination + offset), memory.read32(virtual(source + offset)));
  for (; offset < byteCount; offset++)
    memory.write8(virtual(destination + offset), memory.read8(virtual(source + offset)));
}

/** Writes `byteCount` bytes of the value `fill`. */
export function fillMemory(
  { memory }: Kernel,
  destination: VirtualAddress,
  byteCount: number,
  fill: number,
): void {
  const byte = fill & 0xff;
  if (isPlain(memory, destination, byteCount)) {
    const start = destination - VIRTUAL_BASE;
    memory.bytes.fill(byte, start, start + byteCount);
    return;
  }
  const word = (byte * 0x0101_0101) >>> 0;
  let offset = 0;
  for (; offset + 4 <= byteCount; offset += 4) memory.write32(virtual(destination + offset), word);
  for (; offset < byteCount; offset++) memory.write8(virtual(destination + offset), byte);
}

/** Whether two ranges hold the same; reads up to the first difference. */
export function equalMemory(
  { memory }: Kernel,
  first: VirtualAddress,
  second: VirtualAddress,
  byteCount: number,
): boolean {
  for (let offset = 0; offset < byteCount; offset++)
    if (memory.read8(virtual(first + offset)) !== memory.read8(virtual(second + offset)))
      return false;
  return true;
}

/** As `copyMemory`, for ranges that may overlap: the highest byte first where that is needed. */
export function moveMemory(
  os: Kernel,
  destination: VirtualAddress,
  source: VirtualAddress,
  byteCount: number,
): void {
  const { memory } = os;
  if (destination <= source || destination >= source + byteCount) {
    copyMemory(os, destination, source, byteCount);
    return;
  }
  if (isPlain(memory, destination, byteCount) && isPlain(memory, source, byteCount)) {
    const start = source - VIRTUAL_BASE;
    memory.bytes.copyWithin(destination - VIRTUAL_BASE, start, start + byteCount);
    return;
  }
  for (let offset = byteCount - 1; offset >= 0; offset--)
    memory.write8(virtual(destination + offset), memory.read8(virtual(source + offset)));
}
