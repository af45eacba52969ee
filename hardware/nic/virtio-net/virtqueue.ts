/**
 * A virtqueue: descriptor table, available ring and used ring in memory, as the legacy interface
 * lays them out. Virtio 1.0, 2.4; 2.4.2 (layout), 2.4.5 (descriptors), 2.4.7 and 2.4.9 (suppression
 * of interrupts and of notifications), 6.3 (NOTIFY_ON_EMPTY).
 */
import { PAGE_BYTES, physical } from '../../address';
import type { Chain } from './chain';
import type { Core } from './core';
import { Feature, ISR_STATUS } from './registers';

const DESCRIPTOR_BYTES = 16;
/** VIRTQ_DESC_F_. */
const NEXT = 1;
const WRITE = 2;
const INDIRECT = 4;
/** VIRTQ_AVAIL_F_. */
const NO_INTERRUPT = 1;
/** VIRTQ_USED_F_. */
const NO_NOTIFY = 1;
/** Of both rings: flags and idx, then the entries. */
const IDX = 2;
const RING = 4;
const AVAILABLE_BYTES = 2;
const USED_BYTES = 8;
const INDEX_MASK = 0xffff;
const HIGH = 0x1_0000_0000;

export class Virtqueue {
  /** Descriptors, and entries of each ring: a power of two. */
  readonly size: number;
  readonly #core: Core;
  readonly #name: string;
  /** Queue Address; 0 while there is no queue. */
  #pageNumber = 0;
  #table = 0;
  #available = 0;
  #used = 0;
  /** Of the available ring: its idx as it was read last, and how far it is taken. */
  #availableIndex = 0;
  #takenIndex = 0;
  /** Of the used ring: idx. */
  #usedIndex = 0;
  readonly #bytes = new Uint8Array(DESCRIPTOR_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);

  constructor(core: Core, name: string, size: number) {
    this.#core = core;
    this.#name = name;
    this.size = size;
  }

  get pageNumber(): number {
    return this.#pageNumber;
  }

  /** The driver has given it memory, and nothing has failed. */
  get isLive(): boolean {
    return this.#pageNumber !== 0 && !this.#core.hasFailed;
  }

  /** A write of Queue Address: the rings are new; with 0 there are none. */
  setPageNumber(pageNumber: number): void {
    this.#pageNumber = pageNumber;
    this.#table = pageNumber * PAGE_BYTES;
    this.#available = this.#table + DESCRIPTOR_BYTES * this.size;
    const end = this.#available + RING + AVAILABLE_BYTES * this.size + 2;
    this.#used = Math.ceil(end / PAGE_BYTES) * PAGE_BYTES;
    this.#availableIndex = 0;
    this.#takenIndex = 0;
    this.#usedIndex = 0;
  }

  /** Takes the chain that is next; false if there is none, or the device has failed over it. */
  take(chain: Chain): boolean {
    if (!this.isLive || !this.#hasAvailable()) return false;
    const slot = this.#takenIndex % this.size;
    if (!this.#read(this.#available + RING + AVAILABLE_BYTES * slot, AVAILABLE_BYTES)) return false;
    const head = this.#view.getUint16(0, true);
    chain.begin(head);
    if (!this.#follow(chain, this.#table, this.size, head, false)) return false;
    this.#takenIndex = (this.#takenIndex + 1) & INDEX_MASK;
    return true;
  }

  /** Gives so many chains back as if they had not been taken. */
  untake(count: number): void {
    this.#takenIndex = (this.#takenIndex - count) & INDEX_MASK;
  }

  /** Writes the used entry of a chain, `ahead` of idx, which {@link publish} moves. */
  use(chain: Chain, writtenBytes: number, ahead = 0): void {
    const slot = (this.#usedIndex + ahead) % this.size;
    this.#view.setUint32(0, chain.head, true);
    this.#view.setUint32(4, writtenBytes, true);
    this.#write(this.#used + RING + USED_BYTES * slot, USED_BYTES);
  }

  /** Moves idx of the used ring, and interrupts if the driver wants it. */
  publish(count: number): void {
    const before = this.#usedIndex;
    this.#usedIndex = (before + count) & INDEX_MASK;
    this.#write16(this.#used + IDX, this.#usedIndex);
    if (this.#wantsInterrupt(before, count)) this.#core.interrupts.raise(ISR_STATUS.QUEUE);
  }

  /** Tells the driver whether it must notify of the next chain (2.4.9). */
  setNotification(isWanted: boolean): void {
    if (!this.isLive) return;
    if (!this.#core.hasFeature(Feature.EVENT_IDX))
      this.#write16(this.#used, isWanted ? 0 : NO_NOTIFY);
    else if (isWanted)
      this.#write16(this.#used + RING + USED_BYTES * this.size, this.#availableIndex);
  }

  /** Whether a chain is offered that is not taken yet. */
  #hasAvailable(): boolean {
    if (this.#takenIndex !== this.#availableIndex) return true;
    if (!this.#read(this.#available, RING)) return false;
    const index = this.#view.getUint16(IDX, true);
    const count = (index - this.#takenIndex) & INDEX_MASK;
    if (count > this.size) {
      this.#fail(`idx of the available ring runs ${count} ahead of ${this.size} entries`);
      return false;
    }
    this.#availableIndex = index;
    return count > 0;
  }

  /**
   * Adds to `chain` what begins at `index` of a table of `count` descriptors. A chain is no longer
   * than the queue (2.4.5.3.1), which ends one that loops. False if the device has failed over it.
   */
  #follow(chain: Chain, table: number, count: number, first: number, isIndirect: boolean): boolean {
    for (let index = first; ;) {
      if (index >= count) return this.#fail(`descriptor ${index} of ${count}`);
      if (!this.#read(table + DESCRIPTOR_BYTES * index, DESCRIPTOR_BYTES)) return false;
      const view = this.#view;
      const address = view.getUint32(0, true) + view.getUint32(4, true) * HIGH;
      const byteCount = view.getUint32(8, true);
      const flags = view.getUint16(12, true);
      index = view.getUint16(14, true);
      if ((flags & INDIRECT) !== 0) {
        if (isIndirect) return this.#fail('indirect descriptor in an indirect table');
        if (byteCount === 0 || byteCount % DESCRIPTOR_BYTES !== 0 || (flags & NEXT) !== 0)
          return this.#fail(`indirect table of ${byteCount} bytes, flags ${flags}`);
        return this.#follow(chain, address, byteCount / DESCRIPTOR_BYTES, 0, true);
      }
      if (chain.descriptorCount === this.size)
        return this.#fail(`chain of more than ${this.size} descriptors`);
      if (!chain.add(address, byteCount, (flags & WRITE) !== 0))
        return this.#fail('device-readable descriptor behind a device-writable one');
      if ((flags & NEXT) === 0) return true;
    }
  }

  /** Whether entries from `before` on, `count` of them, are worth an interrupt (2.4.7.2, 6.3). */
  #wantsInterrupt(before: number, count: number): boolean {
    const core = this.#core;
    if (!this.isLive || !this.#read(this.#available, RING)) return false;
    const flags = this.#view.getUint16(0, true);
    const isEmpty = this.#view.getUint16(IDX, true) === this.#takenIndex;
    if (isEmpty && core.hasFeature(Feature.NOTIFY_ON_EMPTY)) return true;
    if (!core.hasFeature(Feature.EVENT_IDX)) return (flags & NO_INTERRUPT) === 0;
    if (!this.#read(this.#available + RING + AVAILABLE_BYTES * this.size, 2)) return false;
    const usedEvent = this.#view.getUint16(0, true);
    return ((usedEvent - before) & INDEX_MASK) < count;
  }

  #fail(what: string): false {
    this.#core.fail(`${this.#name}: ${what}`);
    return false;
  }

  #read(address: number, byteCount: number): boolean {
    if (this.#core.busMaster.read(physical(address), this.#bytes, 0, byteCount)) return true;
    this.#core.busFailed();
    return false;
  }

  #write16(address: number, value: number): void {
    this.#view.setUint16(0, value, true);
    this.#write(address, 2);
  }

  #write(address: number, byteCount: number): void {
    if (this.#core.hasFailed) return;
    if (!this.#core.busMaster.write(physical(address), this.#bytes, 0, byteCount))
      this.#core.busFailed();
  }
}
