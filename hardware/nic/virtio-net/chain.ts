/** A chain of descriptors as the driver offered it: what to read, then what to write (2.4.4, 2.4.5). */
import { physical } from '../../address';
import type { BusMasterPort } from '../../ports';

/** Ranges of memory one behind the other. */
class Ranges {
  byteCount = 0;
  #count = 0;
  readonly #addresses: number[] = [];
  readonly #lengths: number[] = [];

  clear(): void {
    this.#count = 0;
    this.byteCount = 0;
  }

  add(address: number, byteCount: number): void {
    this.#addresses[this.#count] = address;
    this.#lengths[this.#count] = byteCount;
    this.#count++;
    this.byteCount += byteCount;
  }

  /** Calls `access` for each piece of the first `byteCount` bytes; false if one of them is. */
  each(
    byteCount: number,
    access: (address: number, offset: number, byteCount: number) => boolean,
  ): boolean {
    let offset = 0;
    for (let index = 0; index < this.#count && offset < byteCount; index++) {
      const length = Math.min(this.#lengths[index], byteCount - offset);
      if (length > 0 && !access(this.#addresses[index], offset, length)) return false;
      offset += length;
    }
    return true;
  }
}

export class Chain {
  /** Of the first descriptor, by which the driver knows the chain. */
  head = 0;
  /** Descriptors, those of indirect tables among them. */
  descriptorCount = 0;
  readonly #readable = new Ranges();
  readonly #writable = new Ranges();

  begin(head: number): void {
    this.head = head;
    this.descriptorCount = 0;
    this.#readable.clear();
    this.#writable.clear();
  }

  get readableBytes(): number {
    return this.#readable.byteCount;
  }

  get writableBytes(): number {
    return this.#writable.byteCount;
  }

  /** False for what is to be read behind what is to be written (2.4.4.2). */
  add(address: number, byteCount: number, isWritable: boolean): boolean {
    if (!isWritable && this.#writable.byteCount > 0) return false;
    (isWritable ? this.#writable : this.#readable).add(address, byteCount);
    this.descriptorCount++;
    return true;
  }

  /** Copies the first `byteCount` readable bytes to `target`; false if the bus refused. */
  read(busMaster: BusMasterPort, target: Uint8Array, byteCount: number): boolean {
    return this.#readable.each(byteCount, (address, offset, length) =>
      busMaster.read(physical(address), target, offset, length),
    );
  }

  /** Fills the first `byteCount` writable bytes from `source`; false if the bus refused. */
  write(
    busMaster: BusMasterPort,
    source: Uint8Array,
    sourceOffset: number,
    byteCount: number,
  ): boolean {
    return this.#writable.each(byteCount, (address, offset, length) =>
      busMaster.write(physical(address), source, sourceOffset + offset, length),
    );
  }
}
