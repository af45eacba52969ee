/** The three windows. 8255x SDM 4.1.10, 6.3.1. */
import { Bench } from '../../../support/nic/i82557-bench';

test('memory and I/O windows show the same registers', () => {
  const bench = new Bench();
  bench.set(4, 0x1234_5678);
  const io = bench.nic.bars[1]!.window;
  expect([io.read(4, 4), io.read(5, 1), io.read(6, 2)]).toEqual([0x1234_5678, 0x56, 0x1234]);
  io.write(7, 1, 0xff);
  expect(bench.get(4)).toBe(0xff34_5678);
});

test('the rest of the memory window is empty, and reported', () => {
  const bench = new Bench();
  expect(bench.get(0xffc)).toBe(0);
  expect(bench.unmodelled).toEqual(['reserved 00FFCh']);
});

test('there is no flash memory', () => {
  const bench = new Bench();
  const flash = bench.nic.bars[2]!.window;
  flash.write(0, 1, 0);
  expect([flash.read(0, 1), flash.read(0xffff0, 4)]).toEqual([0xff, 0xffff_ffff]);
  expect(bench.unmodelled).toEqual(['flash memory', 'flash memory', 'flash memory']);
});

test('nothing answers out of D0', () => {
  const bench = new Bench();
  bench.nic.powerManagement!.setPowerState(3);
  const read = bench.nic.bars.map((bar) => bar!.window.read(0, 2));
  bench.nic.bars.forEach((bar) => bar!.window.write(8, 4, 0));
  expect([read, bench.unmodelled]).toEqual([[0xffff, 0xffff, 0xffff], []]);
});
