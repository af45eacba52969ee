/** The receive process: 21143 HRM (RDES0 to RDES3, receive process), CSR5, CSR6, CSR8. */
import {
  Bench,
  BROADCAST,
  createFrame,
  MODE,
  RUN,
  RX_BUFFER,
  RX_LIST,
} from '../../../support/nic/i21143-bench';

const RI = 0x0040;
const RU = 0x0080;
const RPS = 0x0100;
const RWT = 0x0200;
const PROMISCUOUS = RUN | 0x40;

function states(bench: Bench): { rs: number; ts: number } {
  const status = bench.csr(5);
  return { rs: (status >>> 17) & 7, ts: (status >>> 20) & 7 };
}

test('a frame with its FCS, and RDES0 of it', () => {
  const bench = new Bench();
  bench.start(PROMISCUOUS);
  expect(states(bench).rs).toBe(3);
  const frame = createFrame(100);
  bench.receive(frame);
  // FS, LS, FT; 104 bytes.
  expect(bench.word(RX_LIST)).toBe(0x0068_0320);
  expect(bench.ram.slice(RX_BUFFER, RX_BUFFER + 100)).toEqual(frame);
  expect(bench.ram.slice(RX_BUFFER + 100, RX_BUFFER + 104)).not.toEqual(new Uint8Array(4));
  expect(bench.csr(5) & (RI | RU)).toBe(RI);
  expect(bench.csr(12) & 1).toBe(1);
  bench.setCsr(12, 1);
  expect(bench.csr(12) & 1).toBe(0);
});

test.each([
  { name: 'broadcast: MF', frame: createFrame(60, BROADCAST), want: 0x0040_0720 },
  { name: 'length field: no FT', frame: withType(0x05dc), want: 0x0044_0300 },
  { name: 'type just above', frame: withType(0x05dd), want: 0x0044_0320 },
  { name: '1518 bytes', frame: createFrame(1514), want: 0x05ee_0320 },
  { name: 'one more: TL, ES', frame: createFrame(1515), want: 0x05ef_83a0 },
])('RDES0: $name', ({ frame, want }) => {
  const bench = new Bench();
  bench.start(PROMISCUOUS);
  bench.receive(frame);
  expect(bench.word(RX_LIST)).toBe(want);
});

function withType(type: number): Uint8Array {
  const frame = createFrame(64);
  frame.set([type >>> 8, type & 0xff], 12);
  return frame;
}

test('a runt comes with PB only, as an error', () => {
  const bench = new Bench();
  bench.start(PROMISCUOUS);
  bench.receive(createFrame(40));
  expect(bench.word(RX_LIST)).toBe(0x8000_0000);
  bench.setCsr(6, PROMISCUOUS | 0x08);
  bench.receive(createFrame(40));
  expect(bench.word(RX_LIST)).toBe(0x002c_8b20);
});

test('the watchdog cuts at 2560 bytes, unless RWD', () => {
  const bench = new Bench();
  bench.receiveRing(2, 0x7fc);
  bench.setCsr(6, PROMISCUOUS);
  bench.receive(createFrame(3000));
  expect([bench.word(RX_LIST), bench.word(RX_LIST + 16)]).toEqual([0x0200, 0x0a00_81b2]);
  expect(bench.csr(5) & RWT).toBe(RWT);
  bench.setCsr(15, 0x10);
  bench.receiveRing(2, 0x7fc);
  bench.setCsr(2, 1);
  bench.receive(createFrame(3000));
  expect(bench.word(RX_LIST + 16)).toBe(0x0bbc_81a0);
});

test('over two buffers of each of two descriptors; a skip length between them', () => {
  const bench = new Bench();
  bench.setCsr(0, 0x10);
  bench.describe(RX_LIST, 0x8000_0000, (32 << 11) | 64, RX_BUFFER, RX_BUFFER + 0x100);
  bench.describe(RX_LIST + 32, 0x8000_0000, (64 << 11) | 64, RX_BUFFER + 0x200, RX_BUFFER + 0x300);
  bench.setCsr(3, RX_LIST);
  bench.setCsr(6, PROMISCUOUS);
  const frame = createFrame(180);
  bench.receive(frame);
  expect([bench.word(RX_LIST), bench.word(RX_LIST + 32)]).toEqual([0x0200, 0x00b8_0120]);
  const pieces: [number, number, number][] = [
    [0, 64, RX_BUFFER],
    [64, 96, RX_BUFFER + 0x100],
    [96, 160, RX_BUFFER + 0x200],
    [160, 180, RX_BUFFER + 0x300],
  ];
  for (const [from, to, at] of pieces)
    expect(bench.ram.slice(at, at + to - from)).toEqual(frame.slice(from, to));
});

test('a chain: the second size means nothing, RER goes before RCH', () => {
  const bench = new Bench();
  bench.describe(RX_LIST, 0x8000_0000, 0x010f_f800 | 128, RX_BUFFER, RX_LIST + 0x100);
  bench.describe(RX_LIST + 0x100, 0x8000_0000, 0x0300_0000 | 128, RX_BUFFER + 0x100, 0x2_0000);
  bench.setCsr(3, RX_LIST);
  bench.setCsr(6, PROMISCUOUS);
  bench.receive(createFrame(64));
  bench.receive(createFrame(64));
  expect([bench.word(RX_LIST), bench.word(RX_LIST + 0x100)]).toEqual([0x0044_0320, 0x0044_0320]);
  bench.view.setUint32(RX_LIST, 0x8000_0000, true);
  bench.receive(createFrame(70));
  expect(bench.word(RX_LIST)).toBe(0x004a_0320);
});

test('without a further descriptor a frame is truncated there: DE', () => {
  const bench = new Bench();
  bench.receiveRing(1, 64);
  bench.view.setUint32(RX_LIST + 4, 64, true);
  bench.setCsr(6, PROMISCUOUS);
  bench.receive(createFrame(100));
  expect(bench.word(RX_LIST)).toBe(0x0068_c320);
  expect(bench.csr(5) & (RI | RU)).toBe(RI | RU);
  expect(states(bench).rs).toBe(4);
});

test('suspended: RU once, frames counted, resumed by a frame or by CSR2', () => {
  const bench = new Bench();
  bench.receiveRing(2);
  bench.setCsr(6, PROMISCUOUS);
  bench.receive(createFrame(60));
  expect(bench.csr(5) & RU).toBe(0);
  bench.receive(createFrame(60));
  expect([bench.csr(5) & RU, states(bench).rs]).toEqual([RU, 4]);
  bench.setCsr(5, RI | RU);
  for (let count = 0; count < 3; count++) bench.receive(createFrame(60));
  expect([bench.csr(5) & RU, bench.csr(8), bench.csr(8)]).toEqual([0, 0xe000_0003, 0xe000_0000]);
  bench.view.setUint32(RX_LIST, 0x8000_0000, true);
  bench.receive(createFrame(61));
  expect(bench.word(RX_LIST)).toBe(0x0041_0320);
  bench.view.setUint32(RX_LIST + 16, 0x8000_0000, true);
  bench.setCsr(2, 1);
  expect(states(bench).rs).toBe(3);
});

test('the missed frame counter overflows into MFO', () => {
  const bench = new Bench();
  bench.describe(RX_LIST, 0, 64, RX_BUFFER, 0);
  bench.setCsr(3, RX_LIST);
  bench.setCsr(6, PROMISCUOUS);
  const frame = createFrame(60);
  for (let count = 0; count < 0x1_0001; count++) bench.receive(frame);
  expect(bench.csr(8)).toBe(0xe001_0001);
});

test('stopped: RPS, nothing taken or counted, and it goes on where it was', () => {
  const bench = new Bench();
  bench.start(PROMISCUOUS);
  bench.receive(createFrame(60));
  bench.setCsr(6, MODE | 0x40);
  expect([bench.csr(5) & RPS, states(bench).rs]).toEqual([RPS, 0]);
  bench.receive(createFrame(60));
  expect([bench.csr(8), bench.word(RX_LIST + 16)]).toEqual([0xe000_0000, 0x8000_0000]);
  bench.setCsr(6, PROMISCUOUS);
  bench.receive(createFrame(60));
  expect(bench.word(RX_LIST + 16)).toBe(0x0040_0320);
});

test.each([
  { name: 'the list', break: (b: Bench) => b.setCsr(3, 0xffff_0000) },
  { name: 'a buffer', break: (b: Bench) => b.view.setUint32(RX_LIST + 8, 0x7fff_0000, true) },
])('the bus refuses $name: FBE, and nothing more until a reset', ({ break: spoil }) => {
  const bench = new Bench();
  bench.receiveRing();
  spoil(bench);
  bench.setCsr(6, PROMISCUOUS);
  bench.receive(createFrame(60));
  // FBE; master abort in EB; both processes stopped.
  expect(bench.csr(5) & 0x03fe_2000).toBe(0x0080_2000);
  const accesses = bench.dmaCount;
  bench.setCsr(6, PROMISCUOUS);
  bench.setCsr(1, 1);
  bench.receive(createFrame(60));
  expect(bench.dmaCount).toBe(accesses);
  bench.setCsr(0, 1);
  bench.start(PROMISCUOUS);
  expect(states(bench).rs).toBe(3);
});

test('a hostile chain of empty descriptors ends', () => {
  const bench = new Bench();
  for (let at = 0x1000; at < 0x3_0000; at += 16)
    bench.describe(at, 0x8000_0000, 0x0100_0000, 0, at + 16);
  bench.setCsr(3, 0x1000);
  bench.setCsr(6, PROMISCUOUS);
  bench.receive(createFrame(60));
  expect(bench.word(0x1000 + 16 * 4095) & 0xc300).toBe(0xc100);
  expect(bench.word(0x1000 + 16 * 4096)).toBe(0x8000_0000);
});
