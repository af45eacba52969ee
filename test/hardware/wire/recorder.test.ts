/** hardware/wire/recorder.ts */
import { Clock } from '../../../hardware/clock';
import { TestStation, Wire, WireRecorder } from '../../../hardware/wire';

function setUp() {
  const clock = new Clock();
  const wire = new Wire({ clock, propagationNs: 100 });
  const recorder = new WireRecorder(clock);
  const end = wire.end();
  const port = recorder.tapPort(end);
  const station = new TestStation(clock);
  end.connect(recorder.tapStation(station));
  const farStation = new TestStation(clock);
  const farPort = wire.attach(farStation);
  return { clock, wire, recorder, port, station, farStation, farPort };
}

test('keeps both directions with their times, as copies', () => {
  const { clock, recorder, port, station, farStation, farPort } = setUp();
  const frame = Uint8Array.of(1, 2, 3, 4);
  port.transmit(frame, 3);
  clock.advance(1000);
  frame.fill(9);
  farPort.transmit(frame, 4);
  clock.advance(1000);
  expect(recorder.frames).toEqual([
    { timeNs: 0, direction: 'transmit', bytes: Uint8Array.of(1, 2, 3) },
    { timeNs: 1100, direction: 'receive', bytes: Uint8Array.of(9, 9, 9, 9) },
  ]);
  expect([station.frameCount, farStation.frameCount]).toEqual([1, 1]);
});

test('passes the link through both sides', () => {
  const { wire, port, station } = setUp();
  expect([port.hasLink, station.hasLink]).toEqual([true, true]);
  wire.setLink(false);
  expect([port.hasLink, station.hasLink]).toEqual([false, false]);
});

test('can be off, and cleared', () => {
  const { clock, recorder, port, farStation } = setUp();
  recorder.isOn = false;
  port.transmit(new Uint8Array(60), 60);
  recorder.isOn = true;
  port.transmit(new Uint8Array(61), 61);
  clock.advance(100);
  expect(recorder.frames.map(({ bytes }) => bytes.length)).toEqual([61]);
  expect(farStation.frameCount).toBe(2);
  recorder.clear();
  expect(recorder.frames).toEqual([]);
});

test('can give each frame away as it comes', () => {
  const clock = new Clock();
  const end = new Wire({ clock }).end();
  const seen: unknown[] = [];
  const recorder = new WireRecorder(clock, (frame) => seen.push(frame));
  recorder.tapStation(new TestStation(clock)).receive(Uint8Array.of(1, 2), 2);
  expect(seen).toEqual([{ timeNs: 0, direction: 'receive', bytes: Uint8Array.of(1, 2) }]);
  expect(recorder.frames).toEqual([]);
  // Nobody is at the other end.
  recorder.tapPort(end).transmit(new Uint8Array(60), 60);
  expect(seen).toHaveLength(1);
});
