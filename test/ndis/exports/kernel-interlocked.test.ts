/** Atomic functions of the kernel. */
import { virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

test.each([
  { name: 'InterlockedIncrement', before: -1, inputs: [], result: 0, after: 0 },
  {
    name: 'InterlockedIncrement',
    before: 0x7fff_ffff,
    inputs: [],
    result: -(2 ** 31),
    after: -(2 ** 31),
  },
  { name: 'InterlockedDecrement', before: 0, inputs: [], result: -1, after: -1 },
  { name: 'InterlockedExchange', before: 5, inputs: [-2], result: 5, after: -2 },
  { name: 'InterlockedExchangeAdd', before: 5, inputs: [-7], result: 5, after: -2 },
  { name: 'InterlockedCompareExchange', before: 5, inputs: [9, 5], result: 5, after: 9 },
  { name: 'InterlockedCompareExchange', before: 5, inputs: [9, 4], result: 5, after: 5 },
])('$name of $before and $inputs', ({ name, before, inputs, result, after }) => {
  const at = bench.memory(4);
  bench.os.raw.write32(at, before);
  expect(bench.call(name, at, ...inputs)).toBe(result);
  expect(bench.os.raw.read32(at) | 0).toBe(after);
});

test('a doubly linked list', () => {
  const [head, a, b, lock] = [8, 8, 8, 4].map((byteCount) => bench.memory(byteCount));
  bench.ndis.NdisInitializeListHead(head);
  expect(bench.call('ExfInterlockedInsertHeadList', head, a, lock)).toBe(0);
  expect(bench.call('ExfInterlockedInsertTailList', head, b, lock)).toBe(a);
  expect(bench.call('ExfInterlockedRemoveHeadList', head, lock)).toBe(a);
  expect(bench.call('ExfInterlockedRemoveHeadList', head, lock)).toBe(b);
  expect(bench.call('ExfInterlockedRemoveHeadList', head, lock)).toBe(0);
});

test('singly linked lists, of which one counts', () => {
  const [head, a, b, lock] = [8, 8, 8, 4].map((byteCount) => bench.memory(byteCount));
  expect(bench.call('ExfInterlockedPushEntryList', head, a, lock)).toBe(0);
  expect(bench.call('ExfInterlockedPopEntryList', head, lock)).toBe(a);
  expect(bench.call('InterlockedPushEntrySList', head, a)).toBe(0);
  expect(bench.call('ExInterlockedPushEntrySList', head, b, lock)).toBe(a);
  expect(bench.bytesAt(head + 4, 4)).toEqual([2, 0, 2, 0]);
  expect(bench.call('ExInterlockedPopEntrySList', head, lock)).toBe(b);
  expect(bench.call('InterlockedPopEntrySList', head)).toBe(a);
  expect(bench.call('InterlockedPopEntrySList', head)).toBe(0);
});

test('a lock that is held is waited for, for ever', () => {
  const [at, lock] = [bench.memory(4), bench.memory(4)];
  expect(bench.call('ExfInterlockedAddUlong', at, 7, lock)).toBe(0);
  bench.call('KfAcquireSpinLock', lock);
  const stop = stopOf(() => bench.call('ExfInterlockedAddUlong', virtual(at), 7, lock));
  expect(stop).toMatchObject({ kind: 'limit' });
});
