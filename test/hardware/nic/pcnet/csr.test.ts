/** What CSRs do beside holding a value. Am79C970A data sheet (19436); Am79C973 (21510), CSR7. */
import { Bench, createFrame } from '../../../support/nic/pcnet-bench';

test.each([
  { style: 0, address: 0x0802, want: [] },
  { style: 2, address: 0x0804, want: [] },
  { style: 2, address: 0x0802, want: ['alignment'] },
])('an initialization block at $address in style $style', ({ style, address, want }) => {
  const bench = new Bench();
  bench.setBcr(20, style);
  bench.setCsr(1, address);
  expect(bench.misuses).toEqual([]);
  bench.setCsr(0, 0x0001);
  expect(bench.misuses.map(({ kind }) => kind)).toEqual(want);
});

test('flags of CSR0 are cleared by ones, and IENA is as written', () => {
  const bench = new Bench();
  bench.start();
  bench.receive(createFrame(60));
  expect(bench.csr(0)).toBe(0x04f3);
  bench.setCsr(0, 0x0000);
  expect([bench.csr(0), bench.pin]).toEqual([0x04b3, false]);
  bench.setCsr(0, 0x0040);
  expect([bench.csr(0), bench.pin]).toEqual([0x04f3, true]);
  bench.setCsr(0, 0x0440);
  expect([bench.csr(0), bench.pin]).toEqual([0x0073, false]);
});

test('CSR16 and CSR17 are CSR1 and CSR2, CSR58 is BCR20', () => {
  const bench = new Bench();
  bench.setCsr(16, 0x1234);
  bench.setCsr(17, 0x5678);
  bench.setCsr(58, 0x0002);
  expect([bench.csr(1), bench.csr(2), bench.bcr(20)]).toEqual([0x1234, 0x5678, 0x0302]);
  bench.setBcr(20, 0x0001);
  expect(bench.csr(58)).toBe(0x0101);
});

test('UINTCMD sets UINT, which interrupts without a mask', () => {
  const bench = new Bench();
  bench.start();
  bench.setCsr(4, 0x0195);
  expect([bench.csr(4), bench.pin, bench.csr(0) & 0x80]).toEqual([0x0155, true, 0x80]);
  bench.setCsr(4, 0x0155);
  expect([bench.csr(4), bench.pin]).toEqual([0x0115, false]);
});

test('the pairs of addresses show the descriptors around the current one', () => {
  const bench = new Bench();
  bench.start();
  bench.receive(createFrame(60));
  const pair = (number: number) => bench.csr(number) | (bench.csr(number + 1) << 16);
  expect([26, 28, 36].map(pair)).toEqual([0x1020, 0x1010, 0x1030]);
  expect([60, 34, 32, 38].map(pair)).toEqual([0x2070, 0x2000, 0x2010, 0x2020]);
  expect([pair(18), bench.csr(40), bench.csr(41)]).toEqual([0x1_0000, 0x0800, 0x8000]);
});

test.each([
  { name: 'a reserved CSR', act: (b: Bench) => b.csr(200), want: 'reserved CSR200' },
  { name: 'one that is not modelled', act: (b: Bench) => b.setCsr(46, 1), want: 'CSR46' },
  { name: 'LAPPEN', act: (b: Bench) => b.setCsr(3, 0x20), want: 'CSR3.LAPPEN' },
  { name: 'BSWP', act: (b: Bench) => b.setCsr(3, 0x04), want: 'CSR3.BSWP' },
  { name: 'MPEN', act: (b: Bench) => b.setCsr(5, 0x04), want: 'CSR5.MPEN' },
  { name: 'MPMODE', act: (b: Bench) => b.setCsr(5, 0x02), want: 'CSR5.MPMODE' },
  { name: 'RCVALGN', act: (b: Bench) => b.setCsr(122, 1), want: 'CSR122.RCVALGN' },
  { name: 'a reserved style', act: (b: Bench) => b.setCsr(58, 4), want: 'BCR20.SWSTYLE' },
])('$name is reported', ({ act, want }) => {
  const bench = new Bench();
  act(bench);
  expect(bench.unmodelled).toEqual([want]);
});

test.each([
  { name: 'style 1', act: (b: Bench) => b.setBcr(20, 1), want: ['BCR20.SWSTYLE'] },
  { name: 'RXFRTG', act: (b: Bench) => b.setCsr(7, 0x4000), want: ['CSR7.RXFRTG'] },
  { name: 'CSR7 by itself', act: (b: Bench) => b.setCsr(7, 0x1555), want: [] },
])('Am79C973: $name', ({ act, want }) => {
  const bench = new Bench({ chip: '973' });
  act(bench);
  expect(bench.unmodelled).toEqual(want);
});
