/** The kernel stack: 12 KB on x86, with nothing mapped below it. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow, type Memory } from '../../hardware/memory';

export const STACK_BYTES = 0x3000;
const STACK_BASE = virtual(0x8002_0000);
const STACK_TOP = virtual(STACK_BASE + STACK_BYTES);

export class KernelStack {
  readonly #memory: Memory;
  /** The next push goes below this address. */
  pointer: VirtualAddress = STACK_TOP;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /**
   * Reserves `byteCount` bytes, aligned to 8; undefined if the stack has no room. The bytes hold
   * what was there before.
   */
  push(byteCount: number): VirtualAddress | undefined {
    const unaligned = this.pointer - byteCount;
    const address = unaligned - (unaligned % 8);
    if (address < STACK_BASE) return undefined;
    this.#memory.mark(virtual(address), this.pointer - address, Shadow.PLAIN);
    this.pointer = virtual(address);
    return this.pointer;
  }

  /** Drops everything below `pointer`: what a returning function leaves behind is dead. */
  popTo(pointer: VirtualAddress): void {
    if (pointer === this.pointer) return;
    this.#memory.mark(this.pointer, pointer - this.pointer, Shadow.FREED);
    this.pointer = pointer;
  }
}

/** Whether an address lies on the kernel stack. */
export function isOnStack(address: VirtualAddress): boolean {
  return address >= STACK_BASE && address < STACK_TOP;
}
