/** The transmit process: 21143 HRM (TDES0 to TDES3, transmit process), CSR0, CSR1, CSR5. */
import { frameCheckSequence } from '../../../../hardware/nic/crc';
import {
  Bench,
  createFrame,
  MODE,
  RUN,
  TX_BUFFER,
  TX_LIST,
} from '../../../support/nic/i21143-bench';

const TI = 0x0001;
const TPS = 0x0002;
const TU = 0x0004;
const TJT = 0x0008;
const ETI = 0x0400;
/** A frame of 1514 bytes at 100 Mb/s: 1538 byte times. */
const LONG_NS = 123_040;

const ts = (bench: Bench) => (bench.csr(5) >>> 20) & 7;

test('a frame goes out in its time; TI with IC only; TU at the end of the list', () => {
  const bench = new Bench();
  bench.start();
  expect([ts(bench), bench.csr(5) & TU]).toEqual([6, TU]);
  bench.setCsr(5, 0xffff);
  bench.send(0, createFrame(1514));
  expect([ts(bench), bench.word(TX_LIST)]).toEqual([2, 0x8000_0000]);
  bench.advance(LONG_NS);
  expect(bench.sent).toEqual([{ atNs: LONG_NS, frame: createFrame(1514) }]);
  expect([bench.word(TX_LIST), bench.csr(5) & 0xffff]).toEqual([0, TU | ETI]);
  bench.send(1, createFrame(60), 0xe000_0000);
  bench.advance(LONG_NS);
  expect(bench.csr(5) & (TI | ETI)).toBe(TI);
});

test.each([
  { name: 'padded', length: 20, control: 0, want: 60 },
  { name: 'DPD: as it is', length: 20, control: 0x0080_0000, want: 20 },
  {
    name: 'AC, short: padded, with an FCS of the chip',
    length: 20,
    control: 0x0400_0000,
    want: 60,
  },
  { name: 'nothing at all', length: 0, control: 0, want: 60 },
])('$name', ({ length, control, want }) => {
  const bench = new Bench();
  bench.start();
  bench.ram.fill(0xaa, TX_BUFFER, TX_BUFFER + 64);
  bench.send(0, createFrame(length), 0x6000_0000 | control);
  bench.advance(LONG_NS);
  const padded = new Uint8Array(want);
  padded.set(createFrame(length));
  expect(bench.sent.map(({ frame }) => frame)).toEqual([padded]);
});

test.each([true, false])('AC: the FCS in memory is right: %s', (isRight) => {
  const bench = new Bench();
  bench.start();
  const frame = new Uint8Array(104);
  frame.set(createFrame(100));
  new DataView(frame.buffer).setUint32(
    100,
    frameCheckSequence(frame, 100) ^ (isRight ? 0 : 1),
    true,
  );
  bench.send(0, frame, 0x6400_0000);
  bench.advance(LONG_NS);
  expect(bench.sent.map((sent) => sent.frame)).toEqual(isRight ? [createFrame(100)] : []);
  expect(bench.word(TX_LIST)).toBe(0);
});

test('two buffers of two descriptors make a frame; a descriptor that is not there holds it', () => {
  const bench = new Bench();
  bench.start();
  const frame = createFrame(200);
  bench.ram.set(frame, TX_BUFFER);
  bench.describe(TX_LIST, 0x8000_0000, 0x2000_0000 | (60 << 11) | 40, TX_BUFFER, TX_BUFFER + 40);
  bench.setCsr(1, 1);
  bench.advance(LONG_NS);
  expect([bench.word(TX_LIST), ts(bench), bench.sent]).toEqual([0, 6, []]);
  const second = 0x8000_0000;
  bench.describe(
    TX_LIST + 16,
    second,
    0x4000_0000 | (30 << 11) | 70,
    TX_BUFFER + 100,
    TX_BUFFER + 170,
  );
  bench.setCsr(1, 1);
  bench.advance(LONG_NS);
  expect(bench.sent.map((sent) => sent.frame)).toEqual([frame]);
});

test('a chain', () => {
  const bench = new Bench();
  bench.start();
  bench.ram.set(createFrame(64), TX_BUFFER);
  bench.describe(TX_LIST + 0x200, 0x8000_0000, 0x6100_0000 | 64, TX_BUFFER, TX_LIST);
  bench.describe(TX_LIST, 0x8000_0000, 0x610f_f800 | 64, TX_BUFFER, TX_LIST + 0x200);
  bench.setCsr(1, 1);
  bench.advance(2 * LONG_NS);
  expect(bench.sent.length).toBe(2);
  expect([bench.word(TX_LIST), bench.word(TX_LIST + 0x200), ts(bench)]).toEqual([0, 0, 6]);
});

test('no carrier: LO, NC and ES; in full duplex nobody looks; LF too at the 10BASE-T port', () => {
  const bench = new Bench({ hasLink: false });
  bench.start();
  bench.send(0, createFrame(60));
  bench.advance(LONG_NS);
  expect(bench.word(TX_LIST)).toBe(0x8c00);
  bench.setCsr(6, RUN | 0x200);
  bench.send(1, createFrame(60));
  bench.advance(LONG_NS);
  expect(bench.word(TX_LIST + 16)).toBe(0);
  bench.setCsr(6, RUN & ~0x0004_0000);
  bench.send(2, createFrame(60));
  bench.advance(LONG_NS);
  expect(bench.word(TX_LIST + 32)).toBe(0x8c04);
});

test('forced collisions in internal loopback: excessive', () => {
  const bench = new Bench();
  bench.start(RUN | 0x1400);
  bench.send(0, createFrame(60));
  bench.advance(LONG_NS);
  expect([bench.word(TX_LIST), bench.sent]).toEqual([0x8100, []]);
});

test.each([
  { name: 'JCK: at 2560 bytes', csr15: 0x04, count: 2 },
  { name: 'else at 26 ms', csr15: 0, count: 17 },
])('the jabber timer. $name', ({ csr15, count }) => {
  const bench = new Bench();
  bench.setCsr(15, csr15);
  bench.start();
  for (let index = 0; index < count; index++)
    bench.describe(
      TX_LIST + 16 * index,
      0x8000_0000,
      (index === 0 ? 0x2000_0000 : 0) | (1000 << 11) | 1000,
      TX_BUFFER,
      TX_BUFFER,
    );
  bench.setCsr(1, 1);
  bench.advance(1_000_000);
  expect(bench.word(TX_LIST + 16 * (count - 1))).toBe(0xc000);
  expect([bench.csr(5) & TJT, ts(bench), bench.sent]).toEqual([TJT, 0, []]);
});

test('with JBD a long frame goes', () => {
  const bench = new Bench();
  bench.setCsr(15, 0x05);
  bench.start();
  bench.describe(TX_LIST, 0x8000_0000, 0x6000_0000 | (2000 << 11) | 2000, TX_BUFFER, TX_BUFFER);
  bench.setCsr(1, 1);
  bench.advance(1_000_000);
  expect(bench.sent[0].frame.length).toBe(4000);
});

test('stopped behind the frame on the wire: TPS; started where it was', () => {
  const bench = new Bench();
  bench.start();
  bench.send(0, createFrame(1514));
  bench.send(1, createFrame(60));
  bench.setCsr(6, MODE);
  expect([ts(bench), bench.csr(5) & TPS]).toEqual([2, 0]);
  bench.advance(LONG_NS);
  expect([ts(bench), bench.csr(5) & TPS, bench.sent.length]).toEqual([0, TPS, 1]);
  expect(bench.word(TX_LIST + 16)).toBe(0x8000_0000);
  bench.setCsr(6, RUN);
  bench.advance(LONG_NS);
  expect(bench.sent.length).toBe(2);
});

test('automatic polling by CSR0.TAP', () => {
  const bench = new Bench();
  bench.start();
  bench.setCsr(0, 0x0002_0000);
  bench.ram.set(createFrame(60), TX_BUFFER);
  bench.describe(TX_LIST, 0x8000_0000, 0x6000_0000 | 60, TX_BUFFER, 0);
  bench.advance(199_999);
  expect(ts(bench)).toBe(6);
  bench.advance(1);
  expect(ts(bench)).toBe(2);
  bench.advance(LONG_NS);
  expect(bench.sent.length).toBe(1);
});

test('a reset while a frame arrives at its receiver leaves nothing behind', () => {
  const bench = new Bench();
  bench.wire.transmit = () => bench.setCsr(0, 1);
  bench.start();
  bench.send(0, createFrame(60));
  bench.advance(LONG_NS);
  expect([bench.csr(5), bench.word(TX_LIST)]).toEqual([0xf000_0000, 0x8000_0000]);
  expect(bench.device.activity().dmaActive).toBe(false);
});

test('the bus refuses: FBE', () => {
  const bench = new Bench();
  bench.start();
  bench.describe(TX_LIST, 0x8000_0000, 0x6000_0000 | 60, 0x7fff_0000, 0);
  bench.setCsr(1, 1);
  expect(bench.csr(5) & 0x0070_2000).toBe(0x2000);
});

test('a ring of setup frames does not hold up the clock', () => {
  const bench = new Bench();
  for (let index = 0; index < 200; index++)
    bench.describe(TX_LIST + 16 * index, 0x8000_0000, 0x0800_0000 | 192, TX_BUFFER, 0);
  bench.start();
  expect(ts(bench)).toBe(1);
  bench.advance(40_000);
  expect(ts(bench)).toBe(6);
  expect(bench.word(TX_LIST + 16 * 199)).toBe(0x7fff_ffff);
});
