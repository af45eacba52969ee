/** PAUSE, both ways. 8254x SDM 8.7, 13.4.8-13.4.12, 13.4.23; IEEE 802.3 annex 31B. */
import { Bench, createFrame } from '../../../support/nic/82540em-bench';

const [RFCE, TFCE] = [0x0800_0000, 0x1000_0000];

function createBench(ctrl: number): Bench {
  const bench = new Bench();
  bench.startReceiver(0x2);
  bench.startTransmitter();
  bench.set(0, (0x241 | ctrl) >>> 0);
  bench.set(0x28, 0x00c2_8001);
  bench.set(0x2c, 0x0100);
  bench.set(0x30, 0x8808);
  bench.ram.set(createFrame(60), 0x8000);
  bench.putTransmit(0, [0x8000, 0, 0x0b00_003c, 0]);
  return bench;
}

function createPause(quanta: number, opcode = 1): Uint8Array {
  const frame = new Uint8Array(60);
  frame.set([0x01, 0x80, 0xc2, 0, 0, 0x01, 2, 0, 0, 0, 0, 1, 0x88, 0x08, 0, opcode]);
  frame.set([quanta >>> 8, quanta & 0xff], 16);
  return frame;
}

test('a PAUSE frame holds the transmitter for its quanta', () => {
  const bench = createBench(RFCE);
  bench.receive(createPause(100));
  expect(bench.get(0x08) & 0x10).toBe(0x10);
  bench.set(0x3818, 1);
  bench.advance(1_000_000);
  // A hundred times 512 bits, and then 86 bytes.
  expect(bench.sent[0].atNs).toBe(100 * 512 + 86 * 8);
  expect([bench.get(0x08) & 0x10, bench.get(0x4050), bench.get(0x4048)]).toEqual([0, 1, 0]);
});

test('a PAUSE of 0 lets it go', () => {
  const bench = createBench(RFCE);
  bench.receive(createPause(0xffff));
  bench.set(0x3818, 1);
  bench.advance(1000);
  bench.receive(createPause(0));
  bench.advance(10_000);
  expect(bench.sent[0].atNs).toBe(1000 + 86 * 8);
  expect([bench.get(0x4050), bench.get(0x4048)]).toEqual([1, 1]);
});

test.each([
  { name: 'RFCE clear', ctrl: 0, frame: createPause(100) },
  { name: 'another opcode', ctrl: RFCE, frame: createPause(100, 2) },
])('$name does not hold it', ({ ctrl, frame }) => {
  const bench = createBench(ctrl);
  bench.receive(frame);
  bench.set(0x3818, 1);
  bench.advance(10_000);
  expect(bench.sent[0].atNs).toBe(86 * 8);
});

test.each([
  { name: 'PAUSE', opcode: 1, rctl: 0x12, stored: 1, counts: [1, 0] },
  { name: 'PAUSE, DPF', opcode: 1, rctl: 0x0040_0012, stored: 0, counts: [1, 0] },
  { name: 'PAUSE, PMCF', opcode: 1, rctl: 0x0080_0012, stored: 1, counts: [1, 0] },
  { name: 'another', opcode: 2, rctl: 0x12, stored: 0, counts: [0, 1] },
  { name: 'another, PMCF', opcode: 2, rctl: 0x0080_0012, stored: 1, counts: [0, 1] },
  {
    name: 'another, PMCF, no filter that takes it',
    opcode: 2,
    rctl: 0x0080_0002,
    stored: 0,
    counts: [0, 1],
  },
])('MAC control frames and the host (13.4.22): $name', ({ opcode, rctl, stored, counts }) => {
  const bench = createBench(RFCE);
  bench.startReceiver(rctl);
  bench.receive(createPause(1, opcode));
  expect(bench.get(0x2810)).toBe(stored);
  expect([bench.get(0x4050), bench.get(0x4058)]).toEqual(counts);
});

test('the packet buffer filling up sends XOFF, and its emptying XON', () => {
  const bench = createBench(TFCE);
  bench.set(0x170, 0x1234);
  bench.set(0x2168, 4000);
  bench.set(0x2160, 0x8000_03e8);
  for (let index = 0; index < 10; index++) bench.receive(createFrame(1514));
  bench.advance(10_000);
  expect(bench.sent.length).toBe(1);
  const xoff = createPause(0x1234);
  xoff.set([0x00, 0x0e, 0x0c, 0x12, 0x34, 0x56], 6);
  expect(bench.sent[0].frame).toEqual(xoff);
  bench.set(0x2818, 5);
  bench.advance(10_000);
  expect([...bench.sent[1].frame.slice(12, 18)]).toEqual([0x88, 0x08, 0, 1, 0, 0]);
  expect([bench.get(0x4054), bench.get(0x404c), bench.get(0x40d4)]).toEqual([1, 1, 0]);
});

test('TCTL.SWXOFF sends one and clears itself', () => {
  const bench = createBench(TFCE);
  bench.set(0x170, 7);
  bench.set(0x400, 0x0044_00fa);
  bench.advance(10_000);
  expect(bench.sent.length).toBe(1);
  expect([bench.sent[0].frame[17], bench.get(0x400)]).toEqual([7, 0x0004_00fa]);
});

test('a PAUSE frame that is asked for while another is on the wire follows it', () => {
  const bench = createBench(TFCE);
  bench.set(0x170, 7);
  bench.set(0x400, 0x0044_00fa);
  bench.advance(100);
  bench.set(0x170, 0);
  bench.set(0x400, 0x0044_00fa);
  bench.advance(10_000);
  expect(bench.sent.map(({ frame }) => frame[17])).toEqual([7, 0]);
  expect([bench.get(0x4054), bench.get(0x404c)]).toEqual([1, 1]);
});
