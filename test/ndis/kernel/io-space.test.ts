import { physical, virtual } from '../../../hardware/address';
import { Memory, Shadow } from '../../../hardware/memory';
import { IoSpace } from '../../../ndis/kernel/io-space';

const RAM_BYTES = 0xe0_0000;
const WINDOW = 0x8000_0000 + RAM_BYTES;

function create(): { memory: Memory; ioSpace: IoSpace } {
  const memory = new Memory();
  return { memory, ioSpace: new IoSpace(memory) };
}

test.each([0xfebc_0000, 0xfebc_0040, 0xfebc_0ffc])('the offset of 0x%s in its page stays', (at) => {
  const { memory, ioSpace } = create();
  const { address } = ioSpace.map(physical(at), 0x20)!;
  expect(address % 0x1000).toBe(at % 0x1000);
  expect(address).toBeGreaterThanOrEqual(WINDOW);
  expect(memory.stateAt(address)).toBe(Shadow.DEVICE);
  expect(memory.stateAt(virtual(address + 0x20))).toBe(Shadow.UNMAPPED);
});

test('between two mappings lies an unmapped page', () => {
  const { ioSpace } = create();
  const first = ioSpace.map(physical(0xf000_0000), 0x1000)!;
  const second = ioSpace.map(physical(0xf000_1000), 0x1000)!;
  expect(second.address - (first.address + first.byteCount)).toBeGreaterThanOrEqual(0x1000);
});

test('an address is found in its mapping, and only there', () => {
  const { ioSpace } = create();
  const first = ioSpace.map(physical(0xf000_0000), 0x100)!;
  const second = ioSpace.map(physical(0xf100_0000), 0x100)!;
  for (const offset of [0, 0xff]) {
    expect(ioSpace.find(virtual(first.address + offset))).toBe(first);
    expect(ioSpace.find(virtual(second.address + offset))).toBe(second);
  }
  expect(ioSpace.find(virtual(first.address + 0x100))).toBeUndefined();
  expect(ioSpace.find(virtual(0x8010_0000))).toBeUndefined();
});

test('what was unmapped is freed memory, and its neighbour is not', () => {
  const { memory, ioSpace } = create();
  const first = ioSpace.map(physical(0xf000_0000), 0x100)!;
  const second = ioSpace.map(physical(0xf100_0000), 0x100)!;
  ioSpace.find(first.address);
  ioSpace.unmap(first.address);
  ioSpace.unmap(first.address);
  ioSpace.unmap(virtual(second.address + 4));
  expect(memory.stateAt(first.address)).toBe(Shadow.FREED);
  expect(ioSpace.find(first.address)).toBeUndefined();
  expect(ioSpace.find(second.address)).toBe(second);
});

test('the window ends: what does not fit is not mapped', () => {
  const { ioSpace } = create();
  expect(ioSpace.map(physical(0xf000_0000), 0x100_0000)).toBeUndefined();
  expect(ioSpace.map(physical(0xf000_0000), Infinity)).toBeUndefined();
  let count = 0;
  while (count < 1_000 && ioSpace.map(physical(0xf000_0000), 0x2_0000) !== undefined) count++;
  expect(count).toBe(Math.floor(0x20_0000 / 0x2_1000));
});

test('a board lasts for any number of loads: address space is used again, at last', () => {
  const { memory, ioSpace } = create();
  const seen = new Set<number>();
  for (let load = 0; load < 100; load++) {
    const mapping = ioSpace.map(physical(0xf000_0000), 0x2_0000)!;
    seen.add(mapping.address);
    expect(memory.stateAt(mapping.address)).toBe(Shadow.DEVICE);
    expect(memory.stateAt(virtual(mapping.address + 0x2_0000))).toBe(Shadow.UNMAPPED);
    ioSpace.unmap(mapping.address);
  }
  // The oldest first, so that a late access to the last mapping is still seen.
  expect(seen.size).toBe(15);
});

test.each([
  [WINDOW, true],
  [WINDOW - 1, false],
  [0x80ff_ffff, true],
  [0x8100_0000, false],
  [0, false],
])('0x%s lies in the window for devices: %s', (at, want) => {
  expect(create().ioSpace.contains(virtual(at))).toBe(want);
});
