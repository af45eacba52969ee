/** The receiver and its ring. DP8390D 7, 10.3 (RCR, RSR), 10.6. */
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';

const BROADCAST = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

test('a frame lies behind its header with its FCS, and PRX is raised', () => {
  const bench = new Bench();
  bench.start();
  const frame = new Uint8Array(60);
  frame.set([0x00, 0xe0, 0x4c, 0x12, 0x34, 0x56]);
  bench.receive(frame);
  expect([bench.get(7), bench.get(0x0c), bench.getPage(1, 7)]).toEqual([0x01, 0x01, 0x47]);
  expect([bench.get(1), bench.get(2)]).toEqual([0x44, 0x46]);
  expect(bench.header(0x46)).toEqual({ status: 0x01, next: 0x47, byteCount: 64 });
  expect(bench.readMemory(0x4604, 60)).toEqual(frame);
});

test('the FCS behind a frame is that of IEEE 802.3', () => {
  const bench = new Bench();
  bench.start({ rcr: 0x10 });
  bench.receive(new Uint8Array(60));
  expect([...bench.readMemory(0x4640, 4)]).toEqual([0x08, 0x89, 0x12, 0x04]);
});

test.each([
  { byteCount: 248, next: 0x47 },
  { byteCount: 249, next: 0x48 },
  { byteCount: 504, next: 0x48 },
  { byteCount: 1514, next: 0x4c },
  { byteCount: 3000, next: 0x52 },
])('$byteCount bytes, header and FCS end before page $next', ({ byteCount, next }) => {
  const bench = new Bench();
  bench.start();
  bench.receive(createFrame(byteCount));
  expect(bench.getPage(1, 7)).toBe(next);
  expect(bench.header(0x46)).toEqual({ status: 0x01, next, byteCount: byteCount + 4 });
  expect(bench.readMemory(0x4604, byteCount)).toEqual(createFrame(byteCount));
});

test.each([
  { name: 'the shortest', byteCount: 60, rcr: 0x00, want: 1 },
  { name: 'a runt', byteCount: 59, rcr: 0x00, want: 0 },
  { name: 'a runt, AR', byteCount: 59, rcr: 0x02, want: 1 },
  { name: 'the shortest runt, AR', byteCount: 6, rcr: 0x02, want: 1 },
  { name: 'less than an address, AR', byteCount: 5, rcr: 0x02, want: 0 },
  { name: 'nothing, AR', byteCount: 0, rcr: 0x12, want: 0 },
  { name: 'a long one', byteCount: 1600, rcr: 0x00, want: 1 },
])('$name: stored $want', ({ byteCount, rcr, want }) => {
  const bench = new Bench();
  bench.start({ rcr });
  bench.receive(createFrame(byteCount));
  expect(bench.get(7) & 0x01).toBe(want);
});

test('a frame goes on at PSTART after PSTOP', () => {
  const bench = new Bench();
  bench.start({ pstart: 0x46, pstop: 0x4a });
  bench.set(3, 0x48);
  bench.setPage(1, 7, 0x49);
  bench.receive(createFrame(300));
  expect(bench.header(0x49)).toEqual({ status: 0x01, next: 0x47, byteCount: 304 });
  expect(bench.readMemory(0x4904, 252)).toEqual(createFrame(300).subarray(0, 252));
  expect(bench.readMemory(0x4600, 48)).toEqual(createFrame(300).subarray(252));
});

test('a frame that would run into BNRY is aborted: OVW, RXE, RST, MPA, CNTR2', () => {
  const bench = new Bench();
  bench.start({ pstart: 0x46, pstop: 0x4a });
  bench.set(3, 0x46);
  bench.setPage(1, 7, 0x47);
  bench.receive(createFrame(300));
  bench.set(7, 0xff);
  bench.receive(createFrame(300, BROADCAST));
  expect([bench.get(7), bench.get(0x0c), bench.getPage(1, 7)]).toEqual([0x94, 0x30, 0x49]);
  expect(bench.get(0x0f)).toBe(1);
});

test('CURR that has caught up with BNRY is a full ring; BNRY written there an empty one', () => {
  const bench = new Bench();
  bench.start({ pstart: 0x46, pstop: 0x48 });
  bench.receive(createFrame(60));
  bench.receive(createFrame(60));
  expect([bench.get(7), bench.getPage(1, 7), bench.get(3)]).toEqual([0x01, 0x46, 0x46]);
  bench.set(3, 0x46);
  bench.receive(createFrame(60));
  expect([bench.get(7), bench.getPage(1, 7)]).toEqual([0x01, 0x47]);
  bench.receive(createFrame(60));
  bench.receive(createFrame(60));
  expect(bench.get(7)).toBe(0x95);
});

test('after an overflow nothing is stored until the overflow routine is followed', () => {
  const bench = new Bench();
  bench.start({ pstart: 0x46, pstop: 0x48 });
  for (let index = 0; index < 3; index++) bench.receive(createFrame(60));
  bench.set(7, 0xff);
  bench.set(3, 0x47);
  // A packet removed ends RST; without the software reset frames are still missed.
  expect(bench.get(7)).toBe(0x00);
  bench.receive(createFrame(60));
  expect([bench.get(7), bench.getPage(1, 7)]).toEqual([0x94, 0x46]);

  bench.set(0, 0x21);
  bench.advance(1_600_000);
  bench.set(0x0a, 0);
  bench.set(0x0b, 0);
  bench.set(0x0d, 0x02);
  bench.set(0, 0x22);
  bench.set(3, 0x47);
  bench.set(7, 0x10);
  bench.set(0x0d, 0x00);
  bench.set(7, 0xff);
  bench.receive(createFrame(60));
  expect([bench.get(7), bench.getPage(1, 7)]).toEqual([0x01, 0x47]);
});

test('monitor mode recognises and buffers nothing', () => {
  const bench = new Bench();
  bench.start({ rcr: 0x24 });
  bench.receive(createFrame(60));
  expect([bench.get(7), bench.get(0x0c), bench.get(0x0f)]).toEqual([0x04, 0x50, 1]);
  bench.receive(createFrame(60, BROADCAST));
  expect([bench.get(0x0c), bench.getPage(1, 7)]).toEqual([0x70, 0x46]);
});

test.each([
  { name: 'the chip is stopped', act: (b: Bench) => b.set(0, 0x21) },
  { name: 'a loopback is on', act: (b: Bench) => b.set(0x0d, 0x02) },
  { name: 'the medium is coax', act: (b: Bench) => (b.setPage(3, 1, 0xc0), b.setPage(3, 5, 0xc0)) },
  { name: 'the 93C46 is programmed', act: (b: Bench) => b.setPage(3, 1, 0x80) },
  { name: 'there is no link', act: (b: Bench) => (b.wire.hasLink = false) },
])('a frame is lost when $name, and not counted', ({ act }) => {
  const bench = new Bench();
  bench.start();
  act(bench);
  bench.receive(createFrame(60));
  expect([bench.get(7) & 0x7f, bench.getPage(1, 7), bench.get(0x0f)]).toEqual([0, 0x46, 0]);
});

test.each([
  { name: 'PSTOP below PSTART', pstart: 0x80, pstop: 0x40 },
  { name: 'a ring without length', pstart: 0x46, pstop: 0x46 },
  { name: 'a ring where no buffer is', pstart: 0x00, pstop: 0x10 },
  { name: 'a ring at the end of addresses', pstart: 0xf0, pstop: 0x00 },
])('hostile: $name ends in an overflow or in frames', ({ pstart, pstop }) => {
  const bench = new Bench();
  bench.start({ pstart, pstop });
  for (let index = 0; index < 300; index++) bench.receive(createFrame(1514));
  expect(bench.get(7) & 0x11).not.toBe(0);
  expect(bench.clock.nextDueNs).toBe(Infinity);
});
