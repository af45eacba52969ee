/**
 * Kernel pool with guard bytes and quarantine: every block lies between red zones, and freed memory
 * is not handed out again until a good deal more was freed after it.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow, type Memory, type ShadowState } from '../../hardware/memory';
import type { RuleName } from '../rules';

/**
 * Bytes of red zone on either side, which is also the least distance between two blocks and the
 * step in which DMA is judged.
 */
export const RED_ZONE_BYTES = 16;
/** XP's pool aligns to 8 bytes. */
const POOL_ALIGNMENT = 8;
/** Freed bytes that wait before the oldest of them is used again. */
const QUARANTINE_BYTES = 0x4_0000;

/** The byte count of a block that no one has asked for yet. */
const NEVER_USED = -1;

export interface Block {
  readonly address: VirtualAddress;
  /** As it was asked for last. */
  byteCount: number;
  /** From the end of the red zone before it to the next block's: what it occupies. */
  readonly spanBytes: number;
  readonly alignment: number;
  isFree: boolean;
  /** The rule broken by who uses it after it was freed, if that is a rule of its own. */
  afterFree?: RuleName;
  /** The rule broken by who reaches beyond it, if that is a rule of its own. */
  beyond?: RuleName;
}

function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}

/** Alignments are powers of two up to a page: their place is their number's length. */
function spareKey(spanBytes: number, alignment: number): number {
  return spanBytes * 32 + Math.clz32(alignment);
}

export class Pool {
  readonly #memory: Memory;
  readonly #start: VirtualAddress;
  readonly #end: number;
  #next: number;
  /** By address as a signed 32-bit integer, which the host keeps without a box. */
  readonly #blocks = new Map<number, Block>();
  /** Freed blocks, oldest first, from `#quarantineHead` on. */
  #quarantine: Block[] = [];
  #quarantineHead = 0;
  #quarantineBytes = 0;
  /** Spans ready for use, by size and alignment: see {@link spareKey}. */
  readonly #spare = new Map<number, Block[]>();
  /** Bytes asked for and not freed. */
  liveBytes = 0;

  constructor(memory: Memory, start: VirtualAddress, end: VirtualAddress) {
    this.#memory = memory;
    this.#start = start;
    this.#next = start + RED_ZONE_BYTES;
    this.#end = end;
  }

  /**
   * Takes `byteCount` bytes, marked as `state`; undefined when there is no room. What they hold is
   * whatever was there before.
   */
  allocate(
    byteCount: number,
    state: ShadowState = Shadow.PLAIN,
    alignment = POOL_ALIGNMENT,
  ): VirtualAddress | undefined {
    const spanBytes = alignUp(byteCount, POOL_ALIGNMENT) + RED_ZONE_BYTES;
    const block =
      this.#spare.get(spareKey(spanBytes, alignment))?.pop() ?? this.#cut(spanBytes, alignment);
    if (block === undefined) return undefined;
    const { address } = block;
    this.#memory.mark(address, byteCount, state);
    // A block that is used again for as many bytes has its red zone behind it still.
    if (block.byteCount !== byteCount)
      this.#memory.mark(virtual(address + byteCount), spanBytes - byteCount, Shadow.RED_ZONE);
    block.byteCount = byteCount;
    block.isFree = false;
    block.afterFree = undefined;
    block.beyond = undefined;
    this.liveBytes += byteCount;
    return address;
  }

  /** Who reaches beyond the live block at `address` breaks this rule, until it is freed. */
  guard(address: VirtualAddress, beyond: RuleName): void {
    const block = this.#blocks.get(address | 0);
    if (block !== undefined) block.beyond = beyond;
  }

  /**
   * Gives a block back; false if `address` is not the start of a live one. Who uses it from then on
   * breaks `afterFree`.
   */
  free(address: VirtualAddress, afterFree?: RuleName): boolean {
    const block = this.#blocks.get(address | 0);
    if (block === undefined || block.isFree) return false;
    block.isFree = true;
    block.afterFree = afterFree;
    this.liveBytes -= block.byteCount;
    this.#memory.mark(address, block.byteCount, Shadow.FREED);
    this.#quarantine.push(block);
    this.#quarantineBytes += block.spanBytes;
    while (this.#quarantineBytes > QUARANTINE_BYTES) this.#releaseOldest();
    return true;
  }

  /** The live or quarantined block that begins at `address`. */
  blockAt(address: VirtualAddress): Block | undefined {
    return this.#blocks.get(address | 0);
  }

  /** The block whose bytes or guard bytes hold `address`. For reports: it looks at every block. */
  blockAround(address: VirtualAddress): Block | undefined {
    for (const block of this.#blocks.values()) {
      const start = block.address - RED_ZONE_BYTES;
      if (address >= start && address < block.address + block.spanBytes) return block;
    }
    return undefined;
  }

  /** A block of memory that was never used. */
  #cut(spanBytes: number, alignment: number): Block | undefined {
    const before = this.#next;
    const address = virtual(alignUp(before, alignment));
    if (address + spanBytes > this.#end) return undefined;
    if (before === this.#start + RED_ZONE_BYTES)
      this.#memory.mark(this.#start, RED_ZONE_BYTES, Shadow.RED_ZONE);
    this.#memory.mark(virtual(before), address - before, Shadow.RED_ZONE);
    this.#next = address + spanBytes;
    const block = {
      address,
      byteCount: NEVER_USED,
      spanBytes,
      alignment,
      isFree: true,
      afterFree: undefined,
      beyond: undefined,
    };
    this.#blocks.set(address | 0, block);
    return block;
  }

  #releaseOldest(): void {
    const block = this.#quarantine[this.#quarantineHead++];
    this.#quarantineBytes -= block.spanBytes;
    const size = spareKey(block.spanBytes, block.alignment);
    const spare = this.#spare.get(size);
    if (spare === undefined) this.#spare.set(size, [block]);
    else spare.push(block);
    if (this.#quarantineHead > 1024) {
      this.#quarantine = this.#quarantine.slice(this.#quarantineHead);
      this.#quarantineHead = 0;
    }
  }
}
