/** Pool memory, copying and lookaside lists, as a driver uses them. */
import { NULL, physical, virtual, type VirtualAddress } from '../../../hardware/address';
import { DriverBench, FAILURE, SUCCESS, stopOf } from '../../support/machine';

const TAG = 0x74736554;
const ANYWHERE = physical(0xffff_ffff);
const CONTIGUOUS = 1;
const NONCACHED = 2;

let bench: DriverBench;
beforeEach(() => {
  bench = new DriverBench();
});

function allocate(byteCount = 64): VirtualAddress {
  return bench.ndis.NdisAllocateMemoryWithTag(byteCount, TAG).VirtualAddress;
}

describe('NdisAllocateMemoryWithTag', () => {
  test.each([1, 7, 4096, 0])('gives %i bytes, guarded', (byteCount) => {
    const { Result, VirtualAddress } = bench.ndis.NdisAllocateMemoryWithTag(byteCount, TAG);
    expect(Result).toBe(SUCCESS);
    expect(bench.held('tagged-memory')).toBe(1);
    bench.ndis.memory.write8(virtual(VirtualAddress + byteCount), 1);
    const ofLength = byteCount === 0 ? ['resource/memory-zero-bytes'] : [];
    expect(bench.rules).toEqual([...ofLength, 'memory/overrun']);
  });

  test.each([0x80_0001, 0xffff_ffff])('has no %i bytes', (byteCount) => {
    expect(bench.ndis.NdisAllocateMemoryWithTag(byteCount, TAG)).toEqual({
      Result: FAILURE,
      VirtualAddress: NULL,
    });
    expect(bench.held('tagged-memory')).toBe(0);
  });

  test('fails when the machine has no more, and again gives what was freed', () => {
    const taken: VirtualAddress[] = [];
    for (;;) {
      const { Result, VirtualAddress } = bench.ndis.NdisAllocateMemoryWithTag(0x10_0000, TAG);
      if (Result !== SUCCESS) break;
      taken.push(VirtualAddress);
    }
    expect(taken.length).toBeGreaterThan(5);
    for (const address of taken) bench.ndis.NdisFreeMemory(address, 0, 0);
    expect(allocate(0x10_0000)).not.toBe(NULL);
    expect(bench.rules).toEqual([]);
  });

  test('fails by injection', () => {
    const faults = [
      { call: 'NdisAllocateMemoryWithTag', failure: 'NDIS_STATUS_FAILURE', occurrence: 2 },
    ];
    const { ndis } = new DriverBench({ faults });
    expect(ndis.NdisAllocateMemoryWithTag(8, TAG).Result).toBe(SUCCESS);
    expect(ndis.NdisAllocateMemoryWithTag(8, TAG)).toEqual({
      Result: FAILURE,
      VirtualAddress: NULL,
    });
  });
});

describe('NdisAllocateMemory', () => {
  test.each([
    { flags: 0, highest: ANYWHERE, result: SUCCESS, isPage: false },
    { flags: NONCACHED, highest: ANYWHERE, result: SUCCESS, isPage: true },
    { flags: CONTIGUOUS, highest: ANYWHERE, result: SUCCESS, isPage: true },
    { flags: CONTIGUOUS, highest: physical(-1), result: SUCCESS, isPage: true },
    { flags: CONTIGUOUS, highest: physical(2 ** 64 - 1), result: SUCCESS, isPage: true },
    { flags: CONTIGUOUS, highest: physical(0xffff), result: FAILURE, isPage: false },
  ])('with flags $flags below $highest', ({ flags, highest, result, isPage }) => {
    allocate(24);
    const given = bench.ndis.NdisAllocateMemory(100, flags, highest);
    expect(given.Result).toBe(result);
    expect(bench.held('untagged-memory')).toBe(result === SUCCESS ? 1 : 0);
    if (isPage) expect(given.VirtualAddress % 4096).toBe(0);
  });
});

describe('NdisFreeMemory', () => {
  test.each([
    { name: 'as allocated', length: 64, flags: 0, rules: [] },
    { name: 'with another length, which is not significant', length: 1, flags: 0, rules: [] },
    {
      name: 'with flags',
      length: 64,
      flags: NONCACHED,
      rules: ['resource/memory-freed-with-other-arguments'],
    },
  ])('frees tagged memory $name', ({ length, flags, rules }) => {
    bench.ndis.NdisFreeMemory(allocate(64), length, flags);
    expect(bench.rules).toEqual(rules);
    expect(bench.held('tagged-memory')).toBe(0);
  });

  const OTHER = ['resource/memory-freed-with-other-arguments'];
  test.each([
    { given: [100, 0], freed: [100, 0], rules: [] },
    { given: [100, 0], freed: [0, 0], rules: [] },
    { given: [100, NONCACHED], freed: [100, NONCACHED], rules: [] },
    { given: [100, NONCACHED], freed: [99, NONCACHED], rules: OTHER },
    { given: [100, NONCACHED], freed: [100, 0], rules: OTHER },
    { given: [100, 0], freed: [100, CONTIGUOUS], rules: OTHER },
  ])('of NdisAllocateMemory($given) with $freed', ({ given, freed, rules }) => {
    const { VirtualAddress } = bench.ndis.NdisAllocateMemory(given[0], given[1], ANYWHERE);
    bench.ndis.NdisFreeMemory(VirtualAddress, freed[0], freed[1]);
    expect(bench.rules).toEqual(rules);
    expect(bench.held('untagged-memory')).toBe(0);
  });

  test.each([
    { name: 'twice', rule: 'memory/double-free', offset: 0, isFreed: true },
    { name: 'inside a block', rule: 'memory/interior-free', offset: 16, isFreed: false },
    { name: 'in a guard zone', rule: 'resource/bad-handle', offset: -8, isFreed: false },
  ])('$name', ({ rule, offset, isFreed }) => {
    const address = allocate();
    if (isFreed) bench.ndis.NdisFreeMemory(address, 0, 0);
    bench.ndis.NdisFreeMemory(virtual(address + offset), 0, 0);
    expect(bench.rules).toEqual([rule]);
  });

  test.each([0, 0x1000, 0x8010_0000, 0xffff_fff0])('of %i, which is no memory', (address) => {
    bench.ndis.NdisFreeMemory(virtual(address), 0, 0);
    expect(bench.rules).toEqual(['resource/bad-handle']);
  });

  test('of contiguous memory wants PASSIVE_LEVEL', () => {
    const { VirtualAddress } = bench.ndis.NdisAllocateMemory(100, CONTIGUOUS, ANYWHERE);
    bench.os.irql = 2;
    bench.ndis.NdisFreeMemory(VirtualAddress, 100, CONTIGUOUS);
    expect(bench.rules).toEqual(['irql/wrong-irql']);
  });

  test('makes later use a finding', () => {
    const address = allocate();
    bench.ndis.NdisFreeMemory(address, 64, 0);
    bench.ndis.memory.read32(address);
    expect(bench.rules).toEqual(['memory/use-after-free']);
  });
});

describe('copying and filling', () => {
  test.each([0, 1, 3, 4, 17])('%i bytes', (byteCount) => {
    const { ndis } = bench;
    const from = bench.memory(32, 0xa5);
    const to = bench.memory(32, 0x11);
    ndis.NdisMoveMemory(to, from, byteCount);
    expect(bench.bytesAt(to, 32)).toEqual([
      ...Array<number>(byteCount).fill(0xa5),
      ...Array<number>(32 - byteCount).fill(0x11),
    ]);
    expect(ndis.NdisEqualMemory(to, from, byteCount)).toBe(1);
    expect(ndis.NdisEqualMemory(to, from, byteCount + 1)).toBe(0);
    ndis.NdisFillMemory(to, byteCount, 0x1c3);
    expect(bench.bytesAt(to, byteCount)).toEqual(Array<number>(byteCount).fill(0xc3));
    ndis.NdisZeroMemory(to, 32);
    expect(bench.bytesAt(to, 32)).toEqual(Array<number>(32).fill(0));
    expect(bench.rules).toEqual([]);
  });

  test.each([
    { name: 'past the end', given: 8, length: 12, rules: ['memory/overrun'] },
    { name: 'by one byte', given: 8, length: 9, rules: ['memory/overrun'] },
  ])('writes $name once reported, and nothing beyond', ({ given, length, rules }) => {
    const to = bench.memory(given);
    bench.ndis.NdisFillMemory(to, length, 0xee);
    expect(bench.rules).toEqual(rules);
    expect(bench.bytesAt(to, given)).toEqual(Array<number>(given).fill(0xee));
    expect(bench.bytesAt(to + given, 4)).not.toContain(0xee);
  });

  test('reads past the end', () => {
    bench.ndis.NdisMoveMemory(bench.memory(64), bench.memory(8), 9);
    expect(bench.rules).toEqual(['memory/out-of-bounds']);
  });

  test.each([
    { to: 0, length: 1, code: 0x7e },
    { to: 0x7fff_fff0, length: 4, code: 0x7e },
    { to: 0xffff_fffc, length: 16, code: 0x50 },
  ])('to $to ends the run', ({ to, length, code }) => {
    const stop = stopOf(() => bench.ndis.NdisZeroMemory(virtual(to), length));
    expect(stop).toMatchObject({ kind: 'bug-check', code });
  });

  test('of 4 GB ends where memory ends', () => {
    const stop = stopOf(() => bench.ndis.NdisFillMemory(bench.memory(8), 0xffff_ffff, 1));
    expect(stop).toMatchObject({ kind: 'bug-check' });
  });

  test('four bytes at any address', () => {
    const at = virtual(bench.memory(16) + 1);
    bench.ndis.NdisStoreUlong(at, 0x89abcdef);
    expect(bench.bytesAt(at, 4)).toEqual([0xef, 0xcd, 0xab, 0x89]);
    bench.ndis.NdisRetrieveUlong(virtual(at + 6), at);
    expect(bench.bytesAt(at + 6, 4)).toEqual([0xef, 0xcd, 0xab, 0x89]);
  });
});

describe('lookaside lists', () => {
  let list: VirtualAddress;
  beforeEach(() => {
    list = bench.memory(0x50, 0xcc);
    bench.ndis.NdisInitializeNPagedLookasideList(list, NULL, NULL, 0, 32, TAG, 0);
  });

  test('look as wdm.h says', () => {
    const { raw } = bench.os;
    expect(bench.bytesAt(list, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(raw.read32(virtual(list + 0x20))).toBe(TAG);
    expect(raw.read32(virtual(list + 0x24))).toBe(32);
    for (const offset of [0x28, 0x2c]) {
      const address = virtual(raw.read32(virtual(list + offset)));
      expect(bench.os.code.get(address)?.image.name).toBe('ntoskrnl.exe');
    }
    expect(bench.held('lookaside-list')).toBe(1);
  });

  test('give back what was put on them, and free the rest', () => {
    const { ndis, os } = bench;
    const before = os.pool.liveBytes;
    const blocks = Array.from({ length: 6 }, () => ndis.NdisAllocateFromNPagedLookasideList(list));
    expect(os.pool.liveBytes).toBe(before + 6 * 32);
    for (const block of blocks) ndis.NdisFreeToNPagedLookasideList(list, block);
    // The list keeps four: the last of those comes first.
    expect(os.pool.liveBytes).toBe(before + 4 * 32);
    expect(bench.bytesAt(list + 4, 2)).toEqual([4, 0]);
    const again = ndis.NdisAllocateFromNPagedLookasideList(list);
    expect(again).toBe(blocks[3]);
    ndis.memory.write32(virtual(again + 28), 7);
    ndis.NdisFreeToNPagedLookasideList(list, again);
    ndis.NdisDeleteNPagedLookasideList(list);
    expect(os.pool.liveBytes).toBe(before);
    expect(bench.held('lookaside-list')).toBe(0);
    expect(bench.rules).toEqual([]);
  });

  test.each([
    {
      name: 'a block used after it was returned',
      misuse: (block: VirtualAddress) => bench.ndis.memory.read32(virtual(block + 4)),
      rule: 'memory/use-after-free',
    },
    {
      name: 'a block returned twice',
      misuse: (block: VirtualAddress) => bench.ndis.NdisFreeToNPagedLookasideList(list, block),
      rule: 'memory/double-free',
    },
    {
      name: 'a list deleted twice',
      misuse: () => {
        bench.ndis.NdisDeleteNPagedLookasideList(list);
        bench.ndis.NdisDeleteNPagedLookasideList(list);
      },
      rule: 'resource/released-twice',
    },
    {
      name: 'a list that is none',
      misuse: () => bench.ndis.NdisDeleteNPagedLookasideList(bench.memory(0x50)),
      rule: 'resource/bad-handle',
    },
  ])('report $name', ({ misuse, rule }) => {
    const block = bench.ndis.NdisAllocateFromNPagedLookasideList(list);
    bench.ndis.NdisFreeToNPagedLookasideList(list, block);
    misuse(block);
    expect(bench.rules).toEqual([rule]);
  });

  test('use the functions that a driver brings', () => {
    const { ndis } = bench;
    const calls: unknown[] = [];
    const own = bench.memory(32);
    const Allocate = (_ndis: unknown, ...inputs: number[]) => (calls.push(inputs), own);
    const Free = (_ndis: unknown, block: number) => void calls.push(block);
    ndis.NdisInitializeNPagedLookasideList(
      list,
      ndis.addressOf(Allocate as never),
      ndis.addressOf(Free as never),
      0,
      32,
      TAG,
      0,
    );
    expect(ndis.NdisAllocateFromNPagedLookasideList(list)).toBe(own);
    ndis.NdisFreeToNPagedLookasideList(list, own);
    ndis.NdisDeleteNPagedLookasideList(list);
    expect(calls).toEqual([[0, 32, TAG], own]);
  });

  test('survive a driver that writes over them', () => {
    const block = bench.ndis.NdisAllocateFromNPagedLookasideList(list);
    bench.ndis.NdisFreeToNPagedLookasideList(list, block);
    bench.ndis.memory.write32(list, 0x1234);
    const stop = stopOf(() => bench.ndis.NdisAllocateFromNPagedLookasideList(list));
    expect(stop).toMatchObject({ kind: 'bug-check' });
    expect(bench.rules).toEqual(['memory/null-page']);
  });
});
