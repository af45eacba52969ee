/** Captures in the newer format: byte orders, resolutions, several interfaces, and what is broken. */
import fc from 'fast-check';
import { CaptureError } from '../../../harness/capture/fields';
import { readPcapng } from '../../../harness/capture/pcapng';
import {
  BIG,
  block,
  frameOf,
  interfaceBlock,
  LITTLE,
  option,
  packet,
  section,
  u16,
  u32,
  type Order,
} from '../../support/captures';

const FRAME = frameOf(61, 7);

function file(order: Order, ...blocks: readonly Buffer[]): Buffer {
  return Buffer.concat([section(order), ...blocks]);
}

/** if_tsresol. */
function resolution(order: Order, value: number): Buffer {
  return option(order, 9, Buffer.of(value));
}

test.each([
  {
    name: 'microseconds if it does not say',
    options: () => [],
    units: 5_000_001n,
    want: 5_000_001_000n,
  },
  {
    name: 'nanoseconds',
    options: (o: Order) => [resolution(o, 9)],
    units: 5_000_000_001n,
    want: 5_000_000_001n,
  },
  { name: 'seconds', options: (o: Order) => [resolution(o, 0)], units: 3n, want: 3_000_000_000n },
  { name: 'picoseconds', options: (o: Order) => [resolution(o, 12)], units: 5_999n, want: 5n },
  {
    name: 'a power of two',
    options: (o: Order) => [resolution(o, 0x8a)],
    units: 512n,
    want: 500_000_000n,
  },
  {
    name: 'seconds to add',
    options: (o: Order) => [option(o, 14, o.isLittleEndian ? u32(o, 2, 0) : u32(o, 0, 2))],
    units: 1n,
    want: 2_000_001_000n,
  },
])('time stamps: $name', ({ options, units, want }) => {
  for (const order of [LITTLE, BIG]) {
    const bytes = file(
      order,
      interfaceBlock(order, 1, ...options(order)),
      packet(order, { units, bytes: FRAME }),
    );
    expect(readPcapng(bytes)).toEqual([
      {
        timeNs: want,
        linkType: 1,
        bytes: FRAME,
        originalByteCount: 61,
        fcsByteCount: 0,
        isOutbound: false,
      },
    ]);
  }
});

test('several interfaces and sections, each with its own', () => {
  const bytes = Buffer.concat([
    file(LITTLE, interfaceBlock(LITTLE), interfaceBlock(LITTLE, 113, resolution(LITTLE, 9))),
    packet(LITTLE, { interfaceId: 1, units: 5n, bytes: FRAME }),
    packet(LITTLE, { interfaceId: 0, units: 5n, bytes: FRAME }),
    file(BIG, interfaceBlock(BIG, 1, resolution(BIG, 0))),
    packet(BIG, { units: 5n, bytes: FRAME }),
  ]);
  const seen = readPcapng(bytes)!.map(({ timeNs, linkType }) => [timeNs, linkType]);
  expect(seen).toEqual([
    [5n, 113],
    [5000n, 1],
    [5_000_000_000n, 1],
  ]);
});

test('flags say the direction and the length of the FCS', () => {
  const flags = (value: number) => [option(LITTLE, 2, u32(LITTLE, value))];
  const bytes = file(
    LITTLE,
    interfaceBlock(LITTLE, 1, option(LITTLE, 13, Buffer.of(4))),
    packet(LITTLE, { units: 0n, bytes: FRAME, options: flags(1) }),
    packet(LITTLE, { units: 0n, bytes: FRAME, options: flags(2 | (2 << 5)) }),
  );
  expect(readPcapng(bytes)).toMatchObject([
    { isOutbound: false, fcsByteCount: 4 },
    { isOutbound: true, fcsByteCount: 2 },
  ]);
});

test('the obsolete Packet Block is read, and blocks without frames are passed over', () => {
  const bytes = file(
    BIG,
    interfaceBlock(BIG),
    block(BIG, 4, u32(BIG, 0)),
    block(BIG, 0x80000123, frameOf(20, 1)),
    block(BIG, 2, u16(BIG, 0, 9), u32(BIG, 0, 8, 60, 60), frameOf(60, 3)),
  );
  expect(readPcapng(bytes)).toMatchObject([{ timeNs: 8000n, bytes: frameOf(60, 3) }]);
});

const good = file(LITTLE, interfaceBlock(LITTLE), packet(LITTLE, { units: 0n, bytes: FRAME }));

/** The good file with a 32-bit word of it replaced. Blocks begin at 0, 28 and 48. */
function spoiled(at: number, value: number): Buffer {
  const bytes = Buffer.from(good);
  bytes.writeUInt32LE(value, at);
  return bytes;
}

test.each([
  {
    name: 'half a section header',
    bytes: good.subarray(0, 20),
    want: /ends within the block at byte 0/,
  },
  { name: 'half a block', bytes: good.subarray(0, -4), want: /ends within the block at byte 48/ },
  {
    name: 'a few bytes of a block',
    bytes: good.subarray(0, 52),
    want: /ends within the block at byte 48/,
  },
  { name: 'no byte-order magic', bytes: spoiled(8, 0), want: /no byte-order magic/ },
  { name: 'another version', bytes: Buffer.concat([section(LITTLE, 2)]), want: /version is 2/ },
  { name: 'a length of nothing', bytes: spoiled(32, 0), want: /byte 28 has a length of 0/ },
  { name: 'a length too short for its kind', bytes: spoiled(52, 12), want: /has a length of 12/ },
  { name: 'an odd length', bytes: spoiled(52, 35), want: /has a length of 35/ },
  {
    name: 'a length beyond the file',
    bytes: spoiled(52, 0xfffffffc),
    want: /ends within the block/,
  },
  { name: 'two lengths', bytes: spoiled(44, 24), want: /two lengths that differ/ },
  { name: 'no such interface', bytes: spoiled(56, 1), want: /frame 1 is of interface 1, which/ },
  { name: 'a wild interface', bytes: spoiled(56, 0xffffffff), want: /interface 4294967295, which/ },
  { name: 'a frame beyond its block', bytes: spoiled(68, 1000), want: /goes beyond its block/ },
  {
    name: 'an option beyond its block',
    bytes: file(LITTLE, interfaceBlock(LITTLE, 1, u16(LITTLE, 9, 100))),
    want: /option of the block at byte 28 goes beyond it/,
  },
  {
    name: 'a frame without a time',
    bytes: file(LITTLE, interfaceBlock(LITTLE), block(LITTLE, 3, u32(LITTLE, 61), FRAME)),
    want: /frame 1 has no time/,
  },
])('broken: $name', ({ bytes, want }) => {
  expect(() => readPcapng(bytes)).toThrow(want);
  expect(() => readPcapng(bytes)).toThrow(CaptureError);
});

test('something else', () => {
  expect(readPcapng(Buffer.from('text'))).toBeUndefined();
  expect(readPcapng(Buffer.alloc(3))).toBeUndefined();
});

test('whatever is in a file, it is read or it is a CaptureError', () => {
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.nat(good.length),
      (all, end) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of all) bytes[at] = value;
        try {
          readPcapng(bytes.subarray(0, end));
        } catch (error) {
          expect(error).toBeInstanceOf(CaptureError);
        }
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});
