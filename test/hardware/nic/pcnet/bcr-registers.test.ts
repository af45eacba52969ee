/** The BCRs against numbers, resets and bits typed from the data sheets (19436, 21510). */
import { BCRS_970A, BCRS_973 } from '../../../../hardware/nic/pcnet/bcr-registers';
import { Bench } from '../../../support/nic/pcnet-bench';

const BOTH = [0, 1, 2, 4, 5, 6, 7, 9, 16, 17, 18, 19, 20, 21, 22];

test.each([
  { name: 'Am79C970A', table: BCRS_970A, want: BOTH },
  {
    name: 'Am79C973',
    table: BCRS_973,
    want: [...BOTH, ...Array.from({ length: 25 }, (_, index) => 23 + index)],
  },
])('the BCRs of the $name are declared, and no other', ({ table, want }) => {
  const numbers = table.rows.map(({ offset }) => offset);
  expect(numbers.sort((a, b) => a - b)).toEqual(want);
});

test.each([
  { number: 0, reset: 0x0005, ones: 0x0005 },
  { number: 1, reset: 0x0005, ones: 0x0005 },
  { number: 2, reset: 0x0002, ones: 0x41bf },
  { number: 4, reset: 0x00c0, ones: 0x63ff },
  { number: 5, reset: 0x0084, ones: 0x63ff },
  { number: 6, reset: 0x0088, ones: 0x63ff },
  { number: 7, reset: 0x0090, ones: 0x63ff },
  { number: 9, reset: 0x0000, ones: 0x0007 },
  { number: 16, reset: 0x0000, ones: 0xffe0 },
  { number: 17, reset: 0x0000, ones: 0xffff },
  { number: 18, reset: 0x9001, ones: 0xf37f },
  { number: 20, reset: 0x0200, ones: 0x07ff },
  { number: 21, reset: 0x0000, ones: 0xffff },
  { number: 22, reset: 0xff06, ones: 0xffff },
])('BCR$number of the Am79C970A', ({ number, reset, ones }) => {
  const bench = new Bench();
  expect(bench.bcr(number) & 0x7fff).toBe(reset & 0x7fff);
  bench.setBcr(number, 0xffff);
  expect(bench.bcr(number) & 0x7fff).toBe(ones & 0x7fff);
});

test.each([
  { number: 22, reset: 0x1818 },
  { number: 23, reset: 0x1022 },
  { number: 24, reset: 0x2000 },
  { number: 31, reset: 0xffff },
  { number: 33, reset: 0x03c0 },
  { number: 35, reset: 0x1022 },
])('BCR$number of the Am79C973', ({ number, reset }) => {
  expect(new Bench({ chip: '973' }).bcr(number)).toBe(reset);
});
