/** Time, timers and DPCs of the kernel. */
import { virtual, type VirtualAddress } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';

/** 1 January 2003 in units of 100 ns since 1601. */
const START = 12_685_852_800 * 1e7;

let bench: KernelBench;
let timer: VirtualAddress;
let dpc: VirtualAddress;
let calls: number[][];
beforeEach(() => {
  bench = new KernelBench();
  timer = bench.memory(0x28, 0xcc);
  dpc = bench.memory(0x20, 0xcc);
  calls = [];
  const Routine = (_ndis: unknown, ...inputs: number[]): void => {
    calls.push([...inputs, Math.floor(bench.os.clock.nowNs / 1e6)]);
  };
  bench.call('KeInitializeTimer', timer);
  bench.call('KeInitializeDpc', dpc, bench.ndis.addressOf(Routine as never), 0x77);
});

test('objects are laid out as the kernel does', () => {
  expect(bench.bytesAt(timer, 4)).toEqual([8, 0xcc, 10, 0]);
  expect(bench.bytesAt(dpc, 4)).toEqual([19, 0, 0, 1]);
  bench.call('KeInitializeTimerEx', timer, 1);
  expect(bench.bytesAt(timer, 1)).toEqual([9]);
});

test.each([
  { name: 'relative', due: -25 * 1e4, atMs: 30 },
  { name: 'absolute', due: START + 50 * 1e4, atMs: 50 },
  { name: 'past', due: START - 1e7, atMs: 10 },
])('a $name due time expires at $atMs ms', ({ due, atMs }) => {
  expect(bench.call('KeSetTimer', timer, due, dpc)).toBe(false);
  expect(bench.held('timer')).toBe(1);
  bench.pass(100);
  expect(calls).toEqual([[dpc, 0x77, expect.anything(), expect.anything(), atMs]]);
  expect(bench.bytesAt(timer + 4, 1)).toEqual([1]);
  expect(bench.held('timer')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('a periodic timer goes on until it is cancelled', () => {
  bench.call('KeSetTimerEx', timer, -1e5, 20, dpc);
  expect(bench.call('KeSetTimerEx', timer, -1e5, 20, dpc)).toBe(true);
  bench.pass(65);
  expect(calls.length).toBe(3);
  expect(bench.call('KeCancelTimer', timer)).toBe(true);
  expect(bench.call('KeCancelTimer', timer)).toBe(false);
  bench.pass(100);
  expect(calls.length).toBe(3);
  expect(bench.held('timer')).toBe(0);
});

test('a DPC is queued once, and runs when IRQL allows', () => {
  bench.os.irql = 2;
  expect(bench.call('KeInsertQueueDpc', dpc, 1, 2)).toBe(true);
  expect(bench.call('KeInsertQueueDpc', dpc, 3, 4)).toBe(false);
  expect(calls).toEqual([]);
  bench.os.irql = 0;
  bench.call('KeFlushQueuedDpcs');
  expect(calls.map((call) => call.slice(0, 4))).toEqual([[dpc, 0x77, 1, 2]]);
  bench.os.irql = 2;
  bench.call('KeInsertQueueDpc', dpc, 0, 0);
  expect(bench.call('KeRemoveQueueDpc', dpc)).toBe(true);
  expect(bench.call('KeRemoveQueueDpc', dpc)).toBe(false);
  expect(bench.rules).toEqual([]);
});

test('an important DPC comes first', () => {
  const other = bench.memory(0x20);
  const order: string[] = [];
  bench.call(
    'KeInitializeDpc',
    other,
    bench.ndis.addressOf((() => order.push('other')) as never),
    0,
  );
  bench.call('KeInitializeDpc', dpc, bench.ndis.addressOf((() => order.push('dpc')) as never), 0);
  bench.call('KeSetImportanceDpc', dpc, 2);
  bench.os.irql = 2;
  bench.call('KeInsertQueueDpc', other, 0, 0);
  bench.call('KeInsertQueueDpc', dpc, 0, 0);
  bench.os.irql = 0;
  bench.call('KeFlushQueuedDpcs');
  expect(order).toEqual(['dpc', 'other']);
});

test.each([
  { name: 'KeSetTimer', inputs: [virtual(0x8010_0000), -1, 0] },
  { name: 'KeCancelTimer', inputs: [virtual(0x8010_0000)] },
  { name: 'KeInsertQueueDpc', inputs: [virtual(0x8010_0000), 0, 0] },
])('$name of what was not initialized', ({ name, inputs }) => {
  expect(bench.call(name, ...inputs)).toBe(false);
  expect(bench.rules).toContain('interrupt/timer-not-initialized');
});

test('time', () => {
  bench.pass(25);
  expect(bench.call('KeQuerySystemTime')).toEqual({ CurrentTime: START + 20 * 1e4 });
  expect(bench.call('KeQueryTimeIncrement')).toBe(100_000);
  const counter = bench.call('KeQueryPerformanceCounter');
  expect(counter).toMatchObject({ PerformanceFrequency: 3_579_545 });
  expect((counter as { Result: number }).Result).toBeCloseTo(0.025 * 3_579_545, -2);
});

test('a thread sleeps up to the clock tick', () => {
  const interval = bench.memory(8);
  bench.os.raw.write32(interval, -150_000);
  bench.os.raw.write32(virtual(interval + 4), -1);
  bench.call('KeDelayExecutionThread', 0, false, interval);
  expect(bench.os.clock.nowNs).toBe(20e6);
});
