/** Timers and waiting, as a driver uses them. The clock ticks every 10 ms. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import { DriverBench } from '../../support/machine';

const MS = 1_000_000;
const CONTEXT = virtual(0x1234_5678);

let bench: DriverBench;
let timer: VirtualAddress;
/** When the timer's function ran, in ms, and with what. */
let runs: { atMs: number; irql: number; inputs: unknown[] }[];

function TimerFunction(_ndis: unknown, ...inputs: unknown[]): void {
  const { os } = bench;
  runs.push({ atMs: Math.floor(os.clock.nowNs / MS), irql: os.irql, inputs });
}

function initialize(): void {
  const { ndis } = bench;
  const address = ndis.addressOf(TimerFunction);
  ndis.NdisMInitializeTimer(timer, bench.adapterHandle, address, CONTEXT);
}

beforeEach(() => {
  bench = new DriverBench();
  runs = [];
  timer = bench.memory(0x58, 0xcc);
});

test('a miniport timer looks as ndis.h says', () => {
  initialize();
  const { raw } = bench.os;
  const address = bench.ndis.addressOf(TimerFunction);
  expect(bench.bytesAt(timer, 3)).toEqual([8, 0xcc, 10]);
  // KDPC at 0x28: Type (2 bytes), Number, Importance.
  expect(bench.bytesAt(timer + 0x28, 4)).toEqual([19, 0, 0, 1]);
  expect(raw.read32(virtual(timer + 0x48))).toBe(address);
  expect(raw.read32(virtual(timer + 0x4c))).toBe(CONTEXT);
  expect(raw.read32(virtual(timer + 0x50))).toBe(bench.adapter.handle);
});

test.each([
  { delayMs: 0, atMs: 10 },
  { delayMs: 1, atMs: 10 },
  { delayMs: 25, atMs: 30 },
  { delayMs: 1000, atMs: 1010 },
])('NdisMSetTimer of $delayMs ms fires once at $atMs ms', ({ delayMs, atMs }) => {
  initialize();
  bench.ndis.NdisMSetTimer(timer, delayMs);
  expect(bench.held('timer')).toBe(1);
  bench.pass(2000);
  expect(runs).toEqual([{ atMs, irql: 2, inputs: [NULL, CONTEXT, NULL, NULL] }]);
  expect(bench.held('timer')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('NdisMSetPeriodicTimer fires until it is cancelled', () => {
  initialize();
  bench.ndis.NdisMSetPeriodicTimer(timer, 100);
  bench.pass(350);
  expect(runs.map((run) => run.atMs)).toEqual([110, 210, 310]);
  expect(bench.held('timer')).toBe(1);
  expect(bench.ndis.NdisMCancelTimer(timer)).toEqual({ TimerCancelled: true });
  bench.pass(350);
  expect(runs).toHaveLength(3);
  expect(bench.held('timer')).toBe(0);
});

test('setting again replaces the delay', () => {
  initialize();
  bench.ndis.NdisMSetTimer(timer, 20);
  bench.ndis.NdisMSetTimer(timer, 500);
  bench.pass(1000);
  expect(runs.map((run) => run.atMs)).toEqual([510]);
  expect(bench.os.ledger.counts()).toContainEqual({
    kind: 'timer',
    acquired: 1,
    released: 1,
    live: 0,
  });
});

test('a timer outside a miniport, and another context', () => {
  const { ndis } = bench;
  ndis.NdisInitializeTimer(timer, ndis.addressOf(TimerFunction), CONTEXT);
  ndis.NdisSetTimerEx(timer, 5, virtual(0x99));
  bench.pass(20);
  ndis.NdisSetTimer(timer, 5);
  expect(ndis.NdisCancelTimer(timer)).toEqual({ TimerCancelled: true });
  expect(runs.map((run) => run.inputs[1])).toEqual([0x99]);
  expect(bench.rules).toEqual([]);
});

test('a timer belongs to the adapter whose handler sets it', () => {
  initialize();
  bench.inHandler(() => bench.ndis.NdisMSetTimer(timer, 5));
  expect(bench.os.ledger.find('timer', timer)?.adapter).toBe(bench.adapter.handle);
});

test.each([
  { name: 'was never set', prepare: () => undefined },
  {
    name: 'has fired',
    prepare: () => {
      bench.ndis.NdisMSetTimer(timer, 1);
      bench.pass(50);
    },
  },
  {
    name: 'was cancelled',
    prepare: () => {
      bench.ndis.NdisMSetTimer(timer, 1);
      bench.ndis.NdisMCancelTimer(timer);
    },
  },
  {
    name: 'waits at raised IRQL for its function to run',
    prepare: () => {
      bench.ndis.NdisMSetTimer(timer, 1);
      bench.os.irql = 2;
      for (let count = 0; count < 400; count++) bench.ndis.NdisStallExecution(50);
    },
  },
])('cancelling a timer that $name says FALSE', ({ prepare }) => {
  initialize();
  prepare();
  expect(bench.ndis.NdisMCancelTimer(timer)).toEqual({ TimerCancelled: false });
  expect(bench.rules).toEqual([]);
  expect(bench.held('timer')).toBe(0);
});

test.each([
  { name: 'NdisMSetTimer', use: () => bench.ndis.NdisMSetTimer(timer, 1) },
  { name: 'NdisMSetPeriodicTimer', use: () => bench.ndis.NdisMSetPeriodicTimer(timer, 1) },
  { name: 'NdisSetTimer', use: () => bench.ndis.NdisSetTimer(timer, 1) },
  { name: 'NdisSetTimerEx', use: () => bench.ndis.NdisSetTimerEx(timer, 1, NULL) },
  { name: 'NdisMCancelTimer', use: () => bench.ndis.NdisMCancelTimer(timer) },
  { name: 'NdisCancelTimer', use: () => bench.ndis.NdisCancelTimer(timer) },
])('$name of a timer that was never initialized does nothing else', ({ use }) => {
  use();
  bench.pass(100);
  expect(bench.rules).toEqual(['interrupt/timer-not-initialized']);
  expect(bench.held('timer')).toBe(0);
});

test('a miniport timer is initialized after the attributes are set', () => {
  bench.adapter.hasAttributes = false;
  initialize();
  expect(bench.rules).toEqual(['registration/attributes-not-set-first']);
});

test('memory that is freed forgets its timers', () => {
  const { ndis } = bench;
  timer = ndis.NdisAllocateMemoryWithTag(0x58, 0x74736554).VirtualAddress;
  initialize();
  ndis.NdisFreeMemory(timer, 0, 0);
  ndis.NdisMSetTimer(timer, 1);
  expect(bench.rules).toEqual(['interrupt/timer-not-initialized']);
});

test('a timer that fires after the driver was unloaded is found', () => {
  initialize();
  bench.ndis.NdisMSetTimer(timer, 1);
  bench.image.isUnloaded = true;
  expect(() => bench.pass(50)).toThrow('bug check 0x000000CE');
  expect(bench.rules).toEqual(['interrupt/callback-after-unload']);
});

test.each([
  { us: 1, afterMs: 10 },
  { us: 9_000, afterMs: 10 },
  { us: 10_001, afterMs: 20 },
])('NdisMSleep of $us us ends after $afterMs ms', ({ us, afterMs }) => {
  bench.ndis.NdisMSleep(us);
  expect(bench.os.clock.nowNs).toBe(afterMs * MS);
});

test('NdisMSleep lets timers run', () => {
  initialize();
  bench.ndis.NdisMSetTimer(timer, 5);
  bench.ndis.NdisMSleep(50_000);
  expect(runs).toHaveLength(1);
});

test('NdisStallExecution takes its time, and what is due comes at its time', () => {
  const { ndis, os } = bench;
  const seen: number[] = [];
  os.clock.schedule(30_000, () => seen.push(os.clock.nowNs));
  ndis.NdisStallExecution(50);
  expect(seen).toEqual([30_000]);
  expect(os.clock.nowNs).toBe(50_000 + 100);
});
