/** The PCI revision of a card, which must be one that its chip has. */

/**
 * Gives the revision back.
 * @throws RangeError unless it lies from `first` to `last`, which the chip's document names
 */
export function requireRevision(
  chip: string,
  revisionId: number,
  first: number,
  last = first,
): number {
  if (revisionId >= first && revisionId <= last) return revisionId;
  const there = first === last ? `it has ${hex(first)}` : `there are ${hex(first)} to ${hex(last)}`;
  throw new RangeError(`no ${chip} has revision ${hex(revisionId)}; ${there}`);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0').toUpperCase()}`;
}
