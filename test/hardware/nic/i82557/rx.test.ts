/** The receive frame area as a driver uses it, and as it should not. 8255x SDM 6.4.3, 6.5.4. */
import { Bench, type Changes, createFrame } from '../../../support/nic/i82557-bench';

const [IDLE, SUSPENDED, NO_RESOURCES, READY] = [0, 1, 2, 4];
const [FR, RNR] = [0x40, 0x10];

function createBench(config: Changes = {}): Bench {
  const bench = new Bench();
  bench.configure(config);
  bench.setAddress();
  bench.set(1, 0xff, 1);
  return bench;
}

test('a frame lies behind its RFD, which has C, OK, EOF, F and the count; FR is raised', () => {
  const bench = createBench();
  bench.startReceiver();
  bench.receive(createFrame(100));
  expect(bench.rfd(0)).toEqual({ status: 0xa020, count: 0xc064, size: 1536 });
  expect(bench.received(0)).toEqual(createFrame(100));
  expect([bench.statAck, bench.ruState, bench.pin]).toEqual([FR, READY, true]);
});

test('a length in the type field clears status bit 5', () => {
  const bench = createBench();
  bench.startReceiver();
  const frame = createFrame(60);
  frame.set([0x05, 0xdc], 12);
  bench.receive(frame);
  frame.set([0x05, 0xdd], 12);
  bench.receive(frame);
  expect([bench.rfd(0).status, bench.rfd(1).status]).toEqual([0xa000, 0xa020]);
});

test('CRC transfer puts the FCS behind the frame, and counts it', () => {
  const bench = createBench({ 15: 0x49, 18: 0xf6 });
  bench.startReceiver();
  bench.receive(new Uint8Array(60));
  expect(bench.rfd(0).count).toBe(0xc040);
  expect(bench.view.getUint32(0x8010 + 60, true)).toBe(0x0412_8908);
});

test.each([
  { name: 'the frame', size: 58, want: { status: 0x8220, count: 0xc03a } },
  { name: 'the FCS', size: 62, want: { status: 0x8220, count: 0xc03e } },
  { name: 'nothing', size: 64, want: { status: 0xa020, count: 0xc040 } },
])('a buffer of $size bytes cuts $name', ({ size, want }) => {
  const bench = createBench({ 18: 0xf6 });
  bench.startReceiver(4, size);
  bench.ram.fill(0xee, 0x8010, 0x8100);
  bench.receive(createFrame(60));
  expect(bench.rfd(0)).toMatchObject(want);
  expect(bench.ram[0x8010 + size]).toBe(0xee);
});

test.each([
  { name: 'of 5 bytes', byteCount: 5, config: { 7: 2 }, status: 0, short: 0 },
  { name: 'short, discarded', byteCount: 59, config: {}, status: 0, short: 1 },
  { name: 'short, kept', byteCount: 59, config: { 7: 2 }, status: 0x80a0, short: 1 },
  { name: 'of 12 bytes, kept', byteCount: 12, config: { 7: 2 }, status: 0x8080, short: 1 },
  { name: 'the shortest', byteCount: 60, config: {}, status: 0xa020, short: 0 },
  { name: 'the longest', byteCount: 1514, config: {}, status: 0xa020, short: 0 },
  { name: 'long', byteCount: 1515, config: {}, status: 0, short: 0 },
  { name: 'long, OK', byteCount: 1515, config: { 18: 0xfa }, status: 0xa020, short: 0 },
  {
    name: 'long, bad frames saved',
    byteCount: 1515,
    config: { 6: 0xb2 },
    status: 0x8020,
    short: 0,
  },
])('a frame $name', ({ byteCount, config, status, short }) => {
  const bench = createBench(config);
  bench.startReceiver();
  bench.receive(createFrame(byteCount));
  expect([bench.rfd(0).status, bench.counters()[15]]).toEqual([status, short]);
});

test('EL: the frame is kept, then there are no resources, and frames are counted as lost', () => {
  const bench = createBench();
  bench.startReceiver(2);
  for (let index = 0; index < 4; index++) bench.receive(createFrame(60 + index));
  expect([bench.rfd(1).count, bench.ruState, bench.statAck]).toEqual([
    0xc03d,
    NO_RESOURCES,
    FR | RNR,
  ]);
  expect([bench.counters()[9], bench.counters()[12]]).toEqual([2, 2]);
  bench.putRfd(0, true);
  bench.command(0x01, 0x8000);
  bench.receive(createFrame(70));
  expect(bench.rfd(0)).toMatchObject({ status: 0xa020, count: 0xc046 });
});

test('S suspends; resume goes on at the next RFD', () => {
  const bench = createBench();
  bench.putRfd(0, false, 1536, 0x4000);
  bench.putRfd(1, true);
  bench.command(0x01, 0x8000);
  bench.receive(createFrame(60));
  expect([bench.ruState, bench.statAck]).toEqual([SUSPENDED, FR | RNR]);
  bench.receive(createFrame(61));
  bench.command(0x02);
  expect(bench.ruState).toBe(READY);
  bench.receive(createFrame(62));
  expect([bench.rfd(1).count, bench.counters()[12]]).toEqual([0xc03e, 0]);
});

test('abort raises RNR if ready, and stops; resume is ignored when idle', () => {
  const bench = createBench();
  bench.startReceiver();
  bench.command(0x04);
  expect([bench.ruState, bench.statAck]).toEqual([IDLE, RNR]);
  bench.set(1, 0xff, 1);
  bench.command(0x04);
  bench.command(0x02);
  bench.receive(createFrame(60));
  expect([bench.ruState, bench.statAck, bench.rfd(0).status]).toEqual([IDLE, 0, 0]);
});

test('an RFD is read when it comes up: what changes later does not count', () => {
  const bench = createBench();
  bench.startReceiver(1);
  bench.view.setUint16(0x8002, 0, true);
  bench.receive(createFrame(60));
  expect(bench.ruState).toBe(NO_RESOURCES);
});

test('an RFD without buffer ends the list untouched', () => {
  const bench = createBench();
  bench.startReceiver(2);
  bench.putRfd(1, true, 0);
  bench.receive(createFrame(60));
  expect([bench.ruState, bench.statAck]).toEqual([READY, FR]);
  bench.receive(createFrame(60));
  expect([bench.ruState, bench.statAck, bench.rfd(1).status]).toEqual([NO_RESOURCES, FR | RNR, 0]);
  expect(bench.counters()[12]).toBe(1);
});

test('pointer and links are relative to the base', () => {
  const bench = createBench();
  bench.command(0x06, 0x8000);
  bench.putRfd(0, false);
  bench.view.setUint32(0x8004, 0x0800, true);
  bench.putRfd(1, true);
  bench.command(0x01, 0);
  bench.receive(createFrame(60));
  bench.receive(createFrame(61));
  expect([bench.rfd(0).count, bench.rfd(1).count]).toEqual([0xc03c, 0xc03d]);
});

test('RXBC has the size of the next buffer, in steps of eight', () => {
  const bench = createBench();
  bench.startReceiver(4, 1530);
  expect(bench.get(0x14)).toBe(1528);
});

test.each([
  { name: 'RU Start while ready', act: (b: Bench) => b.command(0x01, 0x8800) },
  {
    name: 'RFD in flexible mode',
    act: (b: Bench) => {
      b.set(8, 2);
      b.putRfd(0, true, 1536, 0x0008);
      b.command(0x01, 0x8000);
    },
  },
])('$name is reported', ({ name, act }) => {
  const bench = createBench();
  bench.startReceiver();
  act(bench);
  expect(bench.unmodelled).toEqual([name]);
});

test.each([
  { name: 'the link is down', act: (b: Bench) => b.writePhy(0, 0x0800) },
  { name: 'the RU is idle', act: (b: Bench) => b.command(0x04) },
  { name: 'the MAC is looped back', act: (b: Bench) => b.configure({ 10: 0x6e }) },
])('a frame is lost when $name', ({ act }) => {
  const bench = createBench();
  bench.startReceiver();
  act(bench);
  bench.receive(createFrame(60));
  expect([bench.rfd(0).status, bench.counters()[12]]).toEqual([0, 0]);
});

test('hostile: a link where no memory is halts the unit, which then overruns', () => {
  const bench = createBench();
  bench.putRfd(0, false);
  bench.view.setUint32(0x8004, 0x4000_0000, true);
  bench.command(0x01, 0x8000);
  for (let index = 0; index < 3; index++) bench.receive(createFrame(60));
  expect([bench.rfd(0).status, bench.ruState, bench.counters()[13]]).toEqual([0xa020, READY, 2]);
});

test('hostile: a buffer across the end of memory', () => {
  const bench = createBench();
  bench.view.setUint32(0x7_ffe0, 0, true);
  bench.view.setUint32(0x7_ffec, 1536 << 16, true);
  bench.command(0x01, 0x7_ffe0);
  bench.receive(createFrame(60));
  bench.receive(createFrame(60));
  expect([bench.status(0x7_ffe0), bench.counters()[13]]).toEqual([0, 2]);
});

test('hostile: an RFD that links to itself takes every frame', () => {
  const bench = createBench();
  bench.putRfd(0, false);
  bench.view.setUint32(0x8004, 0x8000, true);
  bench.command(0x01, 0x8000);
  for (let index = 0; index < 10; index++) bench.receive(createFrame(60 + index));
  expect([bench.rfd(0).count, bench.counters()[9]]).toEqual([0xc045, 10]);
});
