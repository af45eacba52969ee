/** hardware/wire/test-station.ts */
import { Clock } from '../../../hardware/clock';
import { TestStation } from '../../../hardware/wire';

test.each([true, false])('counts; keeps frames: %s', (keepsFrames) => {
  const clock = new Clock();
  const station = new TestStation(clock, keepsFrames);
  const frame = Uint8Array.of(1, 2, 3);
  clock.advance(5);
  station.receive(frame, 2);
  frame.fill(0);
  station.receive(frame, 3);
  expect([station.frameCount, station.byteCount]).toEqual([2, 5]);
  const kept = [
    { timeNs: 5, bytes: Uint8Array.of(1, 2) },
    { timeNs: 5, bytes: Uint8Array.of(0, 0, 0) },
  ];
  expect(station.frames).toEqual(keepsFrames ? kept : []);
  station.clear();
  expect([station.frameCount, station.byteCount, station.frames.length]).toEqual([0, 0, 0]);
});
