/** The transmit FIFO of 3 KB: whole frames in order. 8255x SDM 6.4.2.5. */
const FIFO_BYTES = 3 * 1024;
/** What the FIFO keeps with a frame: its length and whether its FCS is right. */
const HEADER_BYTES = 4;
/** The longest frame that it holds. */
export const TX_FRAME_BYTES_MAX = FIFO_BYTES - HEADER_BYTES;

export class TxFifo {
  /** Made when the first frame is sent. */
  #memory: Uint8Array | undefined;
  #readOffset = 0;
  #writeOffset = 0;
  /** Of the frame taken last. */
  hasBadFcs = false;

  get isEmpty(): boolean {
    return this.#readOffset === this.#writeOffset;
  }

  clear(): void {
    this.#readOffset = 0;
    this.#writeOffset = 0;
  }

  /** False, and nothing is taken, if there is no room. */
  push(frame: Uint8Array, byteCount: number, hasBadFcs: boolean): boolean {
    const needBytes = HEADER_BYTES + byteCount;
    const usedBytes = this.#writeOffset - this.#readOffset;
    if (usedBytes + needBytes > FIFO_BYTES) return false;
    this.#memory ??= new Uint8Array(FIFO_BYTES);
    const memory = this.#memory;
    if (this.#writeOffset + needBytes > FIFO_BYTES) {
      memory.copyWithin(0, this.#readOffset, this.#writeOffset);
      this.#readOffset = 0;
      this.#writeOffset = usedBytes;
    }
    const at = this.#writeOffset;
    memory[at] = byteCount;
    memory[at + 1] = byteCount >>> 8;
    memory[at + 2] = hasBadFcs ? 1 : 0;
    memory.set(frame.subarray(0, byteCount), at + HEADER_BYTES);
    this.#writeOffset = at + needBytes;
    return true;
  }

  /** Moves the first frame to `target`, and returns its bytes. There must be one. */
  shift(target: Uint8Array): number {
    const memory = this.#memory!;
    const at = this.#readOffset;
    const byteCount = memory[at] | (memory[at + 1] << 8);
    const start = at + HEADER_BYTES;
    this.hasBadFcs = memory[at + 2] !== 0;
    target.set(memory.subarray(start, start + byteCount));
    this.#readOffset = start + byteCount;
    if (this.isEmpty) this.clear();
    return byteCount;
  }
}
