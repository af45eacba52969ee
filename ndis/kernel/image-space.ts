/**
 * Where driver images are loaded: in slots of 1 MiB. The next image gets the next slot, so that
 * what still points into one that was unloaded does not point into its successor.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { IMAGE_BASE, IMAGE_END } from './memory-map';

const SLOT_BYTES = 0x10_0000;
const SLOT_COUNT = (IMAGE_END - IMAGE_BASE) / SLOT_BYTES;

export class ImageSpace {
  readonly #isTaken = new Array<boolean>(SLOT_COUNT).fill(false);
  #next = 0;

  /** Room for an image; undefined if there is none. */
  take(byteCount: number): VirtualAddress | undefined {
    const count = Math.ceil(byteCount / SLOT_BYTES);
    for (let step = 0; step < SLOT_COUNT; step++) {
      const first = (this.#next + step) % SLOT_COUNT;
      const slots = this.#isTaken.slice(first, first + count);
      if (slots.length < count || slots.includes(true)) continue;
      this.#isTaken.fill(true, first, first + count);
      this.#next = first + count;
      return virtual(IMAGE_BASE + first * SLOT_BYTES);
    }
    return undefined;
  }

  free(address: VirtualAddress, byteCount: number): void {
    const first = (address - IMAGE_BASE) / SLOT_BYTES;
    this.#isTaken.fill(false, first, first + Math.ceil(byteCount / SLOT_BYTES));
  }
}
