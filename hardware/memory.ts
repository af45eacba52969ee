/**
 * Main memory and the shadow byte of every byte of it.
 *
 * One WebAssembly memory holds the bytes at 0, their shadow behind them, and behind that what the
 * processor keeps, so that translated machine code can address all at constant offsets. A driver's access goes through {@link Memory.read32} and its
 * kin, which check the shadow; what is not plain goes to the {@link AccessHandler}. The operating
 * system's own accesses and DMA, which is judged elsewhere, go to `bytes` and `view` directly.
 *
 * The virtual address space is this array at 0x80000000. Its upper part, from `ramBytes` on, has no
 * memory behind it: there the operating system maps device registers.
 */
import { PAGE_BYTES, VIRTUAL_BASE, type VirtualAddress } from './address';
import type { Width } from './ports';
import { LINEAR_PAGE_BYTES, WebAssembly, type LinearMemory } from './web-assembly/host';
import { plainScanner } from './plain-scan';
import type { CompiledFunction } from './web-assembly/module';

/** What a byte of memory is. Zero is what fresh memory holds; 0xFF is what the fast path looks for. */
export const Shadow = {
  UNMAPPED: 0x00,
  /** Was allocated and was given back. */
  FREED: 0x01,
  /** Guard bytes around an allocation. */
  RED_ZONE: 0x02,
  READ_ONLY: 0x03,
  /** A mapped device register. */
  DEVICE: 0x04,
  /** Readable and writable only by the operating system: an object a driver knows by handle. */
  OPAQUE: 0x05,
  PLAIN: 0xff,
} as const;
export type ShadowState = (typeof Shadow)[keyof typeof Shadow];

/** The unit in which a processor takes note of where its code is. */
export const CODE_LINE_BYTES = 64;
const LINES_PER_PAGE = PAGE_BYTES / CODE_LINE_BYTES;
const PROCESSOR_STATE_BYTES = 1024;

/** From here on many bytes are looked at together. */
const SCAN_BYTES_MIN = 128;
/** Up to here a loop is quicker than the host's `fill`. */
const LOOP_BYTES_MAX = 48;

const PLAIN_16 = 0xffff;
const PLAIN_32 = 0xffff_ffff;

/** Where an access goes that is not to plain memory. */
export interface AccessHandler {
  /** Returns the value read. */
  read(address: VirtualAddress, width: Width): number;
  write(address: VirtualAddress, width: Width, value: number): void;
}

const NO_HANDLER: AccessHandler = {
  read(address, width) {
    throw new RangeError(`read of ${width} bytes at 0x${address.toString(16)}: not plain memory`);
  },
  write(address, width) {
    throw new RangeError(`write of ${width} bytes at 0x${address.toString(16)}: not plain memory`);
  },
};

export class Memory implements MemoryAccess {
  /** Bytes of the whole array, RAM and the window for device registers. A power of two. */
  readonly byteCount: number;
  /** Bytes of it that are RAM. */
  readonly ramBytes: number;
  readonly linear: LinearMemory;
  readonly bytes: Uint8Array;
  readonly shadow: Uint8Array;
  /** For the processor: not zero for the lines in which a write may change code that has run. */
  readonly codeLines: Uint8Array;
  /** For the one processor that there is: its registers and what else translated code needs. */
  readonly processorState: Int32Array;
  readonly view: DataView;
  handler: AccessHandler = NO_HANDLER;
  readonly #shadowView: DataView;
  /** Pages with a shadow that is not all UNMAPPED, hence the only ones a reset must clear. */
  readonly #dirty: Uint8Array;
  #scan: CompiledFunction | undefined;

  constructor(byteCount = 0x100_0000, ramBytes = 0xe0_0000) {
    this.byteCount = byteCount;
    this.ramBytes = ramBytes;
    const lineCount = byteCount / CODE_LINE_BYTES;
    const stateStart = 2 * byteCount + lineCount;
    const pages = Math.ceil((stateStart + PROCESSOR_STATE_BYTES) / LINEAR_PAGE_BYTES);
    this.linear = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { buffer } = this.linear;
    this.bytes = new Uint8Array(buffer, 0, byteCount);
    this.shadow = new Uint8Array(buffer, byteCount, byteCount);
    this.codeLines = new Uint8Array(buffer, 2 * byteCount, lineCount);
    this.processorState = new Int32Array(buffer, stateStart, PROCESSOR_STATE_BYTES / 4);
    this.view = new DataView(buffer, 0, byteCount);
    this.#shadowView = new DataView(buffer, byteCount, byteCount);
    this.#dirty = new Uint8Array(byteCount / PAGE_BYTES);
  }

  /** Says what `byteCount` bytes from `address` are. */
  mark(address: VirtualAddress, byteCount: number, state: ShadowState): void {
    if (byteCount === 0) return;
    const start = address - VIRTUAL_BASE;
    if (start < 0 || start + byteCount > this.byteCount)
      throw new RangeError(`no memory at 0x${address.toString(16)}`);
    const { shadow } = this;
    if (byteCount > LOOP_BYTES_MAX) shadow.fill(state, start, start + byteCount);
    else for (let index = start; index < start + byteCount; index++) shadow[index] = state;
    const first = Math.floor(start / PAGE_BYTES);
    const last = Math.floor((start + byteCount - 1) / PAGE_BYTES);
    for (let page = first; page <= last; page++) this.#dirty[page] = 1;
  }

  /** Makes everything zero and unmapped again, at the cost of what was marked. */
  reset(): void {
    const dirty = this.#dirty;
    for (let page = dirty.indexOf(1); page >= 0; page = dirty.indexOf(1, page)) {
      let end = page + 1;
      while (dirty[end] === 1) end++;
      this.bytes.fill(0, page * PAGE_BYTES, end * PAGE_BYTES);
      this.shadow.fill(0, page * PAGE_BYTES, end * PAGE_BYTES);
      this.codeLines.fill(0, page * LINES_PER_PAGE, end * LINES_PER_PAGE);
      dirty.fill(0, page, end);
      page = end;
    }
    this.handler = NO_HANDLER;
  }

  /** The state of the byte at `address`; UNMAPPED outside the array. */
  stateAt(address: VirtualAddress): ShadowState {
    const index = address - VIRTUAL_BASE;
    if (index < 0 || index >= this.byteCount) return Shadow.UNMAPPED;
    return this.shadow[index] as ShadowState;
  }

  /** The first of `byteCount` bytes from `address` that is not plain; `byteCount` if all are. */
  plainBytes(address: VirtualAddress, byteCount: number): number {
    const start = address - VIRTUAL_BASE;
    if (start < 0) return 0;
    const end = Math.min(start + byteCount, this.byteCount);
    let index = start;
    if (byteCount >= SCAN_BYTES_MIN) {
      this.#scan ??= plainScanner(this.linear, this.byteCount);
      index = this.#scan(start, end);
    }
    while (index + 4 <= end && this.#shadowView.getUint32(index) === PLAIN_32) index += 4;
    while (index < end && this.shadow[index] === Shadow.PLAIN) index++;
    return index - start;
  }

  read8(address: VirtualAddress): number {
    const index = address - VIRTUAL_BASE;
    if (index >= 0 && index < this.byteCount && this.shadow[index] === Shadow.PLAIN)
      return this.bytes[index];
    return this.handler.read(address, 1);
  }

  read16(address: VirtualAddress): number {
    const index = address - VIRTUAL_BASE;
    if (index >= 0 && index <= this.byteCount - 2 && this.#shadowView.getUint16(index) === PLAIN_16)
      return this.view.getUint16(index, true);
    return this.handler.read(address, 2);
  }

  read32(address: VirtualAddress): number {
    const index = address - VIRTUAL_BASE;
    if (index >= 0 && index <= this.byteCount - 4 && this.#shadowView.getUint32(index) === PLAIN_32)
      return this.view.getUint32(index, true);
    return this.handler.read(address, 4);
  }

  write8(address: VirtualAddress, value: number): void {
    const index = address - VIRTUAL_BASE;
    if (index >= 0 && index < this.byteCount && this.shadow[index] === Shadow.PLAIN)
      this.bytes[index] = value;
    else this.handler.write(address, 1, value & 0xff);
  }

  write16(address: VirtualAddress, value: number): void {
    const index = address - VIRTUAL_BASE;
    if (index >= 0 && index <= this.byteCount - 2 && this.#shadowView.getUint16(index) === PLAIN_16)
      this.view.setUint16(index, value, true);
    else this.handler.write(address, 2, value & 0xffff);
  }

  write32(address: VirtualAddress, value: number): void {
    const index = address - VIRTUAL_BASE;
    if (index >= 0 && index <= this.byteCount - 4 && this.#shadowView.getUint32(index) === PLAIN_32)
      this.view.setUint32(index, value, true);
    else this.handler.write(address, 4, value >>> 0);
  }
}

/** Reads and writes at virtual addresses: a driver's, checked, or the operating system's, not. */
export interface MemoryAccess {
  read8(address: VirtualAddress): number;
  read16(address: VirtualAddress): number;
  read32(address: VirtualAddress): number;
  write8(address: VirtualAddress, value: number): void;
  write16(address: VirtualAddress, value: number): void;
  write32(address: VirtualAddress, value: number): void;
}

/** The operating system's own way to memory: no shadow check; outside the array it throws. */
export class RawMemory implements MemoryAccess {
  readonly #view: DataView;

  constructor(memory: Memory) {
    this.#view = memory.view;
  }

  read8(address: VirtualAddress): number {
    return this.#view.getUint8(address - VIRTUAL_BASE);
  }

  read16(address: VirtualAddress): number {
    return this.#view.getUint16(address - VIRTUAL_BASE, true);
  }

  read32(address: VirtualAddress): number {
    return this.#view.getUint32(address - VIRTUAL_BASE, true);
  }

  write8(address: VirtualAddress, value: number): void {
    this.#view.setUint8(address - VIRTUAL_BASE, value);
  }

  write16(address: VirtualAddress, value: number): void {
    this.#view.setUint16(address - VIRTUAL_BASE, value, true);
  }

  write32(address: VirtualAddress, value: number): void {
    this.#view.setUint32(address - VIRTUAL_BASE, value, true);
  }
}
