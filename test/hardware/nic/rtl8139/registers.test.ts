/** The register table against offsets, widths and resets typed from RTL8139C data sheet chapter 6. */
import { REGISTER_BANKS } from '../../../../hardware/nic/rtl8139';
import type { Width } from '../../../../hardware/ports';
import { Bench } from '../../../support/nic/rtl8139-bench';

/** Name, offset, bytes, count, reset if not 0. */
// prettier-ignore
const SUMMARY: [string, number, number, number, number?][] = [
  ['IDRn', 0x00, 1, 6], ['RSVD06', 0x06, 1, 2], ['MARn', 0x08, 1, 8], ['TSDn', 0x10, 4, 4, 0x2000],
  ['TSADn', 0x20, 4, 4], ['RBSTART', 0x30, 4, 1], ['ERBCR', 0x34, 2, 1], ['ERSR', 0x36, 1, 1],
  ['CR', 0x37, 1, 1, 0x01], ['CAPR', 0x38, 2, 1, 0xfff0], ['CBR', 0x3a, 2, 1], ['IMR', 0x3c, 2, 1],
  ['ISR', 0x3e, 2, 1], ['TCR', 0x40, 4, 1, 0x7400_0000], ['RCR', 0x44, 4, 1], ['TCTR', 0x48, 4, 1],
  ['MPC', 0x4c, 4, 1], ['9346CR', 0x50, 1, 1], ['CONFIG0', 0x51, 1, 1, 0x10],
  ['CONFIG1', 0x52, 1, 1, 0x0c], ['RSVD53', 0x53, 1, 1], ['TimerInt', 0x54, 4, 1],
  ['MSR', 0x58, 1, 1], ['CONFIG3', 0x59, 1, 1], ['CONFIG4', 0x5a, 1, 1], ['RSVD5B', 0x5b, 1, 1],
  ['MULINT', 0x5c, 2, 1], ['RERID', 0x5e, 1, 1, 0x10], ['RSVD5F', 0x5f, 1, 1],
  ['TSAD', 0x60, 2, 1], ['BMCR', 0x62, 2, 1, 0x1000], ['BMSR', 0x64, 2, 1, 0x7809],
  ['ANAR', 0x66, 2, 1, 0x01e1], ['ANLPAR', 0x68, 2, 1], ['ANER', 0x6a, 2, 1], ['DIS', 0x6c, 2, 1],
  ['FCSC', 0x6e, 2, 1], ['NWAYTR', 0x70, 2, 1], ['REC', 0x72, 2, 1], ['CSCR', 0x74, 2, 1, 0x03c0],
  ['RSVD76', 0x76, 1, 2], ['PHY1_PARM', 0x78, 4, 1], ['TW_PARM', 0x7c, 4, 1],
  ['PHY2_PARM', 0x80, 1, 1], ['RSVD81', 0x81, 1, 3], ['CRCn', 0x84, 1, 8],
  ['Wakeup', 0x8c, 4, 16], ['LSBCRCn', 0xcc, 1, 8], ['FLASH', 0xd4, 4, 1], ['Config5', 0xd8, 1, 1],
  ['FER', 0xf0, 4, 1], ['FEMR', 0xf4, 4, 1], ['FPSR', 0xf8, 4, 1], ['FFER', 0xfc, 4, 1],
];

test('every register of the chapter is declared, and no other', () => {
  expect(REGISTER_BANKS.length).toBe(1);
  const declared = REGISTER_BANKS[0].rows.map((row) => [
    row.name,
    row.offset,
    row.widthBytes ?? 4,
    row.count ?? 1,
    row.reset ?? 0,
  ]);
  expect(declared).toEqual(SUMMARY.map((row) => [...row.slice(0, 4), row[4] ?? 0]));
  for (const { name, section } of REGISTER_BANKS[0].rows)
    expect([name, section]).toEqual([name, expect.stringMatching(/^6(\.\d+)?$/)]);
});

/** Where a read after power-on gives another value: what the 93C46 and the PHY decide. */
// prettier-ignore
const LOADED: Record<string, number> = {
  CONFIG1: 0x4d, MSR: 0x14, CONFIG3: 0xe5, CONFIG4: 0x88, TSAD: 0x000f, PHY1_PARM: 0x60f4_03b9,
  TW_PARM: 0x9836_dfa3, PHY2_PARM: 0x1a, Config5: 0x07,
};

test('every register reads its value after power-on, without a link', () => {
  const bench = new Bench({ hasLink: false });
  const read = SUMMARY.map(([name, offset, width]) => [name, bench.get(offset, width as Width)]);
  expect(read).toEqual(SUMMARY.map((row) => [row[0], LOADED[row[0]] ?? row[4] ?? 0]));
});

test.each([
  { name: 'IDR0-3, locked', offset: 0x00, width: 4, want: 0x124c_e000 },
  { name: 'IDR4-5, locked, and two reserved bytes', offset: 0x04, width: 4, want: 0x5634 },
  { name: 'MAR', offset: 0x0c, width: 4, want: 0xffff_ffff },
  { name: 'TSD: ERTXTH, OWN, SIZE', offset: 0x10, width: 4, want: 0x003f_3fff },
  { name: 'TSAD', offset: 0x2c, width: 4, want: 0xffff_ffff },
  { name: 'RBSTART', offset: 0x30, width: 4, want: 0xffff_ffff },
  { name: 'ERBCR', offset: 0x34, width: 2, want: 0 },
  { name: 'CAPR', offset: 0x38, width: 2, want: 0xffff },
  { name: 'CBR', offset: 0x3a, width: 2, want: 0 },
  { name: 'IMR', offset: 0x3c, width: 2, want: 0xe07f },
  { name: 'ISR', offset: 0x3e, width: 2, want: 0 },
  { name: 'TCR without TE', offset: 0x40, width: 4, want: 0x7400_0000 },
  { name: 'RCR: 9356SEL is read only', offset: 0x44, width: 4, want: 0x0f03_ffbf },
  { name: 'TCTR begins anew', offset: 0x48, width: 4, want: 0 },
  { name: 'MPC is cleared', offset: 0x4c, width: 4, want: 0 },
  { name: 'CONFIG0', offset: 0x51, width: 1, want: 0x10 },
  { name: 'CONFIG1, locked', offset: 0x52, width: 1, want: 0x4d },
  { name: 'TimerInt', offset: 0x54, width: 4, want: 0xffff_ffff },
  { name: 'MSR, locked', offset: 0x58, width: 1, want: 0x10 },
  { name: 'CONFIG3, locked', offset: 0x59, width: 1, want: 0xe5 },
  { name: 'CONFIG4, locked', offset: 0x5a, width: 1, want: 0x88 },
  { name: 'MULINT', offset: 0x5c, width: 2, want: 0x0fff },
  { name: 'RERID', offset: 0x5e, width: 1, want: 0x10 },
  { name: 'TSAD summary', offset: 0x60, width: 2, want: 0x000f },
  { name: 'BMSR', offset: 0x64, width: 2, want: 0x782d },
  { name: 'ANAR: Pause, T4 are read only', offset: 0x66, width: 2, want: 0x21ff },
  { name: 'ANLPAR', offset: 0x68, width: 2, want: 0x45e1 },
  { name: 'PHY1_PARM, locked', offset: 0x78, width: 4, want: 0x60f4_03b9 },
  { name: 'TW_PARM, locked', offset: 0x7c, width: 4, want: 0x9836_dfa3 },
  { name: 'PHY2_PARM, locked', offset: 0x80, width: 1, want: 0x1a },
  { name: 'CRC0-3 of wake-up frames', offset: 0x84, width: 4, want: 0xffff_ffff },
  { name: 'wake-up frame 7', offset: 0xc8, width: 4, want: 0xffff_ffff },
  { name: 'LSBCRC7', offset: 0xd3, width: 1, want: 0xff },
  { name: 'Config5', offset: 0xd8, width: 1, want: 0x7f },
] as const)('all ones written: $name', ({ offset, width, want }) => {
  const bench = new Bench();
  bench.set(offset, width, 0xffff_ffff >>> (32 - 8 * width));
  expect(bench.get(offset, width)).toBe(want);
});

test('the config write mode unlocks CONFIG1, 3 and 4 (6.9)', () => {
  const bench = new Bench();
  bench.set(0x50, 1, 0xc0);
  for (const offset of [0x52, 0x59, 0x5a]) bench.set(offset, 1, 0);
  // Read-only bits stay: MEMMAP and IOMAP; GNTSel, CLKRUN_En and FBtBEn; bit 3.
  expect([0x52, 0x59, 0x5a].map((offset) => bench.get(offset, 1))).toEqual([0x0c, 0x85, 0x08]);
  bench.set(0x50, 1, 0);
  bench.set(0x59, 1, 0xff);
  expect(bench.get(0x59, 1)).toBe(0x85);
});

test('it unlocks IDR and MSR, and with PARM_En clear the parameters of the PHY (7.1)', () => {
  const bench = new Bench();
  const fill = () => {
    for (const offset of [0x00, 0x04, 0x78, 0x7c]) bench.set(offset, 4, 0x1111_1111);
    for (const offset of [0x58, 0x80]) bench.set(offset, 1, 0xc1);
    return [0x00, 0x04, 0x78, 0x7c, 0x80].map((offset) => bench.get(offset, 1));
  };
  const locked = [0, 4, 0x78, 0x7c, 0x80].map((offset) => bench.get(offset, 1));
  expect([fill(), bench.get(0x58, 1)]).toEqual([locked, 0x10]);
  bench.set(0x50, 1, 0xc0);
  expect([fill(), bench.get(0x58, 1)]).toEqual([[0x11, 0x11, ...locked.slice(2)], 0xd0]);
  bench.set(0x59, 1, 0);
  expect(fill()).toEqual([0x11, 0x11, 0x11, 0x11, 0xc1]);
});

test('with TE set TCR takes what is written, but for CLRABT and HWVERID (6.7)', () => {
  const bench = new Bench();
  bench.set(0x37, 1, 0x04);
  bench.set(0x40, 4, 0xffff_ffff);
  expect(bench.get(0x40, 4)).toBe(0x7707_07f0);
  expect(bench.unmodelled).toEqual([]);
  bench.set(0x40, 4, 0x0002_0000);
  expect(bench.unmodelled).toEqual(['TCR.LBK']);
});

test.each([
  { name: 'FLASH read', act: (b: Bench) => b.get(0xd4, 4), want: ['FLASH'] },
  { name: 'C+ command', act: (b: Bench) => b.get(0xe0, 1), want: ['reserved 000E0h'] },
  { name: 'HLTCLK of the 8139A', act: (b: Bench) => b.set(0x5b, 1, 0x52), want: ['RSVD5B'] },
  { name: 'NWay loopback', act: (b: Bench) => b.set(0x70, 2, 0x80), want: ['NWAYTR'] },
  { name: 'forced good link', act: (b: Bench) => b.set(0x74, 2, 0x0380), want: ['CSCR'] },
  { name: 'CSCR as read', act: (b: Bench) => b.set(0x74, 2, b.get(0x74, 2)), want: [] },
])('what is not modelled is named: $name', ({ act, want }) => {
  const bench = new Bench();
  act(bench);
  expect(bench.unmodelled).toEqual(want);
});
