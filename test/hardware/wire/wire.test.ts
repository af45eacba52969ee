/** hardware/wire/wire.ts */
import { Clock } from '../../../hardware/clock';
import type { WireStation } from '../../../hardware/ports';
import { TestStation, Wire } from '../../../hardware/wire';

function setUp(stationCount = 2, propagationNs = 100) {
  const clock = new Clock();
  const wire = new Wire({ clock, propagationNs });
  const stations = Array.from({ length: stationCount }, () => new TestStation(clock));
  const ends = stations.map((station) => wire.attach(station));
  return { clock, wire, stations, ends };
}

const frame = (first: number, byteCount = 60) => new Uint8Array(byteCount).fill(first, 0, 1);
const firstBytes = (station: TestStation) => station.frames.map(({ bytes }) => bytes[0]);

describe('delivery', () => {
  test('arrives a propagation delay later, whole, and not at its sender', () => {
    const { clock, stations, ends } = setUp();
    clock.advance(1000);
    const sent = Uint8Array.from({ length: 64 }, (_, index) => index);
    ends[0].transmit(sent, 61);
    clock.advance(99);
    expect(stations[1].frameCount).toBe(0);
    clock.advance(1);
    expect(stations[1].frames).toEqual([{ timeNs: 1100, bytes: sent.slice(0, 61) }]);
    expect(stations[1].byteCount).toBe(61);
    expect(stations[0].frameCount).toBe(0);
  });

  test('100 m of cable if not told', () => {
    const clock = new Clock();
    const wire = new Wire({ clock });
    const station = new TestStation(clock);
    wire.attach(station);
    wire.attach(new TestStation(clock)).transmit(frame(1), 60);
    clock.advance(10_000);
    expect(station.frames[0].timeNs).toBe(500);
  });

  test('order is kept, also at one time and both ways at once', () => {
    const { clock, stations, ends } = setUp();
    for (let index = 0; index < 50; index++) {
      ends[0].transmit(frame(index), 60);
      ends[1].transmit(frame(100 + index), 60);
      if (index % 7 === 0) clock.advance(13);
    }
    clock.advance(1000);
    expect(firstBytes(stations[1])).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(firstBytes(stations[0])).toEqual(Array.from({ length: 50 }, (_, index) => 100 + index));
  });

  test('the sender may use its array again at once', () => {
    const { clock, stations, ends } = setUp();
    const bytes = frame(7);
    ends[0].transmit(bytes, 60);
    bytes.fill(0);
    clock.advance(100);
    expect(firstBytes(stations[1])).toEqual([7]);
  });

  test('three stations: all but the sender hear', () => {
    const { clock, stations, ends } = setUp(3);
    ends[1].transmit(frame(1), 60);
    clock.advance(100);
    expect(stations.map(({ frameCount }) => frameCount)).toEqual([1, 0, 1]);
  });

  test('a station may answer from within receive', () => {
    const clock = new Clock();
    const wire = new Wire({ clock, propagationNs: 100 });
    const asking = new TestStation(clock);
    const askingEnd = wire.attach(asking);
    const answeringEnd = wire.end();
    answeringEnd.connect({
      receive: (bytes, byteCount) => answeringEnd.transmit(bytes, byteCount),
      linkChanged: () => undefined,
    });
    askingEnd.transmit(frame(1), 60);
    askingEnd.transmit(frame(2), 60);
    clock.advance(1000);
    expect(asking.frames.map(({ timeNs }) => timeNs)).toEqual([200, 200]);
    expect(firstBytes(asking)).toEqual([1, 2]);
  });

  test('buffers are used again, and grow', () => {
    const seen = new Set<ArrayBufferLike>();
    const { clock, wire, ends } = setUp(1);
    const counting: WireStation = {
      receive: (bytes) => seen.add(bytes.buffer),
      linkChanged: () => undefined,
    };
    wire.attach(counting);
    for (let index = 0; index < 100; index++) {
      ends[0].transmit(frame(index), 60);
      clock.advance(100);
    }
    expect(seen.size).toBe(1);
    ends[0].transmit(frame(1, 9000), 9000);
    clock.advance(100);
    expect([...seen].at(-1)!.byteLength).toBeGreaterThanOrEqual(9000);
  });

  test.each([0, -1, 61, NaN])('%s bytes of an array of 60 are our own fault', (byteCount) => {
    const { ends } = setUp();
    expect(() => ends[0].transmit(new Uint8Array(60), byteCount)).toThrow(RangeError);
  });
});

describe('link', () => {
  test('one station alone has none; the second gives it to both', () => {
    const clock = new Clock();
    const wire = new Wire({ clock });
    const first = new TestStation(clock);
    const firstEnd = wire.attach(first);
    expect([firstEnd.hasLink, first.hasLink, first.linkChangeCount]).toEqual([false, false, 0]);
    const second = new TestStation(clock);
    const secondEnd = wire.attach(second);
    expect([firstEnd.hasLink, secondEnd.hasLink]).toEqual([true, true]);
    expect([first.hasLink, second.hasLink]).toEqual([true, true]);
    expect([first.linkChangeCount, second.linkChangeCount]).toEqual([1, 1]);
  });

  test('a free end sees the link before its station is connected', () => {
    const { clock, wire } = setUp(1);
    const end = wire.end();
    expect(end.hasLink).toBe(true);
    const station = new TestStation(clock);
    end.connect(station);
    expect(station.linkChangeCount).toBe(1);
    expect(() => end.connect(station)).toThrow();
  });

  test('down and up, told once each', () => {
    const { wire, stations, ends } = setUp();
    wire.setLink(false);
    wire.setLink(false);
    expect(ends.map(({ hasLink }) => hasLink)).toEqual([false, false]);
    expect(stations.map(({ hasLink }) => hasLink)).toEqual([false, false]);
    wire.setLink(true);
    wire.setLink(true);
    expect(stations.map(({ linkChangeCount }) => linkChangeCount)).toEqual([3, 3]);
    expect(ends[0].hasLink).toBe(true);
  });

  test('what is sent without link vanishes', () => {
    const { clock, wire, stations, ends } = setUp();
    wire.setLink(false);
    ends[0].transmit(frame(1), 60);
    wire.setLink(true);
    ends[0].transmit(frame(2), 60);
    clock.advance(1000);
    expect(firstBytes(stations[1])).toEqual([2]);
  });

  test('what is on its way when the link drops vanishes, even if it is back in time', () => {
    const { clock, wire, stations, ends } = setUp();
    ends[0].transmit(frame(1), 60);
    clock.advance(50);
    wire.setLink(false);
    wire.setLink(true);
    ends[0].transmit(frame(2), 60);
    clock.advance(1000);
    expect(firstBytes(stations[1])).toEqual([2]);
  });

  test('a pulled cable takes the link from the other, and frames go nowhere', () => {
    const { clock, stations, ends } = setUp();
    ends[0].transmit(frame(1), 60);
    ends[1].disconnect();
    expect([stations[0].hasLink, ends[0].hasLink]).toEqual([false, false]);
    ends[0].transmit(frame(2), 60);
    clock.advance(1000);
    expect(stations[1].frameCount).toBe(0);
    ends[1].connect(stations[1]);
    ends[0].transmit(frame(3), 60);
    clock.advance(1000);
    expect(firstBytes(stations[1])).toEqual([3]);
  });

  test('who hears a frame may cut the wire: the next does not hear it', () => {
    const clock = new Clock();
    const wire = new Wire({ clock, propagationNs: 1 });
    const sender = wire.attach(new TestStation(clock));
    wire.attach({ receive: () => wire.setLink(false), linkChanged: () => undefined });
    const last = new TestStation(clock);
    wire.attach(last);
    sender.transmit(frame(1), 60);
    clock.advance(10);
    expect([last.frameCount, last.hasLink]).toEqual([0, false]);
  });

  test('who hears of the link may transmit', () => {
    const { clock, wire, stations } = setUp(1);
    const end = wire.end();
    end.connect({
      receive: () => undefined,
      linkChanged: (hasLink) => hasLink && end.transmit(frame(9), 60),
    });
    clock.advance(1000);
    expect(firstBytes(stations[0])).toEqual([9]);
  });
});

test('the wire says since when it has been up', () => {
  const { clock, wire } = setUp();
  const seen = [wire.upSinceNs];
  clock.advance(1000);
  wire.setLink(false);
  seen.push(wire.upSinceNs);
  clock.advance(1000);
  wire.setLink(true);
  wire.setLink(true);
  seen.push(wire.upSinceNs);
  expect(seen).toEqual([0, Infinity, 2000]);
});
