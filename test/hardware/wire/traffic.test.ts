/** hardware/wire/traffic.ts */
import { Clock } from '../../../hardware/clock';
import { Random } from '../../../hardware/random';
import {
  type FrameShape,
  macAddress,
  onesSum,
  patternPayload,
  TestStation,
  TrafficGenerator,
  Wire,
} from '../../../hardware/wire';

function setUp(seed = 1) {
  const clock = new Clock();
  const wire = new Wire({ clock, propagationNs: 0 });
  const station = new TestStation(clock);
  wire.attach(station);
  const generator = new TrafficGenerator({
    clock,
    port: wire.attach(new TestStation(clock)),
    random: new Random(seed),
    sourceMac: macAddress('02:00:00:00:00:01'),
    destinationMac: macAddress('02:00:00:00:00:02'),
  });
  return { clock, wire, station, generator };
}

const word = (frame: Uint8Array, at: number) => (frame[at] << 8) | frame[at + 1];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('shapes', () => {
  test.each<[shape: FrameShape, destination: string, etherType: number, payloadAt: number]>([
    [{ kind: 'raw', cast: 'unicast', byteCount: 60 }, '020000000002', 0x88b5, 14],
    [{ kind: 'raw', cast: 'broadcast', byteCount: 1514 }, 'ffffffffffff', 0x88b5, 14],
    [{ kind: 'udp', cast: 'unicast', byteCount: 60 }, '020000000002', 0x0800, 42],
    [{ kind: 'udp', cast: 'multicast', byteCount: 61 }, '01005e000001', 0x0800, 42],
    [{ kind: 'udp', cast: 'broadcast', byteCount: 1514 }, 'ffffffffffff', 0x0800, 42],
    [{ kind: 'tcp', cast: 'unicast', byteCount: 60 }, '020000000002', 0x0800, 54],
    [{ kind: 'tcp', cast: 'unicast', byteCount: 1513 }, '020000000002', 0x0800, 54],
  ])('%j', (shape, destination, etherType, payloadAt) => {
    const { generator } = setUp();
    generator.build(shape);
    const frame = generator.build(shape);
    expect(frame).toHaveLength(shape.byteCount);
    expect(hex(frame.subarray(0, 12))).toBe(`${destination}020000000001`);
    expect(word(frame, 12)).toBe(etherType);
    expect(hex(frame.subarray(payloadAt, payloadAt + 4))).toBe('00000001');
    if (etherType !== 0x0800) return;
    expect(word(frame, 16)).toBe(shape.byteCount - 14);
    expect(onesSum(frame, 14, 20)).toBe(0xffff);
    const segmentBytes = shape.byteCount - 34;
    expect(onesSum(frame, 34, segmentBytes, onesSum(frame, 26, 8, frame[23] + segmentBytes))).toBe(
      0xffff,
    );
  });

  test('an ARP request is broadcast and short, whatever was asked', () => {
    const frame = setUp().generator.build({ kind: 'arp', cast: 'unicast', byteCount: 1000 });
    expect(frame).toHaveLength(60);
    expect(hex(frame.subarray(0, 6))).toBe('ffffffffffff');
    expect(word(frame, 20)).toBe(1);
  });

  test.each([59, 1515, 0, -1, NaN])('%s bytes are refused', (byteCount) => {
    const { generator } = setUp();
    const shape = { kind: 'raw', cast: 'unicast', byteCount } as const;
    expect(() => generator.build(shape)).toThrow(RangeError);
  });

  test('TCP sequence numbers follow the payloads', () => {
    const { generator } = setUp();
    const sequences = [60, 154, 60].map((byteCount) => {
      const frame = generator.build({ kind: 'tcp', cast: 'unicast', byteCount });
      return new DataView(frame.buffer).getUint32(38);
    });
    expect(sequences).toEqual([1, 7, 107]);
  });

  test('random shapes stay within bounds and come in all kinds', () => {
    const { generator } = setUp();
    const shapes = Array.from({ length: 500 }, () => generator.randomShape());
    expect(new Set(shapes.map(({ kind, cast }) => `${kind} ${cast}`)).size).toBe(12);
    expect(Math.min(...shapes.map(({ byteCount }) => byteCount))).toBeGreaterThanOrEqual(60);
    expect(Math.max(...shapes.map(({ byteCount }) => byteCount))).toBeLessThanOrEqual(1514);
  });

  test('a payload follows from its number', () => {
    expect(hex(patternPayload(0x01020304, 8))).toBe('0102030408090a0b');
  });
});

describe('bursts', () => {
  const short: FrameShape = { kind: 'raw', cast: 'unicast', byteCount: 60 };
  const long: FrameShape = { kind: 'raw', cast: 'unicast', byteCount: 1514 };

  test('one frame each interval, shapes in turn', () => {
    const { clock, station, generator } = setUp();
    clock.advance(10);
    generator.burst({ shapes: [short, long], frameCount: 5, intervalNs: 672 });
    expect(generator.isIdle).toBe(false);
    clock.advance(100_000);
    const got = station.frames.map(({ timeNs, bytes }) => [timeNs, bytes.length]);
    expect(got).toEqual([
      [10, 60],
      [682, 1514],
      [1354, 60],
      [2026, 1514],
      [2698, 60],
    ]);
    expect(generator.sentCount).toBe(5);
    expect(generator.isIdle).toBe(true);
  });

  test('two at once', () => {
    const { clock, station, generator } = setUp();
    generator.burst({ shapes: [short], frameCount: 2, intervalNs: 100 });
    generator.burst({ shapes: [long], frameCount: 2, intervalNs: 150 });
    clock.advance(1000);
    expect(station.frames.map(({ bytes }) => bytes.length)).toEqual([60, 1514, 60, 1514]);
  });

  test('stopped, also from within', () => {
    const { clock, wire, station, generator } = setUp();
    generator.burst({ shapes: [short], frameCount: 100, intervalNs: 100 });
    clock.advance(250);
    generator.stop();
    clock.advance(1000);
    expect([station.frameCount, generator.isIdle]).toEqual([3, true]);
    wire.attach({ receive: () => generator.stop(), linkChanged: () => undefined });
    generator.burst({ shapes: [short], frameCount: 100, intervalNs: 100 });
    clock.advance(1000);
    expect(station.frameCount).toBe(4);
  });

  test.each([0, -1])('of %i frames', (frameCount) => {
    const { generator } = setUp();
    generator.burst({ shapes: [], frameCount, intervalNs: 100 });
    expect(generator.isIdle).toBe(true);
  });

  test('the same seed gives the same bytes at the same times, another seed others', () => {
    const [a, b, c] = [3, 3, 4].map((seed) => {
      const { clock, station, generator } = setUp(seed);
      generator.burst({ shapes: [], frameCount: 100, intervalNs: 12_304 });
      clock.advance(1e9);
      return station.frames.map(({ timeNs, bytes }) => `${timeNs} ${hex(bytes)}`);
    });
    expect(a).toHaveLength(100);
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });
});
