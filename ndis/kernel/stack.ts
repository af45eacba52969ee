/** The kernel stack: 12 KB on x86, with nothing mapped below it. */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow, type Memory } from '../../hardware/memory';
import {
  STACK_BASE,
  STACK_BYTES,
  STACK_TOP,
  THREADS_MAX,
  THREAD_STACKS,
  THREAD_STACK_STRIDE_BYTES,
} from './memory-map';

/** What lies below the stack and is never mapped: one page, as in XP. */
const GUARD_BYTES = 0x1000;

export class KernelStack {
  readonly #memory: Memory;
  readonly base: VirtualAddress;
  readonly top: VirtualAddress;
  /** The next push goes below this address. */
  pointer: VirtualAddress;
  /** What the bytes are to hold that nobody uses: what was there before, if not told. */
  fill: number | undefined = undefined;
  /** Everything below the pointer is plain memory. */
  #isOpen = false;

  constructor(memory: Memory, base = STACK_BASE) {
    this.#memory = memory;
    this.base = base;
    this.top = virtual(base + STACK_BYTES);
    this.pointer = this.top;
  }

  /**
   * Reserves `byteCount` bytes, aligned to 8; undefined if the stack has no room. The bytes hold
   * what was there before.
   */
  push(byteCount: number): VirtualAddress | undefined {
    const unaligned = this.pointer - byteCount;
    const address = unaligned - (unaligned % 8);
    if (address < this.base) return undefined;
    this.#memory.mark(virtual(address), this.pointer - address, Shadow.PLAIN);
    if (this.fill !== undefined) this.#fillUpTo(this.pointer, address);
    this.pointer = virtual(address);
    return this.pointer;
  }

  /** Drops everything below `pointer`: what a returning function leaves behind is dead. */
  popTo(pointer: VirtualAddress): void {
    if (pointer === this.pointer) return;
    this.#memory.mark(this.pointer, pointer - this.pointer, Shadow.FREED);
    this.pointer = pointer;
    this.#isOpen = false;
  }

  /** Makes all that is left of the stack plain: machine code moves its pointer without a word. */
  open(): void {
    if (this.fill !== undefined) this.#fillUpTo(this.pointer, this.base);
    if (this.#isOpen) return;
    this.#memory.mark(this.base, this.pointer - this.base, Shadow.PLAIN);
    this.#isOpen = true;
  }

  #fillUpTo(end: number, start: number): void {
    this.#memory.bytes.fill(this.fill!, start - VIRTUAL_BASE, end - VIRTUAL_BASE);
  }
}

/** Whether an address lies on a thread's kernel stack. */
export function isOnStack(address: VirtualAddress): boolean {
  if (address >= STACK_BASE && address < STACK_TOP) return true;
  const offset = address - THREAD_STACKS;
  if (offset < 0 || offset >= THREADS_MAX * THREAD_STACK_STRIDE_BYTES) return false;
  return offset % THREAD_STACK_STRIDE_BYTES < STACK_BYTES;
}

/** Whether an address lies where a stack that overflows gets to first. */
export function isBelowStack({ base }: KernelStack, address: VirtualAddress): boolean {
  return address < base && address >= base - GUARD_BYTES;
}
