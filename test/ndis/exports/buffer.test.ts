/** Buffer descriptors, as a driver uses them. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import type { NdisHandle } from '../../../ndis/types';
import { DriverBench, FAILURE, SUCCESS } from '../../support/machine';

const NO_HANDLE = 0 as NdisHandle;

let bench: DriverBench;
let pool: NdisHandle;
beforeEach(() => {
  bench = new DriverBench();
  pool = bench.ndis.NdisAllocateBufferPool(2).PoolHandle;
});

test.each([
  { name: 'within a page', offset: 0x10, length: 100, pages: 1 },
  { name: 'over a page', offset: 0xfff, length: 2, pages: 2 },
  { name: 'of whole pages', offset: 0, length: 0x2000, pages: 2 },
  { name: 'of nothing at an offset', offset: 0x10, length: 0, pages: 1 },
  { name: 'of nothing', offset: 0, length: 0, pages: 0 },
])('an MDL $name', ({ offset, length, pages }) => {
  const { ndis, os } = bench;
  const page = os.pool.allocate(0x4000, 0xff, 4096)!;
  const address = virtual(page + offset);
  const { Status, Buffer } = ndis.NdisAllocateBuffer(pool, address, length);
  expect(Status).toBe(SUCCESS);
  const word = (at: number) => os.raw.read32(virtual(Buffer + at));
  // Next, Size, MdlFlags; MappedSystemVa, StartVa, ByteCount, ByteOffset; page frame numbers.
  expect(word(0)).toBe(NULL);
  expect(word(4)).toBe(0x0004_0000 + 0x1c + 4 * pages);
  expect([word(0xc), word(0x10), word(0x14), word(0x18)]).toEqual([address, page, length, offset]);
  for (let index = 0; index < pages; index++)
    expect(word(0x1c + 4 * index)).toBe((page - 0x8000_0000) / 4096 + index);
  expect(ndis.NDIS_BUFFER_TO_SPAN_PAGES(Buffer)).toBe(Math.max(pages, 1));
  expect(ndis.NdisGetBufferPhysicalArraySize(Buffer).ArraySize).toBe(Math.max(pages, 1));
  expect(ndis.NdisBufferLength(Buffer)).toBe(length);
  expect(ndis.NdisBufferVirtualAddress(Buffer)).toBe(address);
  expect(ndis.NdisBufferVirtualAddressSafe(Buffer, 16)).toBe(address);
  const want = { VirtualAddress: address, Length: length };
  expect(ndis.NdisQueryBuffer(Buffer)).toEqual(want);
  expect(ndis.NdisQueryBufferSafe(Buffer, 16)).toEqual(want);
  expect(ndis.NdisQueryBufferOffset(Buffer)).toEqual({ Offset: offset, Length: length });
  ndis.NdisFlushBuffer(Buffer, true);
  ndis.NdisFreeBuffer(Buffer);
  expect(bench.held('buffer')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('a buffer longer than an MDL can describe fails', () => {
  expect(bench.ndis.NdisAllocateBuffer(pool, bench.memory(8), 0xffff_ffff)).toEqual({
    Status: FAILURE,
    Buffer: NULL,
  });
});

test('more buffers than the pool was made for, and without a pool', () => {
  for (let count = 0; count < 3; count++)
    expect(bench.ndis.NdisAllocateBuffer(pool, bench.memory(8), 8).Status).toBe(SUCCESS);
  expect(bench.ndis.NdisAllocateBuffer(NO_HANDLE, bench.memory(8), 8).Status).toBe(SUCCESS);
  expect(bench.rules).toEqual([]);
});

test('a length that is adjusted', () => {
  const { ndis } = bench;
  const { Buffer } = ndis.NdisAllocateBuffer(pool, bench.memory(100), 100);
  ndis.NdisAdjustBufferLength(Buffer, 60);
  expect(ndis.NdisBufferLength(Buffer)).toBe(60);
});

test.each([
  { offset: 0, length: 100, status: SUCCESS },
  { offset: 10, length: 20, status: SUCCESS },
  { offset: 10, length: 91, status: FAILURE },
  { offset: 0xffff_ffff, length: 2, status: FAILURE },
])('NdisCopyBuffer of $length bytes from $offset', ({ offset, length, status }) => {
  const { ndis } = bench;
  const address = bench.memory(100);
  const { Buffer } = ndis.NdisAllocateBuffer(pool, address, 100);
  const copy = ndis.NdisCopyBuffer(pool, Buffer, offset, length);
  expect(copy.Status).toBe(status);
  expect(bench.held('buffer')).toBe(status === SUCCESS ? 2 : 1);
  if (status === SUCCESS)
    expect(ndis.NdisQueryBuffer(copy.Buffer)).toEqual({
      VirtualAddress: address + offset,
      Length: length,
    });
});

test('the next buffer of a chain', () => {
  const { ndis } = bench;
  const first = ndis.NdisAllocateBuffer(pool, bench.memory(8), 8).Buffer;
  const second = ndis.NdisAllocateBuffer(pool, bench.memory(8), 8).Buffer;
  bench.os.raw.write32(first, second);
  expect(ndis.NdisGetNextBuffer(first)).toEqual({ NextBuffer: second });
  expect(ndis.NDIS_BUFFER_LINKAGE(second)).toBe(NULL);
});

test.each([
  {
    name: 'NdisQueryBufferSafe',
    use: (buffer: VirtualAddress) => bench.ndis.NdisQueryBufferSafe(buffer, 16).VirtualAddress,
  },
  {
    name: 'NdisBufferVirtualAddressSafe',
    use: (buffer: VirtualAddress) => bench.ndis.NdisBufferVirtualAddressSafe(buffer, 16),
  },
])('$name gives NULL by injection', ({ name, use }) => {
  bench = new DriverBench({ faults: [{ call: name, failure: 'NULL', occurrence: 1 }] });
  const { Buffer } = bench.ndis.NdisAllocateBuffer(NO_HANDLE, bench.memory(8), 8);
  expect(use(Buffer)).toBe(NULL);
  expect(use(Buffer)).not.toBe(NULL);
});

test.each([
  {
    name: 'a pool freed with buffers out',
    misuse: () => bench.ndis.NdisFreeBufferPool(pool),
    rules: ['resource/buffer-pool-freed-with-buffers-out'],
  },
  {
    name: 'a pool freed after its buffers',
    misuse: (buffer: VirtualAddress) => {
      bench.ndis.NdisFreeBuffer(buffer);
      bench.ndis.NdisFreeBufferPool(pool);
      expect(bench.held('buffer-pool')).toBe(0);
    },
    rules: [],
  },
  {
    name: 'a buffer freed twice',
    misuse: (buffer: VirtualAddress) => {
      bench.ndis.NdisFreeBuffer(buffer);
      bench.ndis.NdisFreeBuffer(buffer);
    },
    rules: ['resource/released-twice'],
  },
  {
    name: 'a buffer used after it was freed',
    misuse: (buffer: VirtualAddress) => {
      bench.ndis.NdisFreeBuffer(buffer);
      bench.ndis.NdisBufferLength(buffer);
    },
    rules: ['memory/use-after-free'],
  },
  {
    name: 'a buffer that is none',
    misuse: () => bench.ndis.NdisFreeBuffer(bench.memory(0x20)),
    rules: ['resource/bad-handle'],
  },
  {
    name: 'a write past the descriptor',
    misuse: (buffer: VirtualAddress) => bench.ndis.memory.write32(virtual(buffer + 0x20), 0),
    rules: ['memory/overrun'],
  },
])('$name', ({ misuse, rules }) => {
  // Within a page, so that one page frame number follows.
  const address = bench.os.pool.allocate(64, 0xff, 64)!;
  misuse(bench.ndis.NdisAllocateBuffer(pool, address, 64).Buffer);
  expect(bench.rules).toEqual(rules);
});
