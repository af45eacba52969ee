/**
 * A FIFO of the frames that wait on a chip for their place in memory, whole and in order: the
 * packet buffer of an 82540EM (8254x SDM 13.4.16), the receive FIFO of an RTL8139C (chapter 1).
 */

/** Of each frame: its length, and a byte that the receiver wants to find with it. */
const HEADER_BYTES = 4;

export class RxFifo {
  /** Bytes that the frames in it take. */
  usedBytes = 0;
  frameCount = 0;
  readonly #memoryBytes: number;
  /** Made when the first frame has to wait. */
  #memory: Uint8Array | undefined;
  #readOffset = 0;
  #writeOffset = 0;

  constructor(memoryBytes: number) {
    this.#memoryBytes = memoryBytes;
  }

  get isEmpty(): boolean {
    return this.usedBytes === 0;
  }

  clear(): void {
    this.usedBytes = 0;
    this.frameCount = 0;
    this.#readOffset = 0;
    this.#writeOffset = 0;
  }

  /**
   * False, and nothing is taken, if the frame does not fit in `capacityBytes`, the share of the
   * memory that is for it. `tag` is a byte.
   */
  push(frame: Uint8Array, byteCount: number, tag: number, capacityBytes: number): boolean {
    const memoryBytes = this.#memoryBytes;
    const needBytes = HEADER_BYTES + byteCount;
    if (this.usedBytes + needBytes > Math.min(capacityBytes, memoryBytes)) return false;
    this.#memory ??= new Uint8Array(memoryBytes);
    const memory = this.#memory;
    if (this.#writeOffset + needBytes > memoryBytes) {
      memory.copyWithin(0, this.#readOffset, this.#writeOffset);
      this.#writeOffset -= this.#readOffset;
      this.#readOffset = 0;
    }
    let offset = this.#writeOffset;
    memory[offset++] = byteCount;
    memory[offset++] = byteCount >>> 8;
    memory[offset++] = tag;
    offset++;
    memory.set(frame.length === byteCount ? frame : frame.subarray(0, byteCount), offset);
    this.#writeOffset = offset + byteCount;
    this.usedBytes += needBytes;
    this.frameCount++;
    return true;
  }

  /** The tag of the first frame; there must be one. */
  get tag(): number {
    return this.#memory![this.#readOffset + 2];
  }

  /** Moves the first frame to `target`, and returns its bytes. There must be one. */
  shift(target: Uint8Array): number {
    const memory = this.#memory!;
    const offset = this.#readOffset;
    const byteCount = memory[offset] | (memory[offset + 1] << 8);
    const start = offset + HEADER_BYTES;
    target.set(memory.subarray(start, start + byteCount));
    this.#readOffset = start + byteCount;
    this.usedBytes -= HEADER_BYTES + byteCount;
    this.frameCount--;
    if (this.usedBytes === 0) this.clear();
    return byteCount;
  }
}
