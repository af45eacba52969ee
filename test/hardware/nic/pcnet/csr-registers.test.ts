/** The CSRs against numbers, resets and bits typed from the data sheets (19436, 21510). */
import { CSRS_970A, CSRS_973 } from '../../../../hardware/nic/pcnet/csr-registers';
import { Bench } from '../../../support/nic/pcnet-bench';

const BOTH = [
  0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
  28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 58, 60, 61, 62,
  63, 64, 65, 66, 67, 72, 74, 76, 78, 80, 82, 84, 85, 86, 88, 89, 94, 100, 112, 114, 122, 124,
];

test.each([
  { name: 'Am79C970A', table: CSRS_970A, want: BOTH },
  { name: 'Am79C973', table: CSRS_973, want: [...BOTH, 7, 48, 49, 116, 125] },
])('the CSRs of the $name are declared, and no other', ({ table, want }) => {
  const numbers = table.rows.map(({ offset }) => offset);
  expect(numbers.sort((a, b) => a - b)).toEqual(want.sort((a, b) => a - b));
  for (const { name, offset, section } of table.rows)
    expect([name, section]).toEqual([`CSR${offset}`, `CSR${offset}`]);
});

test.each([
  { chip: '970A' as const, number: 0, want: 0x0004 },
  { chip: '970A' as const, number: 3, want: 0x0000 },
  { chip: '970A' as const, number: 4, want: 0x0115 },
  { chip: '970A' as const, number: 5, want: 0x0000 },
  { chip: '970A' as const, number: 58, want: 0x0200 },
  { chip: '970A' as const, number: 80, want: 0xd410 },
  { chip: '970A' as const, number: 88, want: 0x1003 },
  { chip: '970A' as const, number: 89, want: 0x0262 },
  { chip: '970A' as const, number: 100, want: 0x0200 },
  { chip: '970A' as const, number: 112, want: 0 },
  { chip: '973' as const, number: 80, want: 0x1410 },
  { chip: '973' as const, number: 88, want: 0x5003 },
  { chip: '973' as const, number: 89, want: 0x0262 },
  { chip: '973' as const, number: 125, want: 0x603c },
])('CSR$number of the Am79C$chip is $want after H_RESET', ({ chip, number, want }) => {
  expect(new Bench({ chip }).csr(number)).toBe(want);
});

/** What ones leave in a register of the Am79C970A while the controller is stopped. */
test.each([
  ...[2, 8, 9, 10, 11, 12, 13, 14, 15, 17, 24, 25, 30, 31, 47, 76, 78, 80, 82, 100, 112, 114].map(
    (number) => ({ number, want: 0xffff }),
  ),
  { number: 1, want: 0xfffe },
  { number: 3, want: 0x5f7c },
  { number: 4, want: 0xfd55 },
  { number: 5, want: 0xc56e },
  { number: 16, want: 0xfffe },
  { number: 88, want: 0x1003 },
  { number: 89, want: 0x0262 },
  { number: 122, want: 0x0001 },
  { number: 124, want: 0x0000 },
  ...[6, 18, 19, 20, 21, 28, 29, 34, 35, 40, 41, 42, 43, 94].map((number) => ({ number, want: 0 })),
])('CSR$number keeps $want of all ones', ({ number, want }) => {
  const bench = new Bench();
  bench.setCsr(number, 0xffff);
  expect(bench.csr(number)).toBe(want);
});

test.each([1, 2, 8, 11, 12, 14, 15, 24, 25, 30, 31, 47, 58, 72, 74, 76, 78, 80, 82, 100, 112])(
  'CSR%i is written only while STOP or SPND is set',
  (number) => {
    const bench = new Bench();
    bench.start();
    const before = bench.csr(number);
    bench.setCsr(number, ~before & 0xffff);
    expect(bench.csr(number)).toBe(before);
    bench.setCsr(5, 1);
    bench.setCsr(number, number === 58 ? 3 : ~before & 0xfff9);
    expect(bench.csr(number)).not.toBe(before);
  },
);

test.each([3, 4, 5])('CSR%i is written always', (number) => {
  const bench = new Bench();
  bench.start();
  bench.setCsr(number, 0x4000);
  expect(bench.csr(number) & 0x4000).toBe(0x4000);
});

test('CSR124 is written with CSR4.EN124, that of the Am79C973 while stopped', () => {
  const old = new Bench();
  old.setCsr(4, 0x8115);
  old.setCsr(124, 0xffff);
  expect([old.csr(124), old.unmodelled]).toEqual([0x0018, ['CSR124.GPSIEN']]);
  old.setCsr(4, 0x0115);
  old.setCsr(124, 0);
  expect(old.csr(124)).toBe(0x0018);
  const bench = new Bench({ chip: '973' });
  bench.setCsr(124, 0xffff);
  expect(bench.csr(124)).toBe(0x0008);
  bench.start();
  bench.setCsr(124, 0);
  expect(bench.csr(124)).toBe(0x0008);
});
