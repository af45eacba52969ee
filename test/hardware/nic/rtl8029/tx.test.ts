/** The transmitter. DP8390D 6, 10.3 (TCR, TSR), 10.4; LS009.0 5.1 (TSR). */
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';

/** Preamble, frame and FCS at 100 ns a bit. */
const wireNs = (byteCount: number): number => (8 + byteCount + 4) * 800;

test('a frame leaves as it lies in memory, and TXP, TSR and PTX say so', () => {
  const bench = new Bench();
  bench.start();
  const frame = createFrame(1514);
  bench.transmit(frame);
  expect([bench.get(0) & 0x04, bench.nic.activity().dmaActive]).toEqual([0x04, true]);
  bench.advance(wireNs(1514) - 1);
  expect([bench.sent.length, bench.get(7) & 0x02]).toEqual([0, 0]);
  bench.advance(1);
  expect(bench.sent).toEqual([{ atNs: wireNs(1514), frame }]);
  // TSR: PTX, and bit 1, which the RTL8029AS has always at 1.
  expect([bench.get(0) & 0x04, bench.get(4), bench.get(5)]).toEqual([0, 0x03, 0]);
  expect([bench.get(7) & 0x0a, bench.nic.activity().dmaActive]).toEqual([0x02, false]);
  expect([bench.get(1), bench.get(2)]).toEqual([0xea, 0x45]);
});

test.each([1, 14, 59, 60, 61, 1515, 4000])('%i bytes are sent as they are', (byteCount) => {
  const bench = new Bench();
  bench.start();
  bench.transmit(createFrame(byteCount));
  bench.advance(10_000_000);
  expect(bench.sent).toEqual([{ atNs: wireNs(byteCount), frame: createFrame(byteCount) }]);
});

test('the next frame waits for the gap', () => {
  const bench = new Bench();
  bench.start();
  bench.transmit(createFrame(60));
  bench.advance(wireNs(60));
  bench.set(0, 0x26);
  bench.advance(1_000_000);
  expect(bench.sent.map(({ atNs }) => atNs)).toEqual([wireNs(60), 2 * wireNs(60) + 9600]);
});

test('TXP written again while a frame is under way sends nothing more', () => {
  const bench = new Bench();
  bench.start();
  bench.transmit(createFrame(60));
  bench.set(0, 0x26);
  bench.set(0, 0x22);
  expect(bench.get(0) & 0x04).toBe(0x04);
  bench.advance(1_000_000);
  expect(bench.sent.length).toBe(1);
});

test('TPSR and TBCR of the frame under way are those it started with', () => {
  const bench = new Bench();
  bench.start();
  bench.transmit(createFrame(100));
  bench.set(0x04, 0x50);
  bench.set(0x05, 60);
  bench.advance(1_000_000);
  expect(bench.sent[0].frame).toEqual(createFrame(100));
});

test('a buffer changed before its frame is out goes out changed', () => {
  const bench = new Bench();
  bench.start();
  bench.transmit(createFrame(60));
  bench.writeMemory(0x4010, Uint8Array.of(0xee));
  bench.advance(1_000_000);
  expect(bench.sent[0].frame[16]).toBe(0xee);
});

test.each([
  { name: 'a good FCS of software', fcs: [0x08, 0x89, 0x12, 0x04], want: 60 },
  { name: 'a bad one, which no station takes', fcs: [0x08, 0x89, 0x12, 0x05], want: undefined },
])('TCR.CRC and $name', ({ fcs, want }) => {
  const bench = new Bench();
  bench.start({ tcr: 0x01 });
  bench.transmit(Uint8Array.from([...new Uint8Array(60), ...fcs]));
  bench.advance(wireNs(60));
  expect(bench.sent[0]?.frame.length).toBe(want);
  expect([bench.get(4), bench.get(7) & 0x02]).toEqual([0x03, 0x02]);
});

test.each([
  { name: 'no link, and coax looked for in vain', hasLink: false, config2: 0x00, want: 0x53 },
  { name: 'no link, no link test', hasLink: false, config2: 0x40, want: 0x03 },
  { name: 'coax', hasLink: true, config2: 0xc0, want: 0x53 },
  { name: 'AUI', hasLink: true, config2: 0x80, want: 0x53 },
  { name: 'twisted pair', hasLink: true, config2: 0x40, want: 0x03 },
])('TSR with $name', ({ hasLink, config2, want }) => {
  const bench = new Bench({ hasLink });
  bench.start();
  bench.setPage(3, 1, 0xc0);
  bench.setPage(3, 5, config2);
  bench.transmit(createFrame(60));
  bench.advance(1_000_000);
  expect([bench.get(4), bench.get(7) & 0x0a]).toEqual([want, 0x02]);
  expect(bench.sent.length).toBe(want === 0x03 ? 1 : 0);
});

test('a stop lets the frame under way out, and only then says RST', () => {
  const bench = new Bench();
  bench.start();
  bench.transmit(createFrame(1514));
  bench.set(0, 0x21);
  expect([bench.get(0) & 0x07, bench.get(7) & 0x80]).toEqual([0x05, 0]);
  bench.advance(wireNs(1514));
  expect([bench.sent.length, bench.get(0), bench.get(7) & 0x82]).toEqual([1, 0x21, 0x82]);
});

test('a stopped chip does not send', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0, 0x25);
  bench.advance(10_000_000);
  expect([bench.sent.length, bench.get(0) & 0x04]).toEqual([0, 0]);
});

test('the reset port cuts a frame off', () => {
  const bench = new Bench();
  bench.start();
  bench.transmit(createFrame(1514));
  bench.get(0x1f);
  bench.advance(10_000_000);
  expect([bench.sent.length, bench.get(0), bench.get(7) & 0x82]).toEqual([0, 0x21, 0x80]);
});

test('a count of 0 is told of', () => {
  const bench = new Bench();
  bench.start();
  bench.transmit(new Uint8Array(0));
  bench.advance(10_000_000);
  expect([bench.unmodelled, bench.sent.length]).toEqual([['TBCR of 0'], 0]);
});

test('the longest count goes round the address space', () => {
  const bench = new Bench();
  bench.start();
  bench.transmit(createFrame(60), 0xffff);
  bench.advance(100_000_000);
  expect(bench.sent[0].frame.length).toBe(0xffff);
});

test('ATD: one multicast address switches the transmitter off, another on', () => {
  const bench = new Bench();
  bench.start({ rcr: 0x08, tcr: 0x08 });
  for (let port = 8; port < 16; port++) bench.setPage(1, port, 0xff);
  // These hash to bits 62 and 63.
  bench.receive(createFrame(60, Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0xce)));
  bench.transmit(createFrame(60));
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.get(0) & 0x04]).toEqual([0, 0x04]);
  bench.receive(createFrame(60, Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0x4e)));
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.get(0) & 0x04]).toEqual([1, 0]);
});
