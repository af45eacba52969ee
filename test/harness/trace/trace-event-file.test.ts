/** Traces for Perfetto: lanes, nesting, spans that end and one that does not. */
import { traceOf } from '../../support/traces';
import { UserFolder } from '../../support/cli';
import type { TraceEvent } from '../../../ndis/trace';

const folder = new UserFolder();
afterAll(() => folder.remove());

interface Entry {
  readonly name: string;
  readonly cat?: string;
  readonly ph: string;
  readonly ts: number;
  readonly pid: number;
  readonly tid: number;
  readonly id?: string;
  readonly s?: string;
  readonly args?: Record<string, unknown>;
}

function entriesOf(...runs: { fault: string | null; events: readonly TraceEvent[] }[]): Entry[] {
  return JSON.parse(traceOf(folder, 'trace-events', runs).toString());
}

/** What events become, with the name of the lane, and without the names that come first. */
function shown(...events: TraceEvent[]) {
  const entries = entriesOf({ fault: null, events });
  const lanes = new Map(
    entries
      .filter(({ name }) => name === 'thread_name')
      .map(({ tid, args }) => [tid, args!['name'] as string]),
  );
  return entries
    .slice(entries.findIndex(({ name }) => name === 'run 1') + 1)
    .map(({ name, ph, ts, tid }) => [lanes.get(tid) ?? '', ph, name, ts]);
}

test('a run is a process with its fault as name, and its lanes are named threads', () => {
  const entries = entriesOf({ fault: null, events: [] }, { fault: 'NdisMSleep=X#1', events: [] });
  const named = (name: string) => entries.filter((one) => one.name === name);
  expect(named('process_name').map(({ ph, pid, args }) => [ph, pid, args!['name']])).toEqual([
    ['M', 1, 'no fault'],
    ['M', 2, 'NdisMSleep=X#1'],
  ]);
  expect(new Set(named('thread_name').map(({ tid }) => tid)).size).toBe(16);
  expect(named('run 2')[0].args).toMatchObject({ replay: 'ndislab run driver.ts --seed 1' });
});

const DRIVER = 'driver: handlers and calls';

test('calls lie within handlers; time is in microseconds with its nanoseconds', () => {
  expect(
    shown(
      { kind: 'handler', timeNs: 1, name: 'MiniportHalt', values: [5] },
      { kind: 'enter', timeNs: 1_001, name: 'NdisMSleep' },
      { kind: 'call', timeNs: 3_600_000_000_123, name: 'NdisMSleep', values: [5, undefined] },
      { kind: 'return', timeNs: 3_600_000_000_124, name: 'MiniportHalt', values: [undefined] },
    ),
  ).toEqual([
    [DRIVER, 'B', 'MiniportHalt', 0.001],
    [DRIVER, 'B', 'NdisMSleep', 1.001],
    [DRIVER, 'E', 'NdisMSleep', 3_600_000_000.123],
    [DRIVER, 'E', 'MiniportHalt', 3_600_000_000.124],
  ]);
});

test('arguments are shown where a call ends', () => {
  const events: TraceEvent[] = [
    { kind: 'enter', timeNs: 0, name: 'NdisAllocateMemory' },
    { kind: 'call', timeNs: 9, name: 'NdisAllocateMemory', values: [64, { Status: 0xc000009a }] },
  ];
  expect(entriesOf({ fault: null, events }).at(-1)).toMatchObject({
    ph: 'E',
    args: { inputs: [64], result: { Status: '0xC000009A' } },
  });
});

// Chrome's DevTools take a span without it for a mismatch.
test('the end of a span has the category of its beginning', () => {
  const events: TraceEvent[] = [
    { kind: 'handler', timeNs: 0, name: 'MiniportHalt', values: [] },
    { kind: 'enter', timeNs: 1, name: 'NdisMSleep' },
    { kind: 'return', timeNs: 5, name: 'MiniportHalt', values: [0] },
  ];
  const spans = entriesOf({ fault: null, events }).filter(({ ph }) => ph === 'B' || ph === 'E');
  expect(spans.map(({ ph, name, cat }) => [ph, name, cat])).toEqual([
    ['B', 'MiniportHalt', 'handler'],
    ['B', 'NdisMSleep', 'call'],
    ['E', 'NdisMSleep', 'call'],
    ['E', 'MiniportHalt', 'handler'],
  ]);
});

test('a handler that did not return, and calls that an exception went through', () => {
  const handler: TraceEvent = { kind: 'handler', timeNs: 0, name: 'MiniportHalt', values: [] };
  const enter: TraceEvent = { kind: 'enter', timeNs: 0, name: 'NdisMSleep' };
  expect(shown(handler, enter).map(([, ph]) => ph)).toEqual(['B', 'B']);
  const back: TraceEvent = { kind: 'return', timeNs: 5, name: 'MiniportHalt', values: [0] };
  expect(shown(handler, enter, back).map(([, ph, name]) => [ph, name])).toEqual([
    ['B', 'MiniportHalt'],
    ['B', 'NdisMSleep'],
    ['E', 'NdisMSleep'],
    ['E', 'MiniportHalt'],
  ]);
});

test('resources are spans of their own, and a leak does not end', () => {
  const resource = (kind: 'acquire' | 'release', key: string): TraceEvent => ({
    kind,
    timeNs: 1000,
    name: 'shared-memory',
    values: [key, 'NdisMAllocateSharedMemory', 'MiniportInitialize', 'driver.ts:7'],
  });
  const events = [
    resource('acquire', '0x1'),
    resource('acquire', '0x2'),
    resource('release', '0x1'),
  ];
  const spans = entriesOf({ fault: null, events }, { fault: 'x', events }).filter(({ id }) => id);
  expect(spans.map(({ ph, id, pid }) => [ph, id, pid])).toEqual([
    ['b', '1:shared-memory:0x1', 1],
    ['b', '1:shared-memory:0x2', 1],
    ['e', '1:shared-memory:0x1', 1],
    ['b', '2:shared-memory:0x1', 2],
    ['b', '2:shared-memory:0x2', 2],
    ['e', '2:shared-memory:0x1', 2],
  ]);
  expect(spans[0].args).toEqual({
    key: '0x1',
    acquiredBy: 'NdisMAllocateSharedMemory',
    acquiredIn: 'MiniportInitialize',
    acquiredAt: 'driver.ts:7',
  });
});

test.each<{ event: Omit<TraceEvent, 'timeNs'>; want: unknown[] }>([
  { event: { kind: 'interrupt', name: 'asserted' }, want: ['interrupt line', 'B', 'asserted'] },
  { event: { kind: 'interrupt', name: 'deasserted' }, want: ['interrupt line', 'E', 'asserted'] },
  { event: { kind: 'interrupt', name: 'service' }, want: ['interrupt service', 'B', 'service'] },
  { event: { kind: 'interrupt', name: 'serviced' }, want: ['interrupt service', 'E', 'service'] },
  {
    event: { kind: 'dpc', name: 'queued', values: ['a timer'] },
    want: ['DPCs', 'i', 'DPC of a timer queued'],
  },
  {
    event: { kind: 'dpc', name: 'begin', values: ['a timer'] },
    want: ['DPCs', 'B', 'DPC of a timer'],
  },
  {
    event: { kind: 'dpc', name: 'end', values: ['a timer'] },
    want: ['DPCs', 'E', 'DPC of a timer'],
  },
  { event: { kind: 'timer', name: 'set', values: [10, 0] }, want: ['timers', 'i', 'set'] },
  { event: { kind: 'timer', name: 'expired' }, want: ['timers', 'i', 'expired'] },
  { event: { kind: 'irql', name: 'IRQL', values: [2] }, want: ['', 'C', 'IRQL'] },
  {
    event: { kind: 'finding', name: 'irql/wrong-irql' },
    want: ['findings', 'i', 'irql/wrong-irql'],
  },
  {
    event: { kind: 'stopped', name: 'limit', values: ['why'] },
    want: ['findings', 'i', 'the run is stopped'],
  },
  {
    event: { kind: 'frame', name: 'transmit', bytes: new Uint8Array(60) },
    want: ['wire: sent by the NIC', 'i', '60 bytes'],
  },
  {
    event: { kind: 'frame', name: 'receive', bytes: new Uint8Array(61) },
    want: ['wire: received by the NIC', 'i', '61 bytes'],
  },
])('$event.kind $event.name', ({ event, want }) => {
  expect(shown({ ...event, timeNs: 2000 })).toEqual([[...want, 2]]);
});

test('without a run it is an empty array', () => {
  expect(entriesOf()).toEqual([]);
});
