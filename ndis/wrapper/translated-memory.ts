/**
 * Memory of a driver's own whose physical address it has had from MmGetPhysicalAddress: "do not use
 * this routine to obtain physical addresses for use with DMA operations" (its page, "Return value").
 * Memory that is made for a device is left out: shared, contiguous, noncached.
 */
import { PAGE_BYTES, VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { IMAGE_BASE, IMAGE_END, STACK_BASE, STACK_TOP } from '../kernel/memory-map';
import type { Resource } from '../ledger';
import type { OperatingSystem } from '../operating-system';
import { eachRange } from './buffers';

/** A block of the pool, or a page of the stack or of a driver's image. */
export interface TranslatedRange {
  readonly start: VirtualAddress;
  readonly byteCount: number;
  /** The block, as the ledger has it. */
  readonly resource: Resource | undefined;
}

export class TranslatedMemory {
  readonly #os: OperatingSystem;
  readonly #ranges = new Map<VirtualAddress, TranslatedRange>();

  constructor(os: OperatingSystem) {
    this.#os = os;
  }

  /** So in all runs but those of the few drivers that ask. */
  get isEmpty(): boolean {
    return this.#ranges.size === 0;
  }

  /** The driver was told where `address` lies. */
  note(address: VirtualAddress): void {
    const range = this.#blockAround(address) ?? pageAround(address);
    if (range !== undefined) this.#ranges.set(range.start, range);
  }

  /**
   * What was noted around a physical address, is held still and has no mapping that leads there;
   * undefined if nothing.
   */
  at(target: number): TranslatedRange | undefined {
    const address = target + VIRTUAL_BASE;
    for (const range of this.#ranges.values())
      if (address >= range.start && address < range.start + range.byteCount)
        return this.#isHeld(range) && !this.#isMapped(target) ? range : undefined;
    return undefined;
  }

  #blockAround(address: VirtualAddress): TranslatedRange | undefined {
    const { ledger, pool } = this.#os;
    const block = pool.blockAround(address);
    if (block === undefined) return undefined;
    const { address: start, byteCount } = block;
    const resource = ledger.find('tagged-memory', start) ?? ledger.find('untagged-memory', start);
    if (resource === undefined || !isCachedPool(resource)) return undefined;
    return { start, byteCount, resource };
  }

  #isHeld({ resource }: TranslatedRange): boolean {
    return resource === undefined || this.#os.ledger.find(resource.kind, resource.key) === resource;
  }

  /** NdisMStartBufferPhysicalMapping has given the same address, for as long as the mapping lasts. */
  #isMapped(target: number): boolean {
    let isMapped = false;
    for (const { mappings } of this.#os.adapters.values())
      for (const buffer of mappings.values())
        eachRange(this.#os.raw, buffer, (start, byteCount) => {
          isMapped ||= target >= start && target < start + byteCount;
        });
    return isMapped;
  }
}

/** Whether a block is of the pool, and of no kind that is made for a device. */
export function isCachedPool({ kind, remembered }: Resource): boolean {
  const [, MemoryFlags = 0] = (remembered ?? []) as readonly number[];
  return (kind === 'tagged-memory' || kind === 'untagged-memory') && MemoryFlags === 0;
}

function pageAround(address: VirtualAddress): TranslatedRange | undefined {
  const isOfDriver =
    (address >= STACK_BASE && address < STACK_TOP) ||
    (address >= IMAGE_BASE && address < IMAGE_END);
  if (!isOfDriver) return undefined;
  const start = virtual(address - (address % PAGE_BYTES));
  return { start, byteCount: PAGE_BYTES, resource: undefined };
}
