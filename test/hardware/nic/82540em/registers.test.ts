/** The register table of the 82540EM against offsets and resets typed from 8254x SDM chapter 13. */
import { REGISTERS } from '../../../../hardware/nic/82540em/registers';
import { Bench, createFrame } from '../../../support/nic/82540em-bench';

/** Name, offset, reset value where the manual gives one that is not 0. */
// prettier-ignore
const SUMMARY: [string, number, number?][] = [
  ['CTRL', 0x0000, 0x201], ['STATUS', 0x0008], ['EECD', 0x0010, 0x110], ['EERD', 0x0014],
  ['CTRL_EXT', 0x0018], ['MDIC', 0x0020], ['FCAL', 0x0028], ['FCAH', 0x002c], ['FCT', 0x0030],
  ['VET', 0x0038], ['ICR', 0x00c0], ['ITR', 0x00c4], ['ICS', 0x00c8], ['IMS', 0x00d0],
  ['IMC', 0x00d8], ['RCTL', 0x0100], ['FCTTV', 0x0170], ['TXCW', 0x0178], ['RXCW', 0x0180],
  ['TCTL', 0x0400], ['TIPG', 0x0410], ['AIFS', 0x0458], ['LEDCTL', 0x0e00, 0x0706_8302],
  ['PBA', 0x1000, 0x0010_0030], ['FCRTL', 0x2160], ['FCRTH', 0x2168], ['RDFH', 0x2410],
  ['RDFT', 0x2418], ['RDFHS', 0x2420], ['RDFTS', 0x2428], ['RDFPC', 0x2430], ['RDBAL', 0x2800],
  ['RDBAH', 0x2804], ['RDLEN', 0x2808], ['RDH', 0x2810], ['RDT', 0x2818], ['RDTR', 0x2820],
  ['RXDCTL', 0x2828, 0x0001_0000], ['RADV', 0x282c], ['RSRPD', 0x2c00], ['TXDMAC', 0x3000],
  ['TDFH', 0x3410], ['TDFT', 0x3418], ['TDFHS', 0x3420], ['TDFTS', 0x3428], ['TDFPC', 0x3430],
  ['TDBAL', 0x3800], ['TDBAH', 0x3804], ['TDLEN', 0x3808], ['TDH', 0x3810], ['TDT', 0x3818],
  ['TIDV', 0x3820], ['TXDCTL', 0x3828], ['TADV', 0x382c], ['TSPMT', 0x3830],
  ['CRCERRS', 0x4000], ['ALGNERRC', 0x4004], ['SYMERRS', 0x4008], ['RXERRC', 0x400c],
  ['MPC', 0x4010], ['SCC', 0x4014], ['ECOL', 0x4018], ['MCC', 0x401c], ['LATECOL', 0x4020],
  ['COLC', 0x4028], ['DC', 0x4030], ['TNCRS', 0x4034], ['SEC', 0x4038], ['CEXTERR', 0x403c],
  ['RLEC', 0x4040], ['XONRXC', 0x4048], ['XONTXC', 0x404c], ['XOFFRXC', 0x4050],
  ['XOFFTXC', 0x4054], ['FCRUC', 0x4058], ['PRC64', 0x405c], ['PRC127', 0x4060],
  ['PRC255', 0x4064], ['PRC511', 0x4068], ['PRC1023', 0x406c], ['PRC1522', 0x4070],
  ['GPRC', 0x4074], ['BPRC', 0x4078], ['MPRC', 0x407c], ['GPTC', 0x4080], ['GORCL', 0x4088],
  ['GORCH', 0x408c], ['GOTCL', 0x4090], ['GOTCH', 0x4094], ['RNBC', 0x40a0], ['RUC', 0x40a4],
  ['RFC', 0x40a8], ['ROC', 0x40ac], ['RJC', 0x40b0], ['MGTPRC', 0x40b4], ['MGTPDC', 0x40b8],
  ['MGTPTC', 0x40bc], ['TORL', 0x40c0], ['TORH', 0x40c4], ['TOTL', 0x40c8], ['TOTH', 0x40cc],
  ['TPR', 0x40d0], ['TPT', 0x40d4], ['PTC64', 0x40d8], ['PTC127', 0x40dc], ['PTC255', 0x40e0],
  ['PTC511', 0x40e4], ['PTC1023', 0x40e8], ['PTC1522', 0x40ec], ['MPTC', 0x40f0],
  ['BPTC', 0x40f4], ['TSCTC', 0x40f8], ['TSCTFC', 0x40fc], ['RXCSUM', 0x5000], ['MTA', 0x5200],
  ['RAL', 0x5400], ['RAH', 0x5404], ['VFTA', 0x5600], ['WUC', 0x5800], ['WUFC', 0x5808],
  ['WUS', 0x5810], ['MANC', 0x5820], ['IPAV', 0x5838], ['IP4AT', 0x5840], ['IP6AT', 0x5880],
  ['WUPL', 0x5900], ['WUPM', 0x5a00], ['FFLT', 0x5f00], ['FFMT', 0x9000], ['FFVT', 0x9800],
  ['PBM', 0x1_0000],
];

test('every register of the summary is declared, and no other', () => {
  const declared = REGISTERS.rows.map(({ name, offset, reset }) => [name, offset, reset ?? 0]);
  const wanted = SUMMARY.map(([name, offset, reset]) => [name, offset, reset ?? 0]);
  expect(declared.sort()).toEqual(wanted.sort());
});

/** Where a read after power-on gives more than the reset value: what the EEPROM and the PHY add. */
// prettier-ignore
const READ: Record<string, number> = {
  STATUS: 0x281, EECD: 0x118, RAL: 0x120c_0e00, RAH: 0x8000_5634,
};

test('every register reads its initial value after power-on', () => {
  const bench = new Bench({ hasLink: false });
  const read = SUMMARY.map(([name, offset]) => [name, bench.get(offset)]);
  expect(read).toEqual(SUMMARY.map(([name, , reset]) => [name, READ[name] ?? reset ?? 0]));
});

test('every row names its section', () => {
  for (const { name, section } of REGISTERS.rows)
    expect([name, section]).toEqual([name, expect.stringMatching(/^13\.\d/)]);
});

/** By access; all others can be read and written. */
// prettier-ignore
const ACCESS: Record<string, string[]> = {
  ro: ['STATUS', 'RXCW', 'GORCL', 'GORCH', 'GOTCL', 'GOTCH', 'TORL', 'TORH', 'TOTL', 'TOTH'],
  wo: ['ICS', 'IMC'],
  rcw1c: ['ICR'],
  w1c: ['WUS'],
  rc: ['CRCERRS', 'ALGNERRC', 'SYMERRS', 'RXERRC', 'MPC', 'SCC', 'ECOL', 'MCC', 'LATECOL', 'COLC',
    'DC', 'TNCRS', 'SEC', 'CEXTERR', 'RLEC', 'XONRXC', 'XONTXC', 'XOFFRXC', 'XOFFTXC', 'FCRUC',
    'PRC64', 'PRC127', 'PRC255', 'PRC511', 'PRC1023', 'PRC1522', 'GPRC', 'BPRC', 'MPRC', 'GPTC',
    'RNBC', 'RUC', 'RFC', 'ROC', 'RJC', 'MGTPRC', 'MGTPDC', 'MGTPTC', 'TPR', 'TPT', 'PTC64',
    'PTC127', 'PTC255', 'PTC511', 'PTC1023', 'PTC1522', 'MPTC', 'BPTC', 'TSCTC', 'TSCTFC'],
};

test('every register has the access that the manual says', () => {
  const kinds = Object.entries(ACCESS).flatMap(([kind, names]) =>
    names.map((name) => [name, kind]),
  );
  const accessOf = Object.fromEntries(kinds) as Record<string, string>;
  for (const { name, access } of REGISTERS.rows)
    expect([name, access]).toEqual([name, accessOf[name] ?? 'rw']);
});

/** Sections that were compared with the manual's own headings. */
test.each([
  ['PBA', '13.4.16'],
  ['FCRTL', '13.4.23'],
  ['RDT', '13.4.29'],
  ['RDTR', '13.4.30'],
  ['TDH', '13.4.39'],
  ['TSPMT', '13.4.45'],
  ['RAL', '13.5.2'],
  ['RAH', '13.5.3'],
  ['VFTA', '13.5.4'],
  ['WUPL', '13.6.7'],
  ['WUPM', '13.6.8'],
  ['FFLT', '13.6.9'],
  ['PRC1522', '13.7.26'],
  ['GPRC', '13.7.27'],
  ['GOTCL', '13.7.32'],
  ['RNBC', '13.7.33'],
  ['RUC', '13.7.34'],
  ['RFC', '13.7.35'],
  ['MGTPRC', '13.7.38'],
  ['MGTPDC', '13.7.39'],
  ['MGTPTC', '13.7.40'],
  ['TORL', '13.7.41'],
  ['RDFH', '13.8.1'],
  ['RDFT', '13.8.2'],
  ['RDFHS', '13.8.3'],
  ['RDFTS', '13.8.4'],
  ['RDFPC', '13.8.5'],
  ['TDFH', '13.8.6'],
])('%s is described in %s', (name, section) => {
  expect(REGISTERS.rows.find((row) => row.name === name)?.section).toBe(section);
});

test.each([
  { name: 'FCAL', offset: 0x28, want: 0xffff_ffff },
  { name: 'FCAH: 16 bits', offset: 0x2c, want: 0xffff },
  { name: 'FCT: 16 bits', offset: 0x30, want: 0xffff },
  { name: 'VET: 16 bits', offset: 0x38, want: 0xffff },
  { name: 'ITR: 16 bits', offset: 0xc4, want: 0xffff },
  { name: 'ICS is write only', offset: 0xc8, want: 0 },
  { name: 'IMS: the causes', offset: 0xd0, want: 0x1_f6df },
  { name: 'IMC is write only', offset: 0xd8, want: 0 },
  { name: 'RCTL: reserved bits', offset: 0x100, want: 0x06df_b3fe },
  { name: 'FCTTV: 16 bits', offset: 0x170, want: 0xffff },
  { name: 'TCTL: reserved bits; SWXOFF clears itself', offset: 0x400, want: 0x013f_fffa },
  { name: 'TIPG: reserved bits', offset: 0x410, want: 0x3fff_ffff },
  { name: 'FCRTL: units of 8 bytes', offset: 0x2160, want: 0x8000_fff8 },
  { name: 'FCRTH: units of 8 bytes', offset: 0x2168, want: 0xfff8 },
  { name: 'RDBAL: 16-byte aligned', offset: 0x2800, want: 0xffff_fff0 },
  { name: 'RDBAH', offset: 0x2804, want: 0xffff_ffff },
  { name: 'RDLEN: a multiple of 128, 20 bits', offset: 0x2808, want: 0x000f_ff80 },
  { name: 'RDH: 16 bits', offset: 0x2810, want: 0xffff },
  { name: 'RDT: 16 bits', offset: 0x2818, want: 0xffff },
  { name: 'RDTR: FPD reads 0', offset: 0x2820, want: 0xffff },
  { name: 'RXDCTL: reserved bits', offset: 0x2828, want: 0x013f_3f3f },
  { name: 'RADV: 16 bits', offset: 0x282c, want: 0xffff },
  { name: 'RSRPD: 12 bits', offset: 0x2c00, want: 0xfff },
  { name: 'RDFPC: what is in the FIFO', offset: 0x2430, want: 0 },
  { name: 'TDFPC: what is in the FIFO', offset: 0x3430, want: 0 },
  { name: 'TDBAL', offset: 0x3800, want: 0xffff_fff0 },
  { name: 'TDBAH', offset: 0x3804, want: 0xffff_ffff },
  { name: 'TDLEN', offset: 0x3808, want: 0x000f_ff80 },
  { name: 'TDH: 16 bits', offset: 0x3810, want: 0xffff },
  { name: 'TDT: 16 bits', offset: 0x3818, want: 0xffff },
  { name: 'TIDV: 16 bits', offset: 0x3820, want: 0xffff },
  { name: 'TXDCTL: reserved bits', offset: 0x3828, want: 0xff3f_3f3f },
  { name: 'TADV: 16 bits', offset: 0x382c, want: 0xffff },
  { name: 'a statistics register is read only', offset: 0x4074, want: 0 },
  { name: 'RXCSUM: reserved bits', offset: 0x5000, want: 0x3ff },
  { name: 'MTA', offset: 0x53fc, want: 0xffff_ffff },
  { name: 'RAL', offset: 0x5478, want: 0xffff_ffff },
  { name: 'RAH: reserved bits', offset: 0x540c, want: 0x8003_ffff },
  { name: 'VFTA', offset: 0x5600, want: 0xffff_ffff },
  { name: 'WUC: no shadows', offset: 0x5800, want: 0x9 },
  { name: 'WUFC: reserved bits', offset: 0x5808, want: 0x000f_80ff },
  { name: 'WUS is cleared by ones', offset: 0x5810, want: 0 },
  { name: 'IPAV: reserved bits', offset: 0x5838, want: 0x1_000f },
  { name: 'IP4AT', offset: 0x5858, want: 0xffff_ffff },
  { name: 'IP6AT', offset: 0x588c, want: 0xffff_ffff },
  { name: 'WUPL: 12 bits', offset: 0x5900, want: 0xfff },
  { name: 'WUPM', offset: 0x5a7c, want: 0xffff_ffff },
  { name: 'FFLT: 11 bits', offset: 0x5f18, want: 0x7ff },
  { name: 'FFMT: a bit for each filter', offset: 0x93f8, want: 0xf },
  { name: 'FFVT: a byte for each filter', offset: 0x9bf8, want: 0xffff_ffff },
])('all ones written: $name', ({ offset, want }) => {
  const bench = new Bench();
  bench.set(offset, 0xffff_ffff);
  expect(bench.get(offset)).toBe(want);
});

test('RDFPC counts the frames that wait for a descriptor, TDFPC the one on its way', () => {
  const bench = new Bench();
  bench.startReceiver(0x2, 8);
  bench.set(0x2818, 0);
  for (let index = 0; index < 3; index++) bench.receive(createFrame(60));
  bench.startTransmitter();
  bench.putTransmit(0, [0x8000, 0, 0x0b00_003c, 0]);
  bench.set(0x3818, 1);
  expect([bench.get(0x2430), bench.get(0x3430)]).toEqual([3, 1]);
  bench.set(0x2818, 7);
  bench.advance(10_000);
  expect([bench.get(0x2430), bench.get(0x3430)]).toEqual([0, 0]);
});

test('PBA.TXA is what RXA leaves of 64 KB', () => {
  const bench = new Bench();
  bench.set(0x1000, 0x28);
  expect(bench.get(0x1000)).toBe(0x0018_0028);
});

test.each([
  { name: 'RDT of the 82542', alias: 0x128, offset: 0x2818 },
  { name: 'TDLEN of the 82542', alias: 0x428, offset: 0x3808 },
  { name: 'MTA[127] of the 82542', alias: 0x3fc, offset: 0x53fc },
  { name: 'RAL[15] of the 82542', alias: 0xb8, offset: 0x5478 },
])('alias $name', ({ alias, offset }) => {
  const bench = new Bench();
  bench.set(alias, 0x180);
  expect(bench.get(offset)).toBe(0x180);
});

test('what is not modelled is reported by name; a register left at its reset value is not', () => {
  const bench = new Bench();
  bench.get(0x2410);
  bench.set(0x5808, 0);
  bench.get(0x5800);
  bench.set(0x5808, 2);
  bench.set(0x1_0004, 1);
  bench.get(0x0500);
  expect(bench.unmodelled).toEqual(['RDFH', 'WUFC', 'PBM', 'reserved 00500h']);
});
