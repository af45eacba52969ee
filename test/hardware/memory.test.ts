import fc from 'fast-check';
import { virtual } from '../../hardware/address';
import { Memory, RawMemory, Shadow, type AccessHandler } from '../../hardware/memory';

const BASE = 0x8000_0000;
const BYTES = 0x1_0000;

function plainMemory(): Memory {
  const memory = new Memory(BYTES, 0x8000);
  memory.mark(virtual(BASE), BYTES, Shadow.PLAIN);
  return memory;
}

/** Notes what goes to the handler; reads give 0x5A5A5A5A, cut to the width. */
function watch(memory: Memory): string[] {
  const log: string[] = [];
  const handler: AccessHandler = {
    read(address, width) {
      log.push(`r${width}@${address.toString(16)}`);
      return 0x5a5a_5a5a % 2 ** (8 * width);
    },
    write: (address, width, value) =>
      void log.push(`w${width}@${address.toString(16)}=${value.toString(16)}`),
  };
  memory.handler = handler;
  return log;
}

test('the fresh array is unmapped and zero, 16 MiB of which 14 are RAM', () => {
  const memory = new Memory();
  expect(memory.byteCount).toBe(0x100_0000);
  expect(memory.ramBytes).toBe(0xe0_0000);
  expect(memory.stateAt(virtual(BASE))).toBe(0x00);
  expect(memory.bytes.every((byte) => byte === 0)).toBe(true);
});

test.each([
  ['UNMAPPED', 0x00],
  ['PLAIN', 0xff],
] as const)('the shadow of %s is 0x%s: translated code relies on it', (name, want) => {
  expect(Shadow[name]).toBe(want);
});

test('bytes and their shadow lie in one buffer, the shadow behind', () => {
  const memory = new Memory(BYTES, 0x8000);
  memory.mark(virtual(BASE + 0x10), 1, Shadow.PLAIN);
  memory.write8(virtual(BASE + 0x10), 0xab);
  const all = new Uint8Array(memory.linear.buffer);
  expect([all[0x10], all[BYTES + 0x10]]).toEqual([0xab, 0xff]);
});

describe('plain memory', () => {
  test.each([
    { width: 1, value: 0x1ff, stored: [0xff, 0, 0, 0], read: 0xff },
    { width: 2, value: 0x1_2345, stored: [0x45, 0x23, 0, 0], read: 0x2345 },
    { width: 4, value: 0x89ab_cdef, stored: [0xef, 0xcd, 0xab, 0x89], read: 0x89ab_cdef },
    { width: 4, value: -1, stored: [255, 255, 255, 255], read: 0xffff_ffff },
  ] as const)('$width bytes of $value are little-endian', ({ width, value, stored, read }) => {
    const memory = plainMemory();
    const at = virtual(BASE + 0x101);
    memory[`write${width === 1 ? 8 : width === 2 ? 16 : 32}`](at, value);
    expect([...memory.bytes.subarray(0x101, 0x105)]).toEqual(stored);
    expect(memory[`read${width === 1 ? 8 : width === 2 ? 16 : 32}`](at)).toBe(read);
  });
});

describe('what is not plain goes to the handler', () => {
  const cases = [
    { name: 'below the array', at: BASE - 4 },
    { name: 'NULL', at: 0 },
    { name: 'behind the array', at: BASE + BYTES },
    { name: 'the top of the address space', at: 0xffff_fffc },
    { name: 'a freed byte', at: BASE + 0x100 },
  ];
  test.each(cases)('$name', ({ at }) => {
    const memory = plainMemory();
    memory.mark(virtual(BASE + 0x100), 4, Shadow.FREED);
    const log = watch(memory);
    const address = virtual(at);
    expect(memory.read8(address)).toBe(0x5a);
    expect(memory.read16(address)).toBe(0x5a5a);
    expect(memory.read32(address)).toBe(0x5a5a_5a5a);
    memory.write8(address, 0x1ff);
    memory.write16(address, 0x1_ffff);
    memory.write32(address, -1);
    const hex = at.toString(16);
    expect(log).toEqual([
      ...[1, 2, 4].map((width) => `r${width}@${hex}`),
      `w1@${hex}=ff`,
      `w2@${hex}=ffff`,
      `w4@${hex}=ffffffff`,
    ]);
  });

  test.each([
    ['read16', 1, 'r2'],
    ['read32', 1, 'r4'],
    ['read32', 3, 'r4'],
  ] as const)('%s that ends %i bytes past the array', (method, over, want) => {
    const memory = plainMemory();
    const log = watch(memory);
    const width = method === 'read16' ? 2 : 4;
    memory[method](virtual(BASE + BYTES - width + over));
    expect(log[0].startsWith(want)).toBe(true);
  });

  test.each([0, 1, 2, 3])('four bytes of which number %i is not plain', (index) => {
    const memory = plainMemory();
    memory.mark(virtual(BASE + 0x200 + index), 1, Shadow.RED_ZONE);
    const log = watch(memory);
    memory.read32(virtual(BASE + 0x200));
    memory.write32(virtual(BASE + 0x200), 1);
    expect(log).toHaveLength(2);
  });

  test('without a handler it is our own mistake', () => {
    expect(() => new Memory(BYTES, 0x8000).read8(virtual(BASE))).toThrow(RangeError);
    expect(() => new Memory(BYTES, 0x8000).write8(virtual(BASE), 1)).toThrow(RangeError);
  });
});

test.each([
  { at: BASE - 1, byteCount: 2 },
  { at: BASE + BYTES - 1, byteCount: 2 },
  { at: 0, byteCount: 1 },
])('mark refuses what is not in the array: $at', ({ at, byteCount }) => {
  expect(() => new Memory(BYTES, 0x8000).mark(virtual(at), byteCount, Shadow.PLAIN)).toThrow();
});

test.each([
  { name: 'all plain', at: 0x1000, byteCount: 16, want: 16 },
  { name: 'up to a hole', at: 0x0ff8, byteCount: 64, want: 0x28 },
  { name: 'from a hole', at: 0x1020, byteCount: 4, want: 0 },
  { name: 'up to the end', at: BYTES - 4, byteCount: 100, want: 4 },
  { name: 'before the array', at: -8, byteCount: 100, want: 0 },
  { name: 'nothing', at: 0x1000, byteCount: 0, want: 0 },
])('plainBytes: $name', ({ at, byteCount, want }) => {
  const memory = plainMemory();
  memory.mark(virtual(BASE + 0x1020), 8, Shadow.FREED);
  expect(memory.plainBytes(virtual(BASE + at), byteCount)).toBe(want);
});

test('plainBytes of many: exact, wherever the hole is', () => {
  const memory = plainMemory();
  const start = 0x1003;
  for (const hole of [0, 1, 15, 16, 64, 255, 256, 257, 271, 272, 511, 512, 590, 599]) {
    memory.mark(virtual(BASE + start), 600, Shadow.PLAIN);
    memory.mark(virtual(BASE + start + hole), 1, Shadow.FREED);
    expect(memory.plainBytes(virtual(BASE + start), 600)).toBe(hole);
  }
  memory.mark(virtual(BASE + BYTES - 400), 400, Shadow.PLAIN);
  expect(memory.plainBytes(virtual(BASE + BYTES - 400), 1000)).toBe(400);
  expect(memory.plainBytes(virtual(BASE + BYTES), 1000)).toBe(0);
  expect(memory.plainBytes(virtual(0xffff_fff0), 1000)).toBe(0);
});

test('reset leaves everything zero and unmapped, whatever was marked and written', () => {
  const memory = new Memory(BYTES, 0x8000);
  const region = fc.record({
    start: fc.nat(BYTES - 1),
    byteCount: fc.nat(0x3000),
    value: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(region, { maxLength: 8 }), (regions) => {
      for (const { start, byteCount, value } of regions) {
        const length = Math.min(byteCount, BYTES - start);
        memory.mark(virtual(BASE + start), length, Shadow.PLAIN);
        for (let at = start; at < start + length; at += 97)
          memory.write8(virtual(BASE + at), value);
      }
      memory.reset();
      expect(memory.bytes.findIndex((byte) => byte !== 0)).toBe(-1);
      expect(memory.shadow.findIndex((byte) => byte !== 0)).toBe(-1);
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('reset forgets the handler', () => {
  const memory = plainMemory();
  watch(memory);
  memory.reset();
  expect(() => memory.read8(virtual(BASE))).toThrow(RangeError);
});

describe('raw memory', () => {
  test('reads and writes past the shadow', () => {
    const memory = new Memory(BYTES, 0x8000);
    const raw = new RawMemory(memory);
    raw.write32(virtual(BASE + 4), 0x0403_0201);
    expect(raw.read8(virtual(BASE + 5))).toBe(2);
    expect(raw.read16(virtual(BASE + 6))).toBe(0x0403);
    raw.write16(virtual(BASE + 4), 0xbeef);
    raw.write8(virtual(BASE + 6), 0xad);
    expect(raw.read32(virtual(BASE + 4))).toBe(0x04ad_beef);
  });

  test.each([0, BASE - 1, BASE + BYTES])('throws outside the array: 0x%s', (at) => {
    const raw = new RawMemory(new Memory(BYTES, 0x8000));
    expect(() => raw.read8(virtual(at))).toThrow(RangeError);
  });
});
