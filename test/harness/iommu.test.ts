import { physical, virtual } from '../../hardware/address';
import { MainMemoryPort } from '../../hardware/main-memory-port';
import { Memory, Shadow } from '../../hardware/memory';
import { Iommu, type DmaFault } from '../../harness/iommu';

const RAM_BYTES = 0x1_0000;
const BLOCK = 0x1000;
const BLOCK_BYTES = 64;

/**
 * @param translated - from where on memory is the driver's, but not for a device
 * @param unflushed - from where on it may still be in a cache
 */
function create(translated = Infinity, unflushed = Infinity) {
  const memory = new Memory(0x2_0000, RAM_BYTES);
  memory.mark(virtual(0x8000_0000 + BLOCK), BLOCK_BYTES, Shadow.PLAIN);
  memory.mark(virtual(0x8000_0000 + BLOCK + BLOCK_BYTES), 16, Shadow.RED_ZONE);
  memory.mark(virtual(0x8000_0000 + 0x2000), 64, Shadow.FREED);
  const faults: DmaFault[] = [];
  const notForDevice = {
    isEmpty: translated === Infinity,
    at: (address: number) =>
      address < translated
        ? undefined
        : { start: virtual(translated), byteCount: RAM_BYTES, resource: undefined },
  };
  const flushed = {
    isEmpty: unflushed === Infinity,
    isMissedAt: (address: number) => address >= unflushed,
  };
  const iommu = new Iommu(memory, new MainMemoryPort(memory), notForDevice, flushed, (fault) =>
    faults.push(fault),
  );
  return { memory, faults, iommu };
}

const ones = new Uint8Array(256).fill(0xff);

test.each([
  { name: 'a whole block', at: BLOCK, byteCount: BLOCK_BYTES },
  { name: 'one byte', at: BLOCK + 63, byteCount: 1 },
  { name: 'an odd part', at: BLOCK + 3, byteCount: 17 },
  { name: 'no byte of memory never given', at: 0x3000, byteCount: 0 },
])('$name is written and read, without a fault', ({ at, byteCount }) => {
  const { memory, faults, iommu } = create();
  const back = new Uint8Array(256);
  expect(iommu.write(physical(at), ones, 0, byteCount)).toBe(true);
  expect(iommu.read(physical(at), back, 5, byteCount)).toBe(true);
  expect(back.subarray(5, 5 + byteCount)).toEqual(ones.subarray(0, byteCount));
  expect(memory.bytes[at + byteCount]).toBe(0);
  expect(faults).toEqual([]);
});

describe("what is not the driver's is reported, and nothing is written", () => {
  const cases = [
    {
      name: 'freed memory',
      at: 0x2000,
      byteCount: 16,
      fault: { address: 0x2000, state: 'freed', isVirtual: false },
    },
    {
      name: 'memory never given',
      at: 0x3000,
      byteCount: 16,
      fault: { address: 0x3000, state: 'unmapped', isVirtual: false },
    },
    {
      name: 'a block and the byte behind it',
      at: BLOCK,
      byteCount: 65,
      fault: { address: BLOCK + 64, state: 'unmapped', isVirtual: false },
    },
    {
      name: 'the byte before a block',
      at: BLOCK - 1,
      byteCount: 4,
      fault: { address: BLOCK - 1, state: 'unmapped', isVirtual: false },
    },
    {
      name: 'physical address 0',
      at: 0,
      byteCount: 16,
      fault: { address: 0, state: 'unmapped', isVirtual: false },
    },
    {
      name: 'a virtual address',
      at: 0x8000_1000,
      byteCount: 16,
      fault: { address: 0x8000_1000, state: 'outside', isVirtual: true },
    },
    {
      name: 'all ones',
      at: 0xffff_ffff,
      byteCount: 16,
      fault: { address: 0xffff_ffff, state: 'outside', isVirtual: false },
    },
    {
      name: 'an address of 64 bits',
      at: 2 ** 52,
      byteCount: 16,
      fault: { address: 2 ** 52, state: 'outside', isVirtual: false },
    },
    {
      name: 'the end of RAM',
      at: RAM_BYTES - 4,
      byteCount: 16,
      fault: { address: RAM_BYTES - 4, state: 'outside', isVirtual: false },
    },
  ];
  test.each(cases)('$name', ({ at, byteCount, fault }) => {
    const { memory, faults, iommu } = create();
    const isInRam = at + byteCount <= RAM_BYTES;
    expect(iommu.write(physical(at), ones, 0, byteCount)).toBe(isInRam);
    expect(memory.bytes.every((byte) => byte === 0)).toBe(true);
    expect(iommu.read(physical(at), new Uint8Array(256), 0, byteCount)).toBe(isInRam);
    expect(faults).toEqual([
      { ...fault, byteCount, isWrite: true },
      { ...fault, byteCount, isWrite: false },
    ]);
  });
});

test('a gap between two blocks is found wherever the access begins', () => {
  const { memory, faults, iommu } = create();
  memory.mark(virtual(0x8000_0000 + BLOCK + BLOCK_BYTES + 16), BLOCK_BYTES, Shadow.PLAIN);
  for (let start = 0; start < BLOCK_BYTES; start++)
    iommu.write(physical(BLOCK + start), ones, 0, 2 * BLOCK_BYTES + 16 - start);
  expect(faults).toHaveLength(BLOCK_BYTES);
  expect(new Set(faults.map(({ address }) => address))).toEqual(new Set([BLOCK + BLOCK_BYTES]));
});

test('memory that is good, but not for a device, is told of; all goes as it should', () => {
  const { memory, faults, iommu } = create(BLOCK + 8);
  for (const at of [BLOCK, BLOCK + 8]) {
    expect(iommu.write(physical(at), ones, 0, 4)).toBe(true);
    expect(iommu.read(physical(at), new Uint8Array(4), 0, 4)).toBe(true);
  }
  expect(memory.bytes[BLOCK + 8]).toBe(0xff);
  const fault = { address: BLOCK + 8, byteCount: 4, state: 'translated', isVirtual: false };
  expect(faults).toEqual([
    { ...fault, isWrite: true },
    { ...fault, isWrite: false },
  ]);
});

test('what is read unflushed is told of and read; what is written is not', () => {
  const { memory, faults, iommu } = create(Infinity, BLOCK + 8);
  for (const at of [BLOCK, BLOCK + 8]) {
    expect(iommu.write(physical(at), ones, 0, 4)).toBe(true);
    expect(iommu.read(physical(at), new Uint8Array(4), 0, 4)).toBe(true);
  }
  expect(memory.bytes[BLOCK + 8]).toBe(0xff);
  const [fault] = faults;
  expect(faults).toEqual([fault]);
  expect(fault).toEqual({
    address: BLOCK + 8,
    byteCount: 4,
    isWrite: false,
    state: 'unflushed',
    isVirtual: false,
  });
});
