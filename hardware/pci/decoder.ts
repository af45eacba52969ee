/**
 * Who answers to an address. Memory and I/O space each have one decoder; it remembers the range
 * that answered last, since a driver mostly talks to one device.
 */
import type { RegisterWindow, Width } from '../ports';

/** A range of addresses and who answers there. */
export interface ClaimedRange {
  readonly address: number;
  readonly byteCount: number;
  readonly window: RegisterWindow;
}

interface DecodedRange {
  readonly address: number;
  readonly end: number;
  readonly window: RegisterWindow;
}

/** What a read gives that no one answers, by width. */
export const ALL_ONES = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff } as const;

/** Told the address of each access that no one claims. */
export type UnclaimedListener = (address: number) => void;

/** Who answers where nobody does. */
function nobody(onUnclaimed: UnclaimedListener): DecodedRange {
  const read = (address: number, width: Width) => {
    onUnclaimed(address);
    return ALL_ONES[width];
  };
  return { address: 0, end: 0, window: { read, write: onUnclaimed } };
}

/**
 * Sends an access to the window that claims it. An access that no one claims ends in a master
 * abort: reads give all ones, writes vanish (PCI 2.2, 3.3.3.1 and 6.1). Of two windows that
 * overlap, which the specification forbids, the one that answered last or is listed first answers.
 */
export class AddressDecoder {
  readonly #list: () => readonly ClaimedRange[];
  readonly #nobody: DecodedRange;
  #ranges: DecodedRange[] = [];
  #isStale = true;
  #last: DecodedRange;

  /** `list` names what is decoded; it is asked after each {@link AddressDecoder.invalidate}. */
  constructor(
    list: () => readonly ClaimedRange[],
    onUnclaimed: UnclaimedListener = () => undefined,
  ) {
    this.#list = list;
    this.#nobody = nobody(onUnclaimed);
    this.#last = this.#nobody;
  }

  /** Something has changed what is decoded. */
  invalidate(): void {
    this.#isStale = true;
    this.#last = this.#nobody;
  }

  read(address: number, width: Width): number {
    let range = this.#last;
    if (address < range.address || address + width > range.end) {
      range = this.#find(address);
      if (address + width > range.end && this.#crosses(address, width))
        return this.#readBytes(address, width);
    }
    return range.window.read(address - range.address, width);
  }

  write(address: number, width: Width, value: number): void {
    let range = this.#last;
    if (address < range.address || address + width > range.end) {
      range = this.#find(address);
      if (address + width > range.end && this.#crosses(address, width)) {
        this.#writeBytes(address, width, value);
        return;
      }
    }
    range.window.write(address - range.address, width, value);
  }

  #find(address: number): DecodedRange {
    if (this.#isStale) {
      this.#isStale = false;
      this.#ranges = this.#list().map(({ address: first, byteCount, window }) => ({
        address: first,
        end: first + byteCount,
        window,
      }));
    }
    for (const range of this.#ranges)
      if (address >= range.address && address < range.end) return (this.#last = range);
    return this.#nobody;
  }

  /** Whether the first and the last byte have different owners. */
  #crosses(address: number, width: Width): boolean {
    return this.#find(address) !== this.#find(address + width - 1);
  }

  /**
   * Windows begin and end at doublewords, so an access across the edge of one is at least two
   * transactions, each with its own byte enables and each claimed, or not, for itself (PCI 2.2,
   * 3.2.2). Bytes are the coarsest pieces that fit every such split.
   */
  #readBytes(address: number, width: Width): number {
    let value = 0;
    for (let index = width - 1; index >= 0; index--)
      value = (value << 8) | (this.read(address + index, 1) & 0xff);
    return value >>> 0;
  }

  #writeBytes(address: number, width: Width, value: number): void {
    for (let index = 0; index < width; index++)
      this.write(address + index, 1, (value >>> (8 * index)) & 0xff);
  }
}
