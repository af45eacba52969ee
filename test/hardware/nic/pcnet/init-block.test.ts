/** The initialization block in both widths. Am79C970A data sheet (19436), Initialization Block. */
import { Bench } from '../../../support/nic/pcnet-bench';

function load(bench: Bench, style: number, address: number): void {
  bench.setBcr(20, style);
  bench.setCsr(1, address & 0xffff);
  bench.setCsr(2, address >>> 16);
  bench.setCsr(0, 1);
  bench.advance(10_000);
}

test('16 bits: 24 bytes', () => {
  const bench = new Bench();
  const words = [
    0x8080, 0x0201, 0x0403, 0x0605, 0x1111, 0x2222, 0x3333, 0x4444, 0x5678, 0x6009, 0x9abf, 0xe00d,
  ];
  words.forEach((word, index) => bench.view.setUint16(0x100 + 2 * index, word, true));
  load(bench, 0, 0x100);
  expect(bench.csr(0)).toBe(0x0181);
  expect([15, 12, 13, 14].map((n) => bench.csr(n))).toEqual([0x8080, 0x0201, 0x0403, 0x0605]);
  expect([8, 9, 10, 11].map((n) => bench.csr(n))).toEqual([0x1111, 0x2222, 0x3333, 0x4444]);
  expect([24, 25, 30, 31].map((n) => bench.csr(n))).toEqual([0x5678, 0x0009, 0x9ab8, 0x000d]);
  expect([76, 78, 6].map((n) => bench.csr(n))).toEqual([0x10000 - 8, 0x10000 - 128, 0x7300]);
});

test('32 bits: 28 bytes', () => {
  const bench = new Bench();
  const words = [
    0x9020_8080, 0x0403_0201, 0x0000_0605, 0x2222_1111, 0x4444_3333, 0x0012_345f, 0x00ab_cde0,
  ];
  words.forEach((word, index) => bench.view.setUint32(0x100 + 4 * index, word, true));
  load(bench, 2, 0x102);
  expect([15, 12, 13, 14].map((n) => bench.csr(n))).toEqual([0x8080, 0x0201, 0x0403, 0x0605]);
  expect([24, 25, 30, 31].map((n) => bench.csr(n))).toEqual([0x3450, 0x0012, 0xcde0, 0x00ab]);
  expect([76, 78, 6].map((n) => bench.csr(n))).toEqual([0x10000 - 4, 0x10000 - 512, 0x9200]);
});

test('of lengths beyond 512 is made 512', () => {
  const bench = new Bench();
  bench.view.setUint32(0x100, 0xf0a0_0000, true);
  load(bench, 3, 0x100);
  expect([76, 78, 6].map((n) => bench.csr(n))).toEqual([0xfe00, 0xfe00, 0xfa00]);
});
