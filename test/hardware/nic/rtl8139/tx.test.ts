/** Transmission (RTL8139C data sheet 6.2, 6.7, 6.17, 9.1). */
import { Bench, createFrame, TX_BUFFER } from '../../../support/nic/rtl8139-bench';
import { frameCheckSequence } from '../../../../hardware/nic/crc';

const OWN = 0x2000;
const TOK = 0x8000;

function started(options = {}): Bench {
  const bench = new Bench(options);
  bench.start();
  return bench;
}

test('OWN when the packet is fetched, TOK when it has left', () => {
  const bench = started();
  const frame = createFrame(1514);
  bench.send(0, frame);
  expect(bench.get(0x10, 4)).toBe(1514);
  // 300 ns, then 379 doublewords of 30 ns.
  bench.advance(11_670);
  expect([bench.get(0x10, 4), bench.get(0x60, 2)]).toEqual([OWN | 1514, 0x000f]);
  const startNs = bench.clock.nowNs;
  bench.advance(1_000_000);
  expect([bench.get(0x10, 4), bench.get(0x60, 2)]).toEqual([TOK | OWN | 1514, 0x100f]);
  expect(bench.sent.map((one) => one.frame)).toEqual([frame]);
  // 8 bytes of preamble, 4 of FCS and a gap of 960 ns.
  expect(bench.sent[0].atNs - startNs).toBe((8 + 1514 + 4) * 80 + 960);
  expect(bench.get(0x3e, 2)).toBe(0x0004);
});

test('a new SIZE clears the status', () => {
  const bench = started();
  bench.send(0, createFrame(60));
  bench.advance(100_000);
  bench.set(0x10, 4, 0x0008_203c);
  expect([bench.get(0x10, 4), bench.get(0x60, 2)]).toEqual([0x0008_203c, 0x000f]);
});

test('the four descriptors go in turn, packets in order, whatever the order of the writes', () => {
  const bench = started();
  const frames = [61, 62, 63, 64].map((bytes) => createFrame(bytes));
  for (const index of [3, 1, 2]) bench.send(index, frames[index]);
  bench.advance(100_000);
  expect(bench.sent.length).toBe(0);
  bench.send(0, frames[0]);
  bench.advance(100_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual([61, 62, 63, 64]);
  expect(bench.get(0x60, 2)).toBe(0xf00f);
  bench.send(0, frames[0]);
  bench.advance(100_000);
  expect(bench.sent.length).toBe(5);
});

test('frames follow each other at the speed of the wire', () => {
  const bench = started();
  for (let index = 0; index < 4; index++) bench.send(index, createFrame(60));
  bench.advance(100_000);
  const gaps = bench.sent.slice(1).map(({ atNs }, index) => atNs - bench.sent[index].atNs);
  expect(gaps).toEqual([6720, 6720, 6720]);
});

test.each([
  { ifg: 0, linkMbps: 100, want: 72 * 80 + 840 },
  { ifg: 3, linkMbps: 100, want: 72 * 80 + 960 },
  { ifg: 1, linkMbps: 10, want: 72 * 800 + 8800 },
  { ifg: 3, linkMbps: 10, want: 72 * 800 + 9600 },
] as const)('IFG $ifg at $linkMbps Mb/s', ({ ifg, linkMbps, want }) => {
  const bench = started({ linkMbps });
  bench.set(0x40, 4, ifg << 24);
  bench.send(0, createFrame(60));
  bench.send(1, createFrame(60));
  bench.advance(1_000_000);
  expect(bench.sent[1].atNs - bench.sent[0].atNs).toBe(want);
});

test('packets are fetched ahead as far as the FIFO of 2048 bytes goes', () => {
  const bench = started();
  const sizes = [1000, 1000, 100, 60];
  sizes.forEach((bytes, index) => bench.send(index, createFrame(bytes)));
  bench.advance(60_000);
  expect(bench.get(0x60, 2)).toBe(0x0003);
  bench.advance(1_000_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual(sizes);
});

test.each([
  [1793, 60],
  [60, 1793],
])('nothing is fetched beside 1793 bytes: %i, %i', (...sizes) => {
  const bench = started();
  sizes.forEach((bytes, index) => bench.send(index, createFrame(bytes)));
  const fetchedNs = 300 + Math.ceil(sizes[0] / 4) * 30;
  bench.advance(fetchedNs + 5000);
  expect(bench.get(0x60, 2) & 3).toBe(1);
  bench.advance(1_000_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual(sizes);
});

test('nothing is padded, and no SIZE is nothing sent', () => {
  const bench = started();
  bench.send(0, createFrame(14));
  bench.send(1, new Uint8Array(0));
  bench.send(2, createFrame(8191));
  bench.advance(2_000_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual([14, 8191]);
  expect(bench.get(0x60, 2)).toBe(0x700f);
});

test.each([
  { name: 'right', change: 0, want: 1 },
  { name: 'wrong', change: 1, want: 0 },
])('TCR.CRC: the driver brings the FCS, and it is $name', ({ change, want }) => {
  const bench = started();
  bench.set(0x40, 4, 0x0301_0700);
  const packet = new Uint8Array(64);
  packet.set(createFrame(60));
  new DataView(packet.buffer).setUint32(60, frameCheckSequence(packet, 60) ^ change, true);
  bench.send(0, packet);
  bench.advance(100_000);
  expect(bench.sent.length).toBe(want);
  expect(bench.get(0x10, 4)).toBe(TOK | OWN | 64);
});

test('the two low bits of TSAD are no address lines', () => {
  const bench = started();
  bench.ram.set(createFrame(60), TX_BUFFER);
  bench.set(0x20, 4, TX_BUFFER + 3);
  bench.set(0x10, 4, 60);
  bench.advance(100_000);
  expect(bench.sent[0].frame).toEqual(createFrame(60));
});

test('without a link the carrier is lost', () => {
  const bench = started({ hasLink: false });
  bench.send(0, createFrame(60));
  bench.advance(100_000);
  expect(bench.get(0x10, 4)).toBe((0x8000_0000 | TOK | OWN | 60) >>> 0);
  expect(bench.sent.length).toBe(0);
});

test('a bus that refuses: SERR, and nothing more till a reset', () => {
  const bench = started();
  bench.busIsDown = true;
  bench.send(0, createFrame(60));
  bench.advance(100_000);
  expect([bench.get(0x3e, 2), bench.get(0x10, 4)]).toEqual([0x8000, 60]);
  bench.busIsDown = false;
  bench.set(0x10, 4, 60);
  bench.advance(100_000);
  expect(bench.sent.length).toBe(0);
  expect(bench.device.activity().dmaActive).toBe(false);
  bench.start();
  bench.send(0, createFrame(60));
  bench.advance(100_000);
  expect(bench.sent.length).toBe(1);
});

test('TE off cuts off, TE on begins at TSAD0', () => {
  const bench = started();
  bench.send(0, createFrame(60));
  bench.send(1, createFrame(60));
  bench.advance(3000);
  expect(bench.device.activity().dmaActive).toBe(true);
  bench.set(0x37, 1, 0x08);
  expect(bench.device.activity()).toMatchObject({ transmitterEnabled: false, dmaActive: false });
  bench.advance(100_000);
  expect(bench.sent.length).toBe(0);
  bench.set(0x37, 1, 0x0c);
  bench.send(0, createFrame(77));
  bench.advance(100_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toContain(77);
});

test('what was written before TE goes when TE comes', () => {
  const bench = new Bench();
  bench.send(0, createFrame(60));
  bench.advance(100_000);
  expect(bench.dmaCount).toBe(0);
  bench.set(0x37, 1, 0x04);
  bench.advance(100_000);
  expect(bench.sent.length).toBe(1);
});

test('programming the 93C46 stops bus mastering (6.9)', () => {
  const bench = started();
  bench.set(0x50, 1, 0x80);
  bench.send(0, createFrame(60));
  bench.advance(100_000);
  expect(bench.dmaCount).toBe(0);
  bench.set(0x50, 1, 0x00);
  bench.advance(100_000);
  expect(bench.sent.length).toBe(1);
});

describe("a descriptor is the chip's from the write of its size until its packet is fetched", () => {
  const TSD1 = 0x14;
  const TSAD1 = 0x24;
  /** Hands all four over, of which the first is fetched at once. */
  function given(): Bench {
    const bench = new Bench();
    bench.start();
    for (let index = 0; index < 4; index++) bench.send(index, createFrame(1514));
    expect(bench.misuses).toEqual([]);
    return bench;
  }

  test.each([
    { register: TSD1, value: 60, want: 'ring' },
    { register: TSAD1, value: 0x8000, want: 'ring' },
  ])('register $register', ({ register, value, want }) => {
    const bench = given();
    bench.set(register, 4, value);
    expect(bench.misuses.map(({ kind }) => kind)).toEqual([want]);
  });

  test("afterwards it is the driver's, and after a reset too", () => {
    const bench = given();
    bench.advance(2_000_000);
    bench.send(1, createFrame(60));
    bench.start();
    bench.send(0, createFrame(60));
    expect(bench.misuses).toEqual([]);
  });

  test('and lies at a doubleword', () => {
    const bench = new Bench();
    bench.set(TSAD1, 4, 0x8002);
    expect(bench.misuses.map(({ kind }) => kind)).toEqual(['alignment']);
  });
});
