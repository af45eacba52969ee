/** Work items of the kernel. WORK_QUEUE_ITEM: WorkerRoutine at 8, Parameter at 0xC. */
import { virtual } from '../../../hardware/address';
import type { Ndis } from '../../../ndis/driver-interface';
import { KernelBench } from '../../support/kernel-call';

const DEVICE = 0x8012_0000;

let bench: KernelBench;
let ran: number[][];
let routine: number;
beforeEach(() => {
  bench = new KernelBench();
  ran = [];
  routine = bench.ndis.addressOf(
    (_ndis: Ndis, ...inputs: number[]) => void ran.push([bench.os.irql, ...inputs]),
  );
});

test('a work item of a device runs once, at PASSIVE_LEVEL', () => {
  const item = bench.call('IoAllocateWorkItem', DEVICE);
  bench.os.irql = 2;
  bench.call('IoQueueWorkItem', item, routine, 1, 5);
  bench.os.irql = 0;
  expect([ran, bench.held('queued-work')]).toEqual([[], 1]);
  bench.pass(1);
  expect([ran, bench.held('queued-work')]).toEqual([[[0, DEVICE, 5]], 0]);
  bench.call('IoFreeWorkItem', item);
  expect(bench.held('work-item')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('one that is queued is not freed, and one that is none is not queued', () => {
  const item = bench.call('IoAllocateWorkItem', DEVICE);
  bench.call('IoQueueWorkItem', item, routine, 1, 0);
  bench.call('IoFreeWorkItem', item);
  expect(bench.rules).toEqual(['registration/nonsense-argument']);
  bench.call('IoQueueWorkItem', bench.memory(16), routine, 1, 0);
  expect(bench.rules.slice(1)).toEqual(['resource/bad-handle']);
});

test('a work item in memory of its own is read when it runs', () => {
  const item = bench.memory(16);
  bench.os.raw.write32(virtual(item + 8), routine);
  bench.os.raw.write32(virtual(item + 12), 1);
  bench.call('ExQueueWorkItem', item, 1);
  bench.os.raw.write32(virtual(item + 12), 6);
  bench.pass(1);
  expect([ran, bench.held('queued-work')]).toEqual([[[0, 6]], 0]);
  expect(bench.rules).toEqual([]);
});
