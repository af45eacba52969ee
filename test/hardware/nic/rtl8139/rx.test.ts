/** Reception into the ring (RTL8139C data sheet 6.1, 6.4, 6.8, chapter 6 on CAPR and CBR). */
import { Bench, createFrame, RING } from '../../../support/nic/rtl8139-bench';

/** All addresses, bursts and threshold unlimited; RBLEN and WRAP by the test. */
const RCR = 0xe70f;
const WRAP = 0x80;

function started(rcr = RCR): Bench {
  const bench = new Bench();
  bench.start(rcr);
  return bench;
}

/** The driver has read up to `offset`. */
function readTo(bench: Bench, offset: number): void {
  bench.set(0x38, 2, (offset - 16) & 0xffff);
}

test('a packet: header, frame, FCS, and the next at a multiple of four', () => {
  const bench = started();
  const frame = createFrame(61);
  bench.receive(frame);
  const { status, lengthBytes, bytes } = bench.packet(0);
  expect([status, lengthBytes]).toEqual([0x4001, 65]);
  expect(bytes.subarray(0, 61)).toEqual(frame);
  expect([bench.get(0x3a, 2), bench.get(0x34, 2), bench.get(0x37, 1)]).toEqual([72, 65, 0x0c]);
  expect(bench.get(0x3e, 2)).toBe(0x0001);
  // ERGood, cleared by a 1.
  expect(bench.get(0x36, 1)).toBe(0x08);
  bench.set(0x36, 1, 0x08);
  expect(bench.get(0x36, 1)).toBe(0);
  readTo(bench, 72);
  expect(bench.get(0x37, 1)).toBe(0x0d);
});

test('the FCS is that of IEEE 802.3: over frame and FCS the residue is 2144DF1Ch', () => {
  const bench = started();
  bench.receive(createFrame(60));
  let crc = 0xffff_ffff;
  for (const byte of bench.packet(0).bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  expect(~crc >>> 0).toBe(0x2144_df1c);
});

test.each([
  { bytes: 59, rcr: RCR, want: 0 },
  { bytes: 60, rcr: RCR, want: 0x4001 },
  { bytes: 59, rcr: RCR | 0x10, want: 0x4011 },
  { bytes: 6, rcr: RCR | 0x10, want: 0x4011 },
  { bytes: 5, rcr: RCR | 0x10, want: 0 },
  { bytes: 4092, rcr: RCR, want: 0x4001 },
  { bytes: 4093, rcr: RCR, want: 0x4009 },
])('$bytes bytes with RCR $rcr: status $want', ({ bytes, rcr, want }) => {
  const bench = started(rcr);
  bench.receive(createFrame(bytes));
  expect(bench.packet(0).status).toBe(want);
});

test.each([
  { name: 'receiver off', act: (b: Bench) => b.set(0x37, 1, 0x04) },
  { name: 'no link', act: (b: Bench) => b.device.linkChanged((b.wire.hasLink = false)) },
  { name: 'loopback', act: (b: Bench) => b.set(0x40, 4, 0x0006_0000) },
  { name: 'programming the 93C46', act: (b: Bench) => b.set(0x50, 1, 0x80) },
])('nothing comes in: $name', ({ act }) => {
  const bench = started();
  act(bench);
  bench.receive(createFrame(60));
  expect([bench.dmaCount, bench.get(0x4c, 4)]).toEqual([0, 0]);
});

test.each([
  { rblen: 0, ringBytes: 0x2000 },
  { rblen: 1, ringBytes: 0x4000 },
  { rblen: 2, ringBytes: 0x8000 },
  { rblen: 3, ringBytes: 0x1_0000 },
])('RBLEN $rblen: the ring goes round at $ringBytes', ({ rblen, ringBytes }) => {
  const bench = started(RCR | (rblen << 11));
  const stepBytes = 1024;
  for (let offset = 0; offset < ringBytes; offset += stepBytes) {
    bench.receive(createFrame(stepBytes - 8));
    readTo(bench, (offset + stepBytes) % ringBytes);
  }
  expect([bench.get(0x3a, 2), bench.get(0x37, 1)]).toEqual([0, 0x0d]);
  bench.receive(createFrame(60));
  expect(bench.get(0x3a, 2)).toBe(68);
});

/** Brings CBR so far that the next packet of 1024 bytes crosses the end of 8 KB. */
function nearTheEnd(rcr: number): Bench {
  const bench = started(rcr);
  for (let offset = 0; offset < 7680; offset += 512) {
    bench.receive(createFrame(504));
    readTo(bench, offset + 512);
  }
  bench.ram.fill(0xee, RING, RING + 512);
  bench.ram.fill(0xee, RING + 0x2000, RING + 0x2000 + 512);
  bench.receive(createFrame(1016));
  return bench;
}

test('a packet goes on at the start of the ring', () => {
  const bench = nearTheEnd(RCR);
  expect(bench.get(0x3a, 2)).toBe(512);
  expect(bench.ram[RING + 0x2000]).toBe(0xee);
  // 508 bytes of frame lie before the end.
  expect(bench.ram.slice(RING, RING + 508)).toEqual(createFrame(1016).slice(508));
});

test('with WRAP it goes on behind the ring, and the next lies where it would have ended', () => {
  const bench = nearTheEnd(RCR | WRAP);
  expect(bench.get(0x3a, 2)).toBe(512);
  expect(bench.ram[RING]).toBe(0xee);
  expect(bench.ram.slice(RING + 0x2000, RING + 0x2000 + 508)).toEqual(createFrame(1016).slice(508));
});

test('a full ring: RXOVW, the FIFO keeps 2 KB, then FOVW and MPC; a read lets them in', () => {
  const bench = started();
  for (let count = 0; count < 7; count++) bench.receive(createFrame(1016));
  expect(bench.get(0x3e, 2)).toBe(0x0001);
  // 8192 bytes in use would look like none.
  bench.receive(createFrame(1016));
  expect([bench.get(0x3e, 2), bench.get(0x3a, 2)]).toEqual([0x0011, 7168]);
  bench.receive(createFrame(900));
  expect([bench.get(0x3e, 2), bench.get(0x4c, 4)]).toEqual([0x0011, 0]);
  bench.receive(createFrame(900));
  expect([bench.get(0x3e, 2), bench.get(0x4c, 4)]).toEqual([0x0051, 1]);
  expect(bench.device.activity().dmaActive).toBe(false);
  bench.set(0x3e, 2, 0xffff);
  readTo(bench, 2048);
  expect([bench.get(0x3e, 2), bench.get(0x3a, 2)]).toEqual([0x0001, 908]);
  expect([bench.packet(7168).lengthBytes, bench.packet(0).lengthBytes]).toEqual([1020, 904]);
});

test('a frame longer than the FIFO cannot wait', () => {
  const bench = started();
  for (let count = 0; count < 7; count++) bench.receive(createFrame(1016));
  bench.receive(createFrame(3000));
  expect([bench.get(0x3e, 2), bench.get(0x4c, 4)]).toEqual([0x0051, 1]);
  readTo(bench, 7168);
  expect(bench.get(0x37, 1) & 1).toBe(1);
});

test('MPC has 24 bits and is cleared by any write', () => {
  const bench = started();
  for (let count = 0; count < 12; count++) bench.receive(createFrame(1016));
  expect(bench.get(0x4c, 4)).toBe(3);
  bench.set(0x4c, 4, 1);
  expect(bench.get(0x4c, 4)).toBe(0);
});

test('CAPR written while the ring is empty: PUN (6.6)', () => {
  const bench = started();
  readTo(bench, 0);
  expect(bench.get(0x3e, 2)).toBe(0x0020);
});

test('RE off and on: the ring begins anew', () => {
  const bench = started();
  bench.receive(createFrame(60));
  bench.set(0x37, 1, 0x04);
  bench.set(0x37, 1, 0x0c);
  expect([bench.get(0x3a, 2), bench.get(0x38, 2), bench.get(0x37, 1)]).toEqual([0, 0xfff0, 0x0d]);
});

test('a bus that refuses: SERR, and nothing more till a reset', () => {
  const bench = started();
  bench.busIsDown = true;
  bench.receive(createFrame(60));
  expect(bench.get(0x3e, 2)).toBe(0x8000);
  bench.busIsDown = false;
  for (let count = 0; count < 3; count++) bench.receive(createFrame(1000));
  expect([bench.get(0x3a, 2), bench.get(0x4c, 4)]).toEqual([0, 2]);
  expect(bench.device.activity().dmaActive).toBe(false);
  bench.start();
  bench.receive(createFrame(60));
  expect(bench.packet(0).lengthBytes).toBe(64);
});

test('loopback brings a frame back, without a link (6.7)', () => {
  const bench = new Bench({ hasLink: false });
  bench.start(RCR);
  bench.set(0x40, 4, 0x0306_0700);
  const frame = createFrame(60);
  bench.send(0, frame);
  bench.advance(100_000);
  expect(bench.sent.length).toBe(0);
  expect(bench.packet(0).bytes.subarray(0, 60)).toEqual(frame);
  expect(bench.get(0x10, 4)).toBe(0xa03c);
});
