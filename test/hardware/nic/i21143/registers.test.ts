/** The register table against the 21143 HRM: offsets, values after reset, what is kept. */
import { REGISTER_BANKS } from '../../../../hardware/nic/i21143';
import { Bench, MODE } from '../../../support/nic/i21143-bench';

/** CSR0 to 15 after reset; 0 where the manual calls it unpredictable. */
// prettier-ignore
const RESETS = [
  0xfe00_0000, 0xffff_ffff, 0xffff_ffff, 0, 0, 0xf000_0000, 0x3200_0040, 0xf3fe_0000,
  0xe000_0000, 0xfff4_83ff, 0, 0xfffe_0000, 0x0000_00c6, 0xffff_0000, 0xffff_ffff, 0x8ff0_0000,
];

test('every register is declared, one every eight bytes', () => {
  const [csrs, mdi] = REGISTER_BANKS;
  expect(csrs.rows.map(({ name, offset, reset = 0 }) => [name, offset, reset])).toEqual(
    RESETS.map((reset, number) => [`CSR${number}`, 8 * number, reset]),
  );
  expect(mdi.rows.map(({ name, offset }) => [name, offset / 2])).toEqual([
    ['CONTROL', 0],
    ['STATUS', 1],
    ['ID_1', 2],
    ['ID_2', 3],
    ['ADVERTISEMENT', 4],
    ['PARTNER', 5],
    ['EXPANSION', 6],
    ['VENDOR', 7],
  ]);
});

test('what is read after reset; with mitigation, its bits are clear', () => {
  const old = new Bench({ revisionId: 0x30 });
  // MDI is pulled up, and the PHY drives nothing.
  const read = RESETS.map((reset, number) => (number === 9 ? 0xfffc_83ff : reset));
  expect(RESETS.map((_, number) => old.csr(number))).toEqual(read);
  expect(new Bench().csr(11)).toBe(0);
});

test.each([
  { csr: 0, want: 0xffbe_fffe & ~0x0010_0080, value: 0xffef_ff7e },
  { csr: 1, want: 0xffff_ffff },
  { csr: 2, want: 0xffff_ffff },
  { csr: 3, want: 0xffff_fffc },
  { csr: 4, want: 0xffff_fffc },
  { csr: 7, want: 0xffff_ffff },
  { csr: 8, want: 0xe000_0000 },
  { csr: 10, want: 0x0003_ffff },
  { csr: 13, want: 0xffff_ffff },
  { csr: 14, want: 0xffff_ffff },
])('all ones written to CSR$csr', ({ csr, want, value = 0xffff_ffff }) => {
  const bench = new Bench({ revisionId: 0x30 });
  bench.setCsr(csr, value);
  expect(bench.csr(csr)).toBe(want >>> 0);
});

test.each([
  { csr: 0, want: 0xfe00_0000 },
  // The bits that read as one.
  { csr: 6, want: 0x3200_0000 },
  { csr: 7, want: 0xf3fe_0000 },
  { csr: 9, want: 0xfff0_8300 },
  { csr: 11, want: 0xfffe_0000 },
  { csr: 13, want: 0xffff_0000 },
  { csr: 14, want: 0xfff8_0000 },
  { csr: 15, want: 0x8ff0_0000 },
])('zero written to CSR$csr', ({ csr, want }) => {
  const bench = new Bench({ revisionId: 0x30 });
  bench.setCsr(csr, 0);
  expect(bench.csr(csr)).toBe(want);
});

test('a narrow write changes its bytes only: CSR15 as drivers write it', () => {
  const bench = new Bench();
  bench.set(0x78, 2, 0x0008);
  expect(bench.csr(15)).toBe(0x8ff0_0008);
  bench.set(0x79, 1, 0x04);
  expect([bench.csr(15), bench.get(0x78, 1), bench.get(0x79, 1)]).toEqual([0x8ff0_0408, 8, 4]);
});

test('the general-purpose pins: directions with CWE, then levels (CSR15)', () => {
  const bench = new Bench();
  bench.setCsr(15, 0x08af_0000);
  bench.setCsr(15, 0x00a5_0000);
  expect(bench.csr(15)).toBe(0x88a5_0000);
  bench.setCsr(15, 0x0803_0000);
  expect(bench.csr(15)).toBe(0x8801_0000);
});

test.each([
  { name: 'between two registers', act: (b: Bench) => b.get(0x04, 1), want: ['reserved 00004h'] },
  {
    name: 'descriptors in big endian',
    act: (b: Bench) => b.setCsr(0, 0x0010_0000),
    want: ['CSR0, big endian'],
  },
  { name: 'boot ROM', act: (b: Bench) => b.setCsr(9, 0x5000), want: ['CSR9.BR'] },
  { name: 'external register', act: (b: Bench) => b.setCsr(9, 0x2400), want: ['CSR9.REG'] },
  { name: 'IDAMSB', act: (b: Bench) => b.setCsr(6, 0x0400_0000), want: ['CSR6.IDAMSB'] },
  { name: 'receive match', act: (b: Bench) => b.setCsr(15, 0x0c00_0000), want: ['CSR15.RME'] },
  { name: 'ordinary modes', act: (b: Bench) => b.setCsr(0, 0x01a0_8000), want: [] },
])('what is not modelled is named: $name', ({ act, want }) => {
  const bench = new Bench();
  act(bench);
  expect(bench.unmodelled).toEqual(want);
});

test.each([
  { number: 3, value: 0x1000, csr6: 0, want: [] },
  { number: 3, value: 0x1002, csr6: 0, want: ['alignment'] },
  { number: 4, value: 0x2001, csr6: 0, want: ['alignment'] },
  { number: 3, value: 0x1000, csr6: 0x2, want: ['ring'] },
  { number: 4, value: 0x2000, csr6: 0x2000, want: ['ring'] },
  { number: 4, value: 0x2000, csr6: 0x2, want: [] },
])('CSR$number is a longword for a process that is stopped: %j', (row) => {
  const bench = new Bench();
  bench.setCsr(3, 0x1000);
  bench.setCsr(4, 0x2000);
  bench.setCsr(6, MODE | row.csr6);
  bench.setCsr(row.number, row.value);
  expect(bench.misuses.map(({ kind }) => kind)).toEqual(row.want);
});
