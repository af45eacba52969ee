/** TCTR and TimerInt (RTL8139C data sheet, chapter 6). */
import { Bench } from '../../../support/nic/rtl8139-bench';

test('TCTR counts PCI clocks, and any write begins anew', () => {
  const bench = new Bench();
  bench.advance(3000);
  expect(bench.get(0x48, 4)).toBe(100);
  bench.set(0x48, 4, 0x1234);
  expect(bench.get(0x48, 4)).toBe(0);
  bench.advance(59);
  expect(bench.get(0x48, 4)).toBe(1);
});

test('TimeOut comes when TCTR reaches TimerInt, and only if that is not zero', () => {
  const bench = new Bench();
  bench.set(0x3c, 2, 0x4000);
  bench.set(0x54, 4, 1000);
  bench.set(0x48, 4, 0);
  bench.advance(29_999);
  expect(bench.pin).toBe(false);
  bench.advance(1);
  expect([bench.pin, bench.get(0x3e, 2)]).toEqual([true, 0x4000]);
  bench.set(0x3e, 2, 0x4000);
  bench.set(0x54, 4, 0);
  bench.set(0x48, 4, 0);
  bench.advance(1_000_000);
  expect(bench.pin).toBe(false);
});

test('it comes by again when TCTR has gone round', () => {
  const bench = new Bench();
  bench.set(0x3c, 2, 0x4000);
  bench.set(0x54, 4, 1000);
  bench.advance(30_000);
  bench.set(0x3e, 2, 0x4000);
  bench.advance(0x1_0000_0000 * 30 - 1);
  expect(bench.pin).toBe(false);
  bench.advance(1);
  expect(bench.pin).toBe(true);
});

test('a value already passed waits for the next round', () => {
  const bench = new Bench();
  bench.advance(60_000);
  bench.set(0x54, 4, 1000);
  bench.advance(60_000);
  expect(bench.get(0x3e, 2)).toBe(0);
});
