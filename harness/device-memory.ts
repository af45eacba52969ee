/** What of the shared memory a device can come to by itself, from what its registers hold. */
import { virtual } from '../hardware/address';
import type { Resource } from '../ndis/ledger';
import type { OperatingSystem } from '../ndis/operating-system';

/** Addresses of the LANCE have 24 bits; flags lie above them. */
const LANCE_MASK = 0x00ff_ffff;
const WORD_BYTES = 4;

/**
 * Whether a device may know a block that is given back: its registers point there, or what they
 * point to does, and so on. Every word of shared memory may be an address.
 */
export function isWithinReach(
  os: OperatingSystem,
  roots: readonly number[],
  block: Resource,
): boolean {
  const others = os.ledger.live(({ kind }) => kind === 'shared-memory');
  const blocks = new Set([block, ...others]);
  const open: Resource[] = [];
  const look = (address: number): void => {
    for (const one of blocks)
      if (isWithin(one, address)) {
        // Each is looked through once.
        blocks.delete(one);
        open.push(one);
        return;
      }
  };
  for (const root of roots) look(root);
  for (let found = open.pop(); found !== undefined; found = open.pop()) {
    if (found === block) return true;
    for (let offset = 0; offset + WORD_BYTES <= bytesOf(found); offset += WORD_BYTES) {
      const word = os.raw.read32(virtual(found.key + offset));
      look(word);
      if (word > LANCE_MASK) look(word & LANCE_MASK);
    }
  }
  return false;
}

function isWithin(block: Resource, address: number): boolean {
  const start = block.remembered![2] as number;
  return address >= start && address < start + bytesOf(block);
}

/** As it was asked for. */
function bytesOf(block: Resource): number {
  return block.remembered![0] as number;
}
