/** A capture played to a NIC: what the driver sees of it, and when. */
import { runScenario } from '../../../harness';
import { replayScenario } from '../../../harness/scenarios';
import type { TraceEvent } from '../../../ndis/trace';
import * as e1000 from '../../../miniports/e1000';
import { FAILURE, inlineDriver } from '../../support/inline-driver';
import { frameOf } from '../../support/captures';

const FRAMES = [
  { timeNs: 0, bytes: new Uint8Array(frameOf(60, 1)) },
  // For somebody else: a promiscuous driver gets it too.
  { timeNs: 1_000_003, bytes: new Uint8Array(60).fill(6) },
  { timeNs: 1_000_003, bytes: new Uint8Array(frameOf(1514, 2)) },
  { timeNs: 7_000_000_000, bytes: new Uint8Array(frameOf(60, 3)) },
];

function replayed(seed = 1) {
  const events: TraceEvent[] = [];
  const scenario = replayScenario(FRAMES, 'my capture.pcap');
  const onEvent = (event: TraceEvent) => void events.push(event);
  const options = { driver: e1000, driverName: 'e1000', scenario, seed, onEvent };
  return { result: runScenario(options), events };
}

test('every frame comes from the wire, as far from the first as in the capture', () => {
  const { result, events } = replayed();
  expect(result.verdict).toBe('clean');
  const seen = events.filter(({ kind, name }) => kind === 'frame' && name === 'receive');
  expect(seen.map(({ bytes }) => bytes)).toEqual(FRAMES.map(({ bytes }) => bytes));
  const firstNs = seen[0].timeNs;
  expect(seen.map(({ timeNs }) => timeNs - firstNs)).toEqual(FRAMES.map(({ timeNs }) => timeNs));
  const indicated = events.filter(({ name }) => name === 'NdisMIndicateReceivePacket');
  const packets = indicated.filter(({ kind }) => kind === 'call').map(({ values }) => values![2]);
  expect(packets.reduce((sum: number, one) => sum + Number(one), 0)).toBe(FRAMES.length);
});

test('the same capture gives the same events, and a line that repeats the run', () => {
  const { result, events } = replayed();
  const again = replayed();
  expect(again.events).toEqual(events);
  expect(again.result).toEqual(result);
  expect(result.runs[0].replay).toBe(
    "ndislab run e1000 --device 82540em --scenario replay --in 'my capture.pcap' --seed 1",
  );
});

test('a driver that does not start gets no frames', () => {
  const driver = inlineDriver({ DriverEntry: () => FAILURE });
  const scenario = replayScenario(FRAMES, 'capture.pcap');
  const { runs } = runScenario({ driver, driverName: 'inline', scenario });
  expect(runs).toHaveLength(1);
  expect(runs[0].statuses).toEqual({ DriverEntry: '0xC0000001' });
});
