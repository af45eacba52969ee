/** What registers do beside holding a value, and what is told of those that do nothing here. */
import { Bench } from '../../../support/nic/rtl8029-bench';

test.each([
  { name: 'written stop', write: [0x21], want: 0x21 },
  { name: 'written start', write: [0x22], want: 0x22 },
  { name: 'a page alone keeps the start', write: [0x22, 0x60], want: 0x62 },
  { name: 'a page alone keeps the stop', write: [0x21, 0xa0], want: 0xa1 },
  { name: 'stop after start', write: [0x22, 0x21], want: 0x21 },
  { name: 'stop wins over start', write: [0x23, 0x04], want: 0x03 },
  { name: 'TXP of a stopped chip does not stay', write: [0x25], want: 0x21 },
])('CR $name', ({ write, want }) => {
  const bench = new Bench();
  for (const value of write) bench.set(0, value);
  expect(bench.get(0)).toBe(want);
});

test('RST says stopped, falls with a start, and no write clears it', () => {
  const bench = new Bench();
  bench.set(7, 0xff);
  expect(bench.get(7)).toBe(0x80);
  bench.set(0, 0x22);
  expect(bench.get(7)).toBe(0x00);
  bench.set(0, 0x21);
  expect(bench.get(7)).toBe(0x80);
  expect(bench.pin).toBe(false);
});

test('an access of several ports is one of each', () => {
  const bench = new Bench();
  bench.set(0x00, 0x50_46_21, 4);
  expect([bench.getPage(2, 1), bench.getPage(2, 2), bench.get(3)]).toEqual([0x46, 0x50, 0x00]);
  expect(bench.get(0x0a, 2)).toBe(0x4350);
});

test('reads of RSR tell of the monitor mode', () => {
  const bench = new Bench();
  bench.set(0x0c, 0x20);
  expect(bench.get(0x0c)).toBe(0x40);
  bench.set(0x0c, 0x00);
  expect(bench.get(0x0c)).toBe(0x00);
});

test('what is not there or not modelled is reported by name', () => {
  const bench = new Bench();
  bench.getPage(2, 0x5);
  bench.setPage(2, 0x1, 0);
  bench.getPage(3, 0x7);
  bench.setPage(3, 0x2, 0x00);
  bench.setPage(3, 0x2, 0x01);
  bench.setPage(3, 0x9, 0x52);
  expect(bench.unmodelled).toEqual([
    'reserved port 5h of page 2',
    'reserved port 1h of page 2',
    'TEST',
    'BPAGE',
  ]);
});
