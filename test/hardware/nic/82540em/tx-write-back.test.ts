/** Bursts of transmit descriptors on their way back. 8254x SDM 3.4.2, 13.4.41, 13.4.43. */
import { Bench, createFrame } from '../../../support/nic/82540em-bench';

const [ICR, TXDCTL, TIDV, TDT] = [0xc0, 0x3828, 0x3820, 0x3818];
const [EOP, IFCS, RS, IDE] = [0x0100_0000, 0x0200_0000, 0x0800_0000, 0x8000_0000];
const SEND = EOP | IFCS;
const GRAN = 0x0100_0000;
const TXDW = 0x1;

/** Sends a frame for each of the commands, and says which descriptors came back. */
function send(bench: Bench, commands: readonly number[]): number[] {
  commands.forEach((command, index) =>
    bench.putTransmit(index, [0x8000, 0, (SEND | command | 60) >>> 0, 0]),
  );
  bench.set(TDT, commands.length);
  bench.advance(20_000);
  return commands.map((_, index) => bench.transmitStatus(index));
}

function createBench(txdctl: number): Bench {
  const bench = new Bench();
  bench.startTransmitter(undefined, 16);
  bench.set(TXDCTL, txdctl);
  bench.ram.set(createFrame(60), 0x8000);
  bench.get(ICR);
  return bench;
}

test.each([
  { name: 'no burst: what has RS', txdctl: GRAN, commands: [0, RS, 0, RS], want: [0, 1, 0, 1] },
  {
    name: 'one: all from the first that has RS',
    txdctl: GRAN | (1 << 16),
    commands: [0, RS, 0, RS],
    want: [0, 1, 0, 1],
  },
  {
    name: 'three: others are among them',
    txdctl: GRAN | (3 << 16),
    commands: [0, RS, 0, 0, RS, 0],
    want: [0, 1, 1, 1, 0, 0],
  },
  {
    name: 'two cache lines of two',
    txdctl: 2 << 16,
    commands: [RS, RS, RS, RS, RS],
    want: [1, 1, 1, 1, 0],
  },
])('WTHRESH, $name', ({ txdctl, commands, want }) => {
  const bench = createBench(txdctl);
  expect(send(bench, commands)).toEqual(want);
  expect([bench.sent.length, bench.get(ICR) & TXDW]).toEqual([commands.length, TXDW]);
});

test('TXDW comes with the write-back, not before', () => {
  const bench = createBench(GRAN | (3 << 16));
  expect([send(bench, [RS, RS]), bench.get(ICR) & TXDW]).toEqual([[0, 0], 0]);
  bench.putTransmit(2, [0x8000, 0, SEND | RS | 60, 0]);
  bench.set(TDT, 3);
  bench.advance(10_000);
  expect([0, 1, 2].map((index) => bench.transmitStatus(index))).toEqual([1, 1, 1]);
  expect(bench.get(ICR) & TXDW).toBe(TXDW);
});

test('the interrupt delay forces out what has gathered', () => {
  const bench = createBench(GRAN | (8 << 16));
  bench.set(TIDV, 100);
  expect([send(bench, [RS | IDE, RS | IDE]), bench.get(ICR) & TXDW]).toEqual([[0, 0], 0]);
  bench.advance(200_000);
  expect([bench.transmitStatus(0), bench.transmitStatus(1)]).toEqual([1, 1]);
  expect(bench.get(ICR) & TXDW).toBe(TXDW);
});

test('a lower threshold lets go with the next descriptor', () => {
  const bench = createBench(GRAN | (8 << 16));
  send(bench, [RS, RS]);
  bench.set(TXDCTL, 0);
  bench.putTransmit(2, [0x8000, 0, SEND | 60, 0]);
  bench.set(TDT, 3);
  bench.advance(10_000);
  expect([0, 1, 2].map((index) => bench.transmitStatus(index))).toEqual([1, 1, 1]);
});

test('a reset forgets what was held', () => {
  const bench = createBench(GRAN | (8 << 16));
  send(bench, [RS, RS]);
  bench.set(0, 0x0400_0000);
  bench.startTransmitter(undefined, 16);
  bench.ram.fill(0, 0x2000, 0x2100);
  expect(send(bench, [0, RS])).toEqual([0, 1]);
});

test('a bus that refuses the burst halts the transmitter', () => {
  const bench = createBench(GRAN | (8 << 16));
  bench.set(TIDV, 100);
  send(bench, [RS | IDE]);
  bench.busIsDown = true;
  bench.advance(200_000);
  bench.busIsDown = false;
  bench.putTransmit(1, [0x8000, 0, SEND | RS | 60, 0]);
  bench.set(TDT, 2);
  bench.advance(10_000);
  expect([bench.sent.length, bench.transmitStatus(0)]).toEqual([1, 0]);
});

test('more than the chip holds never gathers', () => {
  const bench = new Bench();
  bench.startTransmitter(undefined, 128);
  bench.set(TXDCTL, 63 << 16);
  bench.ram.set(createFrame(60), 0x8000);
  for (let index = 0; index < 70; index++) bench.putTransmit(index, [0x8000, 0, SEND | RS | 60, 0]);
  bench.set(TDT, 70);
  bench.advance(1_000_000);
  expect([0, 63, 64].map((index) => bench.transmitStatus(index))).toEqual([1, 1, 0]);
});
