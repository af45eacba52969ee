/**
 * Where firmware puts base addresses. PCI Local Bus Specification 2.2, section 6.2.5.1: each is
 * aligned to its size.
 */

/** Addresses from `first` up to, and without, `end`. */
export interface AddressWindow {
  readonly first: number;
  readonly end: number;
}

interface TakenRange {
  readonly address: number;
  readonly byteCount: number;
}

/**
 * The lowest place in `window` for `byteCount` bytes beside what is `taken`.
 * @throws RangeError if there is none
 */
export function place(
  byteCount: number,
  window: AddressWindow,
  taken: readonly TakenRange[],
): number {
  let address = alignUp(window.first, byteCount);
  const ascending = [...taken].sort((a, b) => a.address - b.address);
  for (const range of ascending) {
    const end = range.address + range.byteCount;
    if (address < end && range.address < address + byteCount) address = alignUp(end, byteCount);
  }
  if (address + byteCount > window.end)
    throw new RangeError(`no room for ${byteCount} bytes below 0x${window.end.toString(16)}`);
  return address;
}

function alignUp(address: number, byteCount: number): number {
  return Math.ceil(address / byteCount) * byteCount;
}
