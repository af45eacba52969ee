/** The transmit ring as a driver uses it, and as it should not. 8254x SDM 3.3-3.4, 13.4.33-44. */
import { Bench, createFrame } from '../../../support/nic/82540em-bench';

const [EOP, IFCS, RS, IDE] = [0x0100_0000, 0x0200_0000, 0x0800_0000, 0x8000_0000];
const SEND = EOP | IFCS | RS;
const [ICR, IMS, TDT, TDH] = [0xc0, 0xd0, 0x3818, 0x3810];
/** Preamble, frame, FCS and a gap of IPGT + 4 at 8 ns a byte. */
const FRAME_60_NS = (8 + 64 + 14) * 8;

function createBench(tctl?: number, count?: number): Bench {
  const bench = new Bench();
  bench.startTransmitter(tctl, count);
  bench.ram.set(createFrame(1514), 0x8000);
  bench.get(ICR);
  return bench;
}

test('a frame leaves after its time on the wire, and then is reported', () => {
  const bench = createBench();
  bench.set(IMS, 0x1);
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 1);
  bench.advance(FRAME_60_NS - 1);
  expect([bench.sent.length, bench.transmitStatus(0), bench.get(TDH), bench.pin]).toEqual([
    0,
    0,
    0,
    false,
  ]);
  expect(bench.device.activity().dmaActive).toBe(true);
  bench.advance(1);
  expect(bench.sent).toEqual([{ atNs: FRAME_60_NS, frame: createFrame(1514).slice(0, 60) }]);
  expect([bench.transmitStatus(0), bench.get(TDH), bench.pin]).toEqual([1, 1, true]);
  expect(bench.get(ICR)).toBe(0x8003);
  expect(bench.device.activity().dmaActive).toBe(false);
});

test('frames keep their order and their distance, round the ring', () => {
  const bench = createBench();
  for (let frame = 0; frame < 20; frame++) {
    bench.putTransmit(frame % 8, [0x8000, 0, SEND | (60 + frame), 0]);
    bench.set(TDT, (frame + 1) % 8);
    if (frame % 5 === 4) bench.advance(10_000);
  }
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual(
    Array.from({ length: 20 }, (_, i) => 60 + i),
  );
  expect(bench.sent[1].atNs - bench.sent[0].atNs).toBe(FRAME_60_NS + 8);
});

test.each([
  { name: '100 Mb/s', ctrl: 0x941, byteNs: 80 },
  { name: '10 Mb/s', ctrl: 0x841, byteNs: 800 },
])('a byte takes its time at $name', ({ ctrl, byteNs }) => {
  const bench = createBench();
  bench.set(0, ctrl);
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 1);
  bench.advance(1_000_000);
  expect(bench.sent[0].atNs).toBe(86 * byteNs);
});

test('a frame of several descriptors, the last of them later', () => {
  const bench = createBench();
  bench.putTransmit(0, [0x8000, 0, RS | 14, 0]);
  bench.putTransmit(1, [0x800e, 0, 0, 0]);
  bench.putTransmit(2, [0x800e, 0, SEND | 100, 0]);
  bench.set(TDT, 2);
  bench.advance(10_000);
  expect([bench.sent.length, bench.get(TDH), bench.transmitStatus(0)]).toEqual([0, 2, 1]);
  bench.set(TDT, 3);
  bench.advance(10_000);
  expect(bench.sent[0].frame).toEqual(createFrame(1514).slice(0, 114));
  expect([bench.transmitStatus(1), bench.transmitStatus(2)]).toEqual([0, 1]);
});

test.each([
  { name: 'PSP pads to 64 bytes with FCS', tctl: 0x0a, byteCount: 20, want: 60, stats: [1, 1] },
  { name: 'without PSP a frame stays short', tctl: 0x02, byteCount: 34, want: 34, stats: [1, 0] },
])('$name', ({ tctl, byteCount, want, stats }) => {
  const bench = createBench(tctl);
  bench.putTransmit(0, [0x8000, 0, SEND | byteCount, 0]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  const { frame } = bench.sent[0];
  expect(frame.length).toBe(want);
  expect(frame.subarray(byteCount).every((byte) => byte === 0)).toBe(true);
  // TPT, GPTC
  expect([bench.get(0x40d4), bench.get(0x4080)]).toEqual(stats);
});

test('without RS nothing is written back', () => {
  const bench = createBench();
  bench.putTransmit(0, [0x8000, 0, EOP | IFCS | 60, 0]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect([bench.sent.length, bench.transmitStatus(0), bench.get(ICR)]).toEqual([1, 0, 0x8002]);
});

test.each([
  { name: 'TIDV from the last frame', tidv: 10, tadv: 0, wantNs: 2 * FRAME_60_NS + 10_240 },
  { name: 'TADV from the first frame', tidv: 10, tadv: 8, wantNs: FRAME_60_NS + 8192 },
  { name: 'TIDV of 0 is no delay', tidv: 0, tadv: 8, wantNs: FRAME_60_NS },
])('IDE holds TXDW back: $name', ({ tidv, tadv, wantNs }) => {
  const bench = createBench();
  bench.set(IMS, 1);
  bench.set(0x3820, tidv);
  bench.set(0x382c, tadv);
  bench.putTransmit(0, [0x8000, 0, (SEND | IDE | 60) >>> 0, 0]);
  bench.putTransmit(1, [0x8000, 0, (SEND | IDE | 60) >>> 0, 0]);
  bench.set(TDT, 2);
  bench.advance(100_000);
  expect(bench.pinEdges).toEqual([{ atNs: wantNs, asserted: true }]);
});

test('TXD_LOW comes as the ring falls to the threshold', () => {
  const bench = createBench(undefined, 16);
  bench.set(0x3828, 1 << 25);
  for (let index = 0; index < 10; index++)
    bench.putTransmit(index, [0x8000, 0, EOP | IFCS | 60, 0]);
  bench.set(TDT, 10);
  bench.advance(FRAME_60_NS);
  expect(bench.get(ICR)).toBe(0);
  bench.advance(FRAME_60_NS);
  expect(bench.get(ICR)).toBe(0x8000);
  bench.advance(8 * FRAME_60_NS);
  expect(bench.get(ICR)).toBe(0x2);
});

test.each([
  { name: 'a right FCS of its own', flip: 0, want: 1 },
  { name: 'a wrong FCS of its own', flip: 1, want: 0 },
])('a frame with $name', ({ flip, want }) => {
  const bench = createBench();
  bench.ram.fill(0, 0x8000, 0x8000 + 60);
  // The CRC-32 of sixty zero bytes.
  bench.view.setUint32(0x803c, 0x0412_8908 ^ flip, true);
  bench.putTransmit(0, [0x8000, 0, EOP | RS | 64, 0]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect([bench.sent.length, bench.transmitStatus(0)]).toEqual([want, 1]);
});

test('VLE inserts VET and the tag when VME is set', () => {
  const bench = createBench();
  bench.set(0x38, 0x8100);
  bench.putTransmit(0, [0x8000, 0, SEND | 0x4000_0000 | 60, 0xa123_0000]);
  bench.putTransmit(1, [0x8000, 0, SEND | 0x4000_0000 | 60, 0xa123_0000]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  bench.set(0, 0x4000_0241);
  bench.set(TDT, 2);
  bench.advance(10_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual([60, 64]);
  expect([...bench.sent[1].frame.slice(12, 18)]).toEqual([0x81, 0x00, 0xa1, 0x23, 0x88, 0xb5]);
});

test('it waits for the link, for TCTL.EN, and finishes the frame under way when that goes', () => {
  const bench = createBench(0);
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.putTransmit(1, [0x8000, 0, SEND | 60, 0]);
  bench.set(0, 0x201);
  bench.set(TDT, 2);
  bench.advance(10_000);
  expect(bench.sent.length).toBe(0);
  bench.set(0x400, 0xa);
  bench.advance(10_000);
  expect(bench.sent.length).toBe(0);
  bench.set(0, 0x241);
  bench.set(0x400, 0);
  bench.advance(10_000);
  expect(bench.sent.length).toBe(1);
  bench.set(0x400, 0xa);
  bench.advance(10_000);
  expect(bench.sent.length).toBe(2);
});

test.each([
  { name: 'a ring without length', offset: 0x3808, value: 0 },
  { name: 'a head beyond the ring', offset: TDH, value: 8 },
  { name: 'a tail beyond the ring', offset: TDT, value: 0xffff },
  { name: 'a ring where no memory is', offset: 0x3800, value: 0xffff_fff0 },
  { name: 'a ring beyond 4 GiB', offset: 0x3804, value: 0xffff_ffff },
])('hostile: $name sends nothing and stays quiet', ({ offset, value }) => {
  const bench = createBench();
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.set(offset, value);
  if (offset !== TDT) bench.set(TDT, 1);
  bench.advance(1_000_000_000);
  expect([bench.sent.length, bench.device.activity().dmaActive]).toEqual([0, false]);
  expect(bench.dmaCount).toBeLessThan(3);
});

test('hostile: a bus that refuses data halts the transmitter until a reset', () => {
  const bench = createBench();
  bench.putTransmit(0, [0x4000_0000, 0, SEND | 60, 0]);
  bench.putTransmit(1, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 2);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.get(TDH), bench.transmitStatus(0)]).toEqual([0, 0, 0]);
  bench.set(0, 0x0400_0000);
  bench.startTransmitter();
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect(bench.sent.length).toBe(1);
});

test('hostile: a packet that never ends is dropped, and bounded by the ring', () => {
  const bench = createBench();
  for (let index = 0; index < 7; index++) bench.putTransmit(index, [0, 0, RS | 0xffff, 0]);
  bench.set(TDT, 7);
  bench.advance(10_000);
  expect([bench.get(TDH), bench.sent.length, bench.transmitStatus(6)]).toEqual([7, 0, 1]);
  bench.putTransmit(7, [0x8000, 0, SEND | 60, 0]);
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect(bench.sent.length).toBe(1);
});

test.each([
  { name: 'an empty frame', words: [0x8000, 0, SEND, 0] },
  { name: 'a reserved type', words: [0x8000, 0, 0x2920_0040, 0] },
] as const)('hostile: $name is taken and not sent', ({ words }) => {
  const bench = createBench();
  bench.putTransmit(0, [...words] as [number, number, number, number]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect([bench.sent.length, bench.get(TDH), bench.transmitStatus(0)]).toEqual([0, 1, 1]);
});

test('a reset while a frame is on the wire loses it', () => {
  const bench = createBench();
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 1);
  bench.advance(100);
  bench.set(0, 0x0400_0000);
  bench.advance(10_000);
  expect([bench.sent.length, bench.transmitStatus(0), bench.get(TDH)]).toEqual([0, 0, 0]);
});

test('a far end that resets the device as the frame arrives does no harm', () => {
  const bench = createBench();
  bench.wire.transmit = () => bench.set(0, 0x0400_0000);
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect([bench.transmitStatus(0), bench.get(TDH), bench.get(ICR)]).toEqual([0, 0, 0]);
});

test('a far end that resets the device and starts it anew gets each frame once', () => {
  const bench = createBench();
  const transmit = bench.wire.transmit;
  bench.wire.transmit = (frame, byteCount) => {
    bench.wire.transmit = transmit;
    bench.set(0, 0x0400_0000);
    bench.startTransmitter();
    bench.putTransmit(0, [0x8000, 0, SEND | 100, 0]);
    bench.putTransmit(1, [0x8000, 0, SEND | 200, 0]);
    bench.set(TDT, 2);
    transmit(frame, byteCount);
  };
  bench.putTransmit(0, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual([60, 100, 200]);
  expect(bench.sent[2].atNs).toBe(FRAME_60_NS + (126 + 226) * 8);
});
