/** hardware/main-memory-port.ts */
import { physical } from '../../hardware/address';
import { MainMemoryPort } from '../../hardware/main-memory-port';
import { Memory } from '../../hardware/memory';

const RAM_BYTES = 0x8000;

function setUp() {
  const memory = new Memory(0x1_0000, RAM_BYTES);
  for (let at = 0; at < 0x1_0000; at++) memory.bytes[at] = (at * 7) & 0xff;
  return { memory, port: new MainMemoryPort(memory) };
}

/** Jest's own comparison of 64 KiB takes a tenth of a second. */
function isSame(some: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(some, other) === 0;
}

describe('MainMemoryPort', () => {
  test.each([0, 1, 15, 16, 17, 1514, 4096])('moves %i bytes both ways', (byteCount) => {
    const { memory, port } = setUp();
    const local = new Uint8Array(5000);
    expect(port.read(physical(0x1003), local, 3, byteCount)).toBe(true);
    expect(local.subarray(3, 3 + byteCount)).toEqual(
      memory.bytes.subarray(0x1003, 0x1003 + byteCount),
    );
    expect(local[2]).toBe(0);
    expect(local[3 + byteCount]).toBe(0);

    const source = Uint8Array.from({ length: 5000 }, (_, at) => (at * 3) & 0xff);
    const before = memory.bytes.slice();
    expect(port.write(physical(0x2001), source, 5, byteCount)).toBe(true);
    before.set(source.subarray(5, 5 + byteCount), 0x2001);
    expect(isSame(memory.bytes, before)).toBe(true);
  });

  test('writes what lies in the buffer now, of any part of it and of another', () => {
    const { memory, port } = setUp();
    const [one, other] = [new Uint8Array(200).fill(1), new Uint8Array(200).fill(9)];
    const write = (source: Uint8Array, offset: number, byteCount: number) => {
      memory.bytes.fill(0, 0, 100);
      port.write(physical(0), source, offset, byteCount);
      return [...memory.bytes.subarray(0, 100)].filter((byte) => byte !== 0);
    };
    expect(write(one, 0, 40)).toEqual(Array(40).fill(1));
    one.fill(2, 40);
    expect(write(one, 0, 60)).toEqual([...Array(40).fill(1), ...Array(20).fill(2)]);
    expect(write(one, 40, 60)).toEqual(Array(60).fill(2));
    one.fill(3);
    expect(write(one, 40, 60)).toEqual(Array(60).fill(3));
    expect(write(other, 40, 60)).toEqual(Array(60).fill(9));
  });

  test.each([
    { name: 'the last byte of RAM', address: RAM_BYTES - 1, byteCount: 1, want: true },
    { name: 'one byte past RAM', address: RAM_BYTES, byteCount: 1, want: false },
    { name: 'across the end, short', address: RAM_BYTES - 1, byteCount: 2, want: false },
    { name: 'across the end, long', address: RAM_BYTES - 64, byteCount: 65, want: false },
    { name: 'the register window', address: 0xc000, byteCount: 4, want: false },
    { name: 'a kernel virtual address', address: 0x8000_1000, byteCount: 16, want: false },
    { name: 'the top of 32 bits', address: 0xffff_fff0, byteCount: 16, want: false },
    { name: 'a 64-bit address', address: 2 ** 40, byteCount: 16, want: false },
    { name: 'a negative address', address: -4, byteCount: 4, want: false },
    { name: 'no number', address: NaN, byteCount: 4, want: false },
  ])('$name: $want', ({ address, byteCount, want }) => {
    const { memory, port } = setUp();
    const local = new Uint8Array(128).fill(0xa5);
    const before = memory.bytes.slice();
    expect(port.read(physical(address), local, 0, byteCount)).toBe(want);
    if (!want) expect(local).toEqual(new Uint8Array(128).fill(0xa5));
    expect(port.write(physical(address), local, 0, byteCount)).toBe(want);
    if (!want) expect(isSame(memory.bytes, before)).toBe(true);
  });

  test.each([
    [0, 129],
    [100, 29],
    [-1, 4],
    [0, -1],
  ])('asserts its own buffer: %i+%i', (at, count) => {
    // prettier-ignore
    const { port } = setUp();
    expect(() => port.read(physical(0), new Uint8Array(128), at, count)).toThrow(RangeError);
    expect(() => port.write(physical(0), new Uint8Array(128), at, count)).toThrow(RangeError);
  });
});
