/** Atomic arithmetic and lists, as a driver uses them. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import { DriverBench, stopOf } from '../../support/machine';

let bench: DriverBench;
let lock: VirtualAddress;
beforeEach(() => {
  bench = new DriverBench();
  lock = bench.memory(8);
  bench.ndis.NdisAllocateSpinLock(lock);
});

function word(address: number): number {
  return bench.os.raw.read32(virtual(address));
}

function variable(value: number): VirtualAddress {
  const address = bench.memory(8);
  bench.os.raw.write32(address, value);
  return address;
}

test.each([
  { value: 0, up: 1, down: 0 },
  { value: 0x7fff_ffff, up: -0x8000_0000, down: 0x7fff_ffff },
  { value: 0xffff_ffff, up: 0, down: -1 },
])('increment and decrement $value', ({ value, up, down }) => {
  const address = variable(value);
  expect(bench.ndis.NdisInterlockedIncrement(address)).toBe(up);
  expect(word(address)).toBe(up >>> 0);
  expect(bench.ndis.NdisInterlockedDecrement(address)).toBe(down);
  expect(word(address)).toBe(value);
});

test.each([
  { value: 5, increment: 7, sum: 12 },
  { value: 0xffff_fff0, increment: 0x20, sum: 0x10 },
])('adding $increment to $value gives what was there', ({ value, increment, sum }) => {
  const address = variable(value);
  expect(bench.ndis.NdisInterlockedAddUlong(address, increment, lock)).toBe(value);
  expect(word(address)).toBe(sum);
});

test('a doubly linked list', () => {
  const { ndis } = bench;
  const head = bench.memory(8, 0xcc);
  const [a, b, c] = [bench.memory(8), bench.memory(8), bench.memory(8)];
  ndis.NdisInitializeListHead(head);
  expect([word(head), word(head + 4)]).toEqual([head, head]);
  expect(ndis.NdisInterlockedRemoveHeadList(head, lock)).toBe(NULL);
  expect(ndis.NdisInterlockedInsertTailList(head, b, lock)).toBe(NULL);
  expect(ndis.NdisInterlockedInsertTailList(head, c, lock)).toBe(b);
  expect(ndis.NdisInterlockedInsertHeadList(head, a, lock)).toBe(b);
  expect([head, a, b, c].map((entry) => [word(entry), word(entry + 4)])).toEqual([
    [a, c],
    [b, head],
    [c, a],
    [head, b],
  ]);
  expect(ndis.NdisInterlockedRemoveHeadList(head, lock)).toBe(a);
  expect(ndis.NdisInterlockedRemoveHeadList(head, lock)).toBe(b);
  expect(ndis.NdisInterlockedRemoveHeadList(head, lock)).toBe(c);
  expect([word(head), word(head + 4)]).toEqual([head, head]);
  expect(bench.rules).toEqual([]);
});

test('a singly linked list', () => {
  const { ndis } = bench;
  const head = variable(0);
  const [a, b] = [bench.memory(4), bench.memory(4)];
  expect(ndis.NdisInterlockedPushEntryList(head, a, lock)).toBe(NULL);
  expect(ndis.NdisInterlockedPushEntryList(head, b, lock)).toBe(a);
  expect(ndis.NdisInterlockedPopEntryList(head, lock)).toBe(b);
  expect(ndis.NdisInterlockedPopEntryList(head, lock)).toBe(a);
  expect(ndis.NdisInterlockedPopEntryList(head, lock)).toBe(NULL);
});

test('a sequenced list counts its depth and its pushes', () => {
  const { ndis } = bench;
  const head = bench.memory(8, 0xcc);
  const [a, b] = [bench.memory(4), bench.memory(4)];
  ndis.NdisInitializeSListHead(head);
  expect(ndis.NdisInterlockedPushEntrySList(head, a, lock)).toBe(NULL);
  expect(ndis.NdisInterlockedPushEntrySList(head, b, lock)).toBe(a);
  expect(ndis.NdisQueryDepthSList(head)).toBe(2);
  expect(bench.bytesAt(head + 4, 4)).toEqual([2, 0, 2, 0]);
  expect(ndis.NdisInterlockedPopEntrySList(head, lock)).toBe(b);
  expect(ndis.NdisInterlockedPopEntrySList(head, lock)).toBe(a);
  expect(ndis.NdisInterlockedPopEntrySList(head, lock)).toBe(NULL);
  expect(ndis.NdisQueryDepthSList(head)).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('a lock that is not initialized is reported', () => {
  bench.ndis.NdisInterlockedAddUlong(variable(0), 1, bench.memory(8));
  expect(bench.rules).toEqual(['irql/spin-lock-not-initialized']);
});

test('a lock that is held is waited for in vain', () => {
  bench.ndis.NdisAcquireSpinLock(lock);
  const stop = stopOf(() => bench.ndis.NdisInterlockedAddUlong(variable(0), 1, lock));
  expect(stop).toMatchObject({ kind: 'limit' });
  expect(bench.rules).toContain('irql/spin-lock-acquired-twice');
});

test('IRQL stays, even above DISPATCH_LEVEL', () => {
  bench.os.irql = 11;
  bench.ndis.NdisInterlockedAddUlong(variable(0), 1, lock);
  expect(bench.os.irql).toBe(11);
  expect(bench.rules).toEqual([]);
});

test('NdisInterlockedAddLargeInterger adds 64 bits', () => {
  const address = bench.memory(8, 0xff);
  const add = (increment: bigint) =>
    bench.ndis.NdisInterlockedAddLargeInterger(address, increment, lock);
  expect(add(3n)).toBe(-1n);
  expect(add(-0x1_0000_0002n)).toBe(2n);
  expect(bench.bytesAt(address, 8)).toEqual([0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  expect(bench.rules).toEqual([]);
});
