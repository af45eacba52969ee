/** PAUSE both ways (RTL8139C data sheet 6.12, 9.9; IEEE 802.3 annex 31B). */
import { Bench, createFrame } from '../../../support/nic/rtl8139-bench';

const GROUP = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x01];

function pauseFrame(quanta: number): Uint8Array {
  const frame = new Uint8Array(60);
  frame.set([...GROUP, 0x02, 0, 0, 0, 0, 0x01, 0x88, 0x08, 0x00, 0x01, quanta >>> 8, quanta]);
  return frame;
}

function started(fce: number): Bench {
  const bench = new Bench();
  bench.start(0xe70f);
  bench.set(0x50, 1, 0xc0);
  bench.set(0x58, 1, fce);
  bench.set(0x50, 1, 0x00);
  bench.set(0x08, 4, 0xffff_ffff);
  bench.set(0x0c, 4, 0xffff_ffff);
  return bench;
}

test('a PAUSE holds the transmitter for its time, shows in RXPF, and ends there', () => {
  const bench = started(0x40);
  bench.receive(pauseFrame(100));
  expect([bench.get(0x58, 1), bench.get(0x3a, 2)]).toEqual([0x51, 0]);
  bench.send(0, createFrame(60));
  // 100 quanta of 512 bit times of 10 ns.
  bench.advance(511_000);
  expect(bench.sent.length).toBe(0);
  bench.advance(20_000);
  expect([bench.sent.length, bench.get(0x58, 1)]).toEqual([1, 0x50]);
});

test('a PAUSE of zero lets it go on', () => {
  const bench = started(0x40);
  bench.receive(pauseFrame(0xffff));
  bench.send(0, createFrame(60));
  bench.advance(100_000);
  bench.receive(pauseFrame(0));
  bench.advance(100_000);
  expect(bench.sent.length).toBe(1);
});

test('without RXFCE a PAUSE is a frame like any', () => {
  const bench = started(0x00);
  bench.receive(pauseFrame(100));
  expect([bench.get(0x58, 1), bench.get(0x3a, 2)]).toEqual([0x10, 68]);
});

test('less than 3 KB free: the far end is stopped, and let go when there is more', () => {
  const bench = started(0x80);
  for (let count = 0; count < 5; count++) bench.receive(createFrame(1016));
  bench.advance(100_000);
  expect(bench.sent.length).toBe(0);
  bench.receive(createFrame(60));
  bench.advance(100_000);
  expect(bench.sent.length).toBe(1);
  const { frame } = bench.sent[0];
  expect([...frame.subarray(0, 18)]).toEqual([
    ...GROUP,
    ...[0x00, 0xe0, 0x4c, 0x12, 0x34, 0x56],
    ...[0x88, 0x08, 0x00, 0x01, 0xff, 0xff],
  ]);
  expect([frame.length, bench.get(0x58, 1)]).toEqual([60, 0x92]);
  bench.set(0x38, 2, 1024 - 16);
  bench.advance(100_000);
  expect([...bench.sent[1].frame.subarray(14, 18)]).toEqual([0, 1, 0, 0]);
  expect(bench.get(0x58, 1)).toBe(0x90);
});

test('in half duplex there is none', () => {
  const bench = started(0xc0);
  bench.set(0x66, 2, 0x0081);
  bench.set(0x62, 2, 0x1200);
  bench.advance(2_000_000_000);
  for (let count = 0; count < 6; count++) bench.receive(createFrame(1016));
  bench.advance(100_000);
  expect(bench.sent.length).toBe(0);
});
