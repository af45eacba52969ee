/** Which shared memory a device may know, from its registers on. */
import { isWithinReach } from '../../harness/device-memory';
import { virtual } from '../../hardware/address';
import { createSession } from '../support/inline-driver';

const BLOCK_BYTES = 64;
const LAST_WORD = 60;

type Starts = readonly [first: number, second: number, third: number];

interface Case {
  readonly name: string;
  readonly roots: (starts: Starts) => number[];
  /** The last word of the first block and of the second. */
  readonly words?: (starts: Starts) => number[];
  readonly want: boolean;
}

const cases: readonly Case[] = [
  { name: 'no root', roots: () => [], want: false },
  { name: 'its first byte', roots: ([, , third]) => [third], want: true },
  { name: 'its last byte', roots: ([, , third]) => [0, third + 63], want: true },
  { name: 'the bytes around it', roots: ([, , third]) => [third - 1, third + 64], want: false },
  { name: 'another block', roots: ([first]) => [first], want: false },
  {
    name: 'a block that points to one that points to it',
    roots: ([first]) => [first],
    words: ([, second, third]) => [second, third + 4],
    want: true,
  },
  {
    name: 'a block that nothing points to points to it',
    roots: ([first]) => [first],
    words: ([, , third]) => [0, third],
    want: false,
  },
  {
    name: 'flags above 24 bits of address',
    roots: ([first]) => [first],
    words: ([, , third]) => [0x8300_0000 + third],
    want: true,
  },
  {
    name: 'a circle',
    roots: ([first]) => [first],
    words: ([first, second]) => [second, first],
    want: false,
  },
];

test.each(cases)('$name: $want', ({ roots, words, want }) => {
  const { os } = createSession();
  const addresses = [0, 1, 2].map(() => os.allocateObject(BLOCK_BYTES, 0xff));
  const starts = addresses.map((address) => address - 0x8000_0000) as unknown as Starts;
  addresses.forEach((address, index) => {
    for (let at = 0; at < BLOCK_BYTES; at += 4) os.raw.write32(virtual(address + at), 0);
    os.raw.write32(virtual(address + LAST_WORD), words?.(starts)[index] ?? 0);
    os.ledger.acquire({
      ...{ kind: 'shared-memory', key: address, acquiredBy: '', acquiredIn: '', adapter: 1 },
      ...{ image: 1, remembered: [BLOCK_BYTES, false, starts[index]], site: undefined },
    });
  });
  const block = os.ledger.release('shared-memory', addresses[2])!;
  expect(isWithinReach(os, roots(starts), block)).toBe(want);
});
