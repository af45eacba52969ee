/** Work items, as a driver uses them. */
import { virtual, type VirtualAddress } from '../../../hardware/address';
import { DriverBench, SUCCESS } from '../../support/machine';

const CONTEXT = virtual(0x4321);

let bench: DriverBench;
let item: VirtualAddress;
let runs: unknown[][];

function Routine(_ndis: unknown, ...inputs: unknown[]): void {
  runs.push([...inputs, bench.os.irql, bench.held('queued-work'), bench.os.frame?.adapter]);
}

beforeEach(() => {
  bench = new DriverBench();
  runs = [];
  item = bench.memory(0x28, 0xcc);
  const { ndis } = bench;
  ndis.NdisInitializeWorkItem(item, ndis.addressOf(Routine), CONTEXT);
});

test('looks as ndis.h says', () => {
  expect(bench.os.raw.read32(item)).toBe(CONTEXT);
  expect(bench.os.raw.read32(virtual(item + 4))).toBe(bench.ndis.addressOf(Routine));
});

test('runs once, at PASSIVE_LEVEL, for the adapter that queued it', () => {
  bench.os.irql = 2;
  bench.inHandler(() => expect(bench.ndis.NdisScheduleWorkItem(item)).toBe(SUCCESS));
  bench.os.irql = 0;
  expect(runs).toEqual([]);
  expect(bench.held('queued-work')).toBe(1);
  bench.pass(1);
  bench.pass(1);
  expect(runs).toEqual([[item, CONTEXT, 0, 0, bench.adapter.handle]]);
  expect(bench.rules).toEqual([]);
});

test('runs while the driver waits', () => {
  bench.inHandler(() => {
    bench.ndis.NdisScheduleWorkItem(item);
    bench.ndis.NdisMSleep(1);
    expect(runs).toHaveLength(1);
  });
});

test('may be queued again when it runs', () => {
  const { ndis } = bench;
  let left = 3;
  const Again = (): void => {
    if (--left > 0) ndis.NdisScheduleWorkItem(item);
  };
  ndis.NdisInitializeWorkItem(item, ndis.addressOf(Again), CONTEXT);
  ndis.NdisScheduleWorkItem(item);
  bench.pass(1);
  expect(left).toBe(0);
  expect(bench.held('queued-work')).toBe(0);
});

test('that was freed before it ran is found', () => {
  bench.ndis.NdisScheduleWorkItem(item);
  bench.os.pool.free(item);
  bench.pass(1);
  expect(bench.rules).toEqual(['memory/use-after-free']);
});

test('that outlives its driver is found', () => {
  bench.ndis.NdisScheduleWorkItem(item);
  bench.image.isUnloaded = true;
  expect(() => bench.pass(1)).toThrow('bug check 0x000000CE');
  expect(bench.rules).toEqual(['interrupt/callback-after-unload']);
});
