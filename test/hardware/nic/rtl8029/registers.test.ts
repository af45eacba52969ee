/** The register table of the RTL8029AS against LS009.0 5.1 and DP8390D 10.1, typed from them. */
import { REGISTER_BANKS } from '../../../../hardware/nic/rtl8029';
import { REGISTERS } from '../../../../hardware/nic/rtl8029/registers';
import { Bench } from '../../../support/nic/rtl8029-bench';

/** Port, what a read gives, what a write sets. */
// prettier-ignore
const PAGES: [number, string | undefined, string | undefined][][] = [
  [
    [0x0, 'CR', 'CR'], [0x1, 'CLDA0', 'PSTART'], [0x2, 'CLDA1', 'PSTOP'], [0x3, 'BNRY', 'BNRY'],
    [0x4, 'TSR', 'TPSR'], [0x5, 'NCR', 'TBCR0'], [0x6, 'FIFO', 'TBCR1'], [0x7, 'ISR', 'ISR'],
    [0x8, 'CRDA0', 'RSAR0'], [0x9, 'CRDA1', 'RSAR1'], [0xa, '8029ID0', 'RBCR0'],
    [0xb, '8029ID1', 'RBCR1'], [0xc, 'RSR', 'RCR'], [0xd, 'CNTR0', 'TCR'],
    [0xe, 'CNTR1', 'DCR'], [0xf, 'CNTR2', 'IMR'],
  ],
  [
    [0x0, 'CR', 'CR'], [0x1, 'PAR', 'PAR'], [0x6, 'PAR', 'PAR'], [0x7, 'CURR', 'CURR'],
    [0x8, 'MAR', 'MAR'], [0xf, 'MAR', 'MAR'],
  ],
  [
    [0x0, 'CR', 'CR'], [0x1, 'PSTART', undefined], [0x2, 'PSTOP', undefined],
    [0x4, 'TPSR', undefined], [0xc, 'RCR', undefined], [0xd, 'TCR', undefined],
    [0xe, 'DCR', undefined], [0xf, 'IMR', undefined], [0x5, undefined, undefined],
  ],
  [
    [0x0, 'CR', 'CR'], [0x1, '9346CR', '9346CR'], [0x3, 'CONFIG0', undefined],
    [0x5, 'CONFIG2', 'CONFIG2'], [0x6, 'CONFIG3', 'CONFIG3'], [0x9, undefined, 'HLTCLK'],
    [0xe, '8029ASID0', undefined], [0xf, '8029ASID1', undefined], [0x4, undefined, undefined],
  ],
];

const PLACES = PAGES.flatMap((ports, page) =>
  ports.map(([port, read, written]) => ({ page, port, read, written })),
);

test.each(PLACES)('page $page port $port: $read, $written', ({ page, port, read, written }) => {
  const nameAt = (place: number): string | undefined => {
    const slot = REGISTERS.slotAt[place];
    return slot === -1 ? undefined : REGISTERS.rowOf[slot].name;
  };
  expect([nameAt(page * 32 + port), nameAt(page * 32 + 16 + port)]).toEqual([read, written]);
});

test('the banks list each page at its ports, and the two ports of all', () => {
  expect(REGISTER_BANKS.map(({ rows }) => rows.length)).toEqual([29, 4, 8, 10, 2]);
  const rows = REGISTER_BANKS.flatMap((bank) => bank.rows);
  expect(rows.every(({ offset }) => offset < 0x20)).toBe(true);
  expect(rows.every(({ section }) => section === '5.1')).toBe(true);
  const page2 = REGISTER_BANKS[2].rows.filter(({ name }) => name !== 'CR');
  expect(page2.every(({ access }) => access === 'ro')).toBe(true);
  expect(rows.find(({ name }) => name === 'ISR')!.access).toBe('w1c');
});

test.each([
  { name: 'CR', page: 0, port: 0x0, want: 0x21 },
  { name: 'BNRY', page: 0, port: 0x3, want: 0x00 },
  { name: 'TSR, bit 1 always 1', page: 0, port: 0x4, want: 0x02 },
  { name: 'NCR', page: 0, port: 0x5, want: 0x00 },
  { name: 'ISR', page: 0, port: 0x7, want: 0x80 },
  { name: '8029ID0, P', page: 0, port: 0xa, want: 0x50 },
  { name: '8029ID1, C', page: 0, port: 0xb, want: 0x43 },
  { name: 'RCR, bits 7 and 6 always 1', page: 2, port: 0xc, want: 0xc0 },
  { name: 'TCR, bits 7 to 5 always 1', page: 2, port: 0xd, want: 0xe0 },
  { name: 'DCR, LAS', page: 2, port: 0xe, want: 0x84 },
  { name: 'IMR, bit 7 always 1', page: 2, port: 0xf, want: 0x80 },
  { name: 'CONFIG0', page: 3, port: 0x3, want: 0x00 },
  { name: '8029ASID0', page: 3, port: 0xe, want: 0x29 },
  { name: '8029ASID1', page: 3, port: 0xf, want: 0x80 },
])('after power-on $name is $want', ({ page, port, want }) => {
  const bench = new Bench();
  expect(bench.getPage(page, port) & (port === 0 ? 0x3f : 0xff)).toBe(want);
});

test.each([
  { name: 'PSTART', port: 0x1, page: 2, readPort: 0x1, want: 0xff },
  { name: 'PSTOP', port: 0x2, page: 2, readPort: 0x2, want: 0xff },
  { name: 'BNRY', port: 0x3, page: 0, readPort: 0x3, want: 0xff },
  { name: 'TPSR', port: 0x4, page: 2, readPort: 0x4, want: 0xff },
  { name: 'RCR', port: 0xc, page: 2, readPort: 0xc, want: 0xff },
  { name: 'TCR', port: 0xd, page: 2, readPort: 0xd, want: 0xff },
  { name: 'DCR', port: 0xe, page: 2, readPort: 0xe, want: 0xff },
  { name: 'IMR', port: 0xf, page: 2, readPort: 0xf, want: 0xff },
])('all ones written to $name', ({ port, page, readPort, want }) => {
  const bench = new Bench();
  bench.set(port, 0xff);
  expect(bench.getPage(page, readPort)).toBe(want);
});

test('zeros written leave the bits that are always 1', () => {
  const bench = new Bench();
  for (const port of [0xc, 0xd, 0xe, 0xf]) bench.set(port, 0x00);
  const read = [0xc, 0xd, 0xe, 0xf].map((port) => bench.getPage(2, port));
  expect(read).toEqual([0xc0, 0xe0, 0x80, 0x80]);
});

test('page 1 holds the address, the page and the filter', () => {
  const bench = new Bench();
  bench.set(0, 0x61);
  for (let port = 1; port < 16; port++) bench.set(port, 0xa0 + port);
  const read = Array.from({ length: 15 }, (_, index) => bench.get(index + 1));
  expect(read).toEqual(Array.from({ length: 15 }, (_, index) => 0xa1 + index));
});
