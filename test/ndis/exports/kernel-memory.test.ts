/** Memory and pool of the kernel. */
import { physical, virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

test.each([
  { to: 0, from: 2, want: [3, 4, 5, 6, 5, 6, 7, 8] },
  { to: 2, from: 0, want: [1, 2, 1, 2, 3, 4, 7, 8] },
  { to: 4, from: 0, want: [1, 2, 3, 4, 1, 2, 3, 4] },
])('memmove from $from to $to', ({ to, from, want }) => {
  const at = bench.bytes([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(bench.call('memmove', at + to, at + from, 4)).toBe(at + to);
  expect(bench.bytesAt(at, 8)).toEqual(want);
});

test('the RtlXxx of moving and filling', () => {
  const at = bench.bytes([1, 2, 3, 4, 5, 6]);
  bench.call('RtlMoveMemory', at + 1, at, 3);
  bench.call('RtlFillMemory', at + 4, 1, 0x1ff);
  bench.call('RtlZeroMemory', at + 5, 1);
  expect(bench.bytesAt(at, 6)).toEqual([1, 1, 2, 3, 0xff, 0]);
});

test("a lookaside list is NDIS's by another name", () => {
  const list = bench.memory(0x80);
  bench.call('ExInitializeNPagedLookasideList', list, 0, 0, 0, 32, 0x1234, 0);
  expect(bench.held('lookaside-list')).toBe(1);
  const entry = bench.ndis.NdisAllocateFromNPagedLookasideList(list);
  bench.call('ExDeleteNPagedLookasideList', list);
  expect([entry !== 0, bench.held('lookaside-list')]).toEqual([true, 0]);
  expect(bench.rules).toEqual(['resource/lookaside-entry-not-returned']);
});

test('memory that is moved up past its end is written from the end', () => {
  const at = bench.bytes([1, 2, 3, 4]);
  bench.call('memmove', at + 1, at, 4);
  expect(bench.bytesAt(at, 4)).toEqual([1, 1, 2, 3]);
  expect(bench.rules).toEqual(['memory/overrun']);
});

test.each([
  { a: [1, 2, 3], b: [1, 2, 3], order: 0, equal: 3 },
  { a: [1, 0xff, 3], b: [1, 2, 3], order: 1, equal: 1 },
  { a: [0, 2], b: [1, 2], order: -1, equal: 0 },
])('$a and $b compare as $order', ({ a, b, order, equal }) => {
  const inputs = [bench.bytes(a), bench.bytes(b), a.length];
  expect(bench.call('memcmp', ...inputs)).toBe(order);
  expect(bench.call('RtlCompareMemory', ...inputs)).toBe(equal);
});

test('pool is given and taken back', () => {
  const address = bench.call('ExAllocatePoolWithTag', 0, 100, 0x1234);
  expect(bench.held('tagged-memory')).toBe(1);
  bench.call('ExFreePoolWithTag', address, 0x1234);
  const page = bench.call('ExAllocatePool', 0, 4096) as number;
  expect(page % 4096).toBe(0);
  bench.call('ExFreePool', page);
  expect(bench.held('tagged-memory')).toBe(0);
  expect(bench.rules).toEqual([]);
  bench.call('ExFreePool', page);
  expect(bench.rules).toEqual(['memory/double-free']);
});

test('pool that there is not: NULL, or a bug check where it must be had', () => {
  expect(bench.call('ExAllocatePool', 0, 0x100_0000)).toBe(0);
  expect(bench.held('tagged-memory')).toBe(0);
  const stop = stopOf(() => bench.call('ExAllocatePool', 2, 0x100_0000));
  expect(stop).toMatchObject({ kind: 'bug-check', code: 0x41 });
});

test('paged pool is not for DISPATCH_LEVEL', () => {
  bench.os.irql = 2;
  bench.call('ExAllocatePool', 0, 8);
  expect(bench.rules).toEqual([]);
  bench.call('ExAllocatePool', 1, 8);
  expect(bench.rules).toEqual(['irql/wrong-irql']);
});

test('contiguous memory lies within its bounds', () => {
  const address = bench.call('MmAllocateContiguousMemory', 5000, 0xffff_ffff) as number;
  expect(address % 4096).toBe(0);
  expect(bench.call('MmGetPhysicalAddress', address)).toBe(address - 0x8000_0000);
  expect(bench.call('MmAllocateContiguousMemory', 5000, 0xffff)).toBe(0);
  const bounds = [4096, 0x200_0000, 0xffff_ffff, 0, 0];
  expect(bench.call('MmAllocateContiguousMemorySpecifyCache', ...bounds)).toBe(0);
  bench.call('MmFreeContiguousMemory', address);
  expect(bench.held('contiguous-memory')).toBe(0);
  expect(bench.rules).toEqual([]);
  bench.call('MmFreeContiguousMemorySpecifyCache', address, 5000, 0);
  expect(bench.rules).toEqual(['memory/double-free']);
});

describe('an address from MmGetPhysicalAddress is none for a device', () => {
  /** Whether a device must keep away from the 64th byte of what a call gave. */
  function isForbidden(address: number): boolean {
    const at = bench.call('MmGetPhysicalAddress', address + 8) as number;
    return bench.os.translatedMemory.at(at + 56) !== undefined;
  }
  const untagged = (flags: number) =>
    bench.ndis.NdisAllocateMemory(100, flags, physical(-1)).VirtualAddress;
  const cases = [
    { of: 'the pool', take: () => bench.call('ExAllocatePoolWithTag', 0, 100, 1), want: true },
    { of: 'NdisAllocateMemory', take: () => untagged(0), want: true },
    { of: 'the same, contiguous', take: () => untagged(1), want: false },
    { of: 'the same, noncached', take: () => untagged(2), want: false },
    {
      of: 'contiguous memory',
      take: () => bench.call('MmAllocateContiguousMemory', 100, 0xffff_ffff),
      want: false,
    },
    { of: 'the stack', take: () => 0x8002_1000, want: true },
    { of: 'an image', take: () => 0x8080_0000, want: true },
    { of: "the system's own", take: () => bench.os.allocateObject(100), want: false },
    { of: 'nothing', take: () => 0x1000, want: false },
  ];
  test.each(cases)('of $of: $want', ({ take, want }) => {
    expect(isForbidden(take() as number)).toBe(want);
    expect(bench.os.translatedMemory.isEmpty).toBe(!want);
  });

  test('until the memory is given back', () => {
    const block = bench.call('ExAllocatePoolWithTag', 0, 100, 1) as number;
    expect(isForbidden(block)).toBe(true);
    bench.call('ExFreePool', block);
    expect(bench.os.translatedMemory.at(block + 8 - 0x8000_0000)).toBeUndefined();
  });
});

test('device memory is mapped and unmapped as long as it was', () => {
  const address = bench.call('MmMapIoSpace', 0xe000_0010, 0x20, 0) as number;
  expect(address % 4096).toBe(0x10);
  expect(bench.call('MmGetPhysicalAddress', address + 4)).toBe(physical(0xe000_0014));
  bench.call('MmUnmapIoSpace', address, 0x10);
  expect(bench.rules).toEqual(['resource/io-space-unmapped-with-other-arguments']);
  expect(bench.call('MmGetPhysicalAddress', virtual(0x10))).toBe(0);
});
