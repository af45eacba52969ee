/**
 * Room for copies of frames, side by side in large buffers: a buffer for each frame takes the host
 * several times as long as the copy does.
 */

const CHUNK_BYTES = 0x1_0000;

export class FrameStore {
  #chunk: Uint8Array | undefined;
  #usedBytes = 0;

  /** Fresh bytes, all zero, which nobody else is given. */
  take(byteCount: number): Uint8Array {
    const start = this.#usedBytes;
    if (this.#chunk === undefined || start + byteCount > this.#chunk.length) {
      this.#chunk = new Uint8Array(Math.max(CHUNK_BYTES, byteCount));
      this.#usedBytes = byteCount;
      return this.#chunk.subarray(0, byteCount);
    }
    this.#usedBytes = start + byteCount;
    return this.#chunk.subarray(start, start + byteCount);
  }
}
