/**
 * The Bus Configuration Registers. Am79C970A data sheet (publication 19436), Bus Configuration
 * Registers, and Am79C973/Am79C975 data sheet (publication 21510) for those that it adds.
 */
import { type IndexedRow, IndexedTable } from './indexed-registers';

export const BCR2 = {
  XMAUSEL: 0x0001,
  ASEL: 0x0002,
  AWAKE: 0x0004,
  EADISEL: 0x0008,
  DXCVRPOL: 0x0010,
  DXCVRCTL: 0x0020,
  INTLEVEL: 0x0080,
  APROMWE: 0x0100,
  /** Of the Am79C973. */
  LEDPE: 0x1000,
  TMAULOOP: 0x4000,
} as const;

/** Of BCR4 to BCR7: what makes an LED shine. */
export const Led = {
  COLE: 0x0001,
  JABE: 0x0002,
  RCVE: 0x0004,
  RXPOLE: 0x0008,
  XMTE: 0x0010,
  RCVME: 0x0020,
  LNKSTE: 0x0040,
  PSE: 0x0080,
  FDLSE: 0x0100,
  MPSE: 0x0200,
  /** Of the Am79C973: the link runs at 100 Mb/s. */
  E100: 0x1000,
  LEDDIS: 0x2000,
  LEDPOL: 0x4000,
  LEDOUT: 0x8000,
} as const;

export const BCR9 = { FDEN: 0x0001, AUIFD: 0x0002, FDRPAD: 0x0004 } as const;

export const BCR18 = {
  LINBC: 0x0007,
  TSTSHDW: 0x0018,
  BWRITE: 0x0020,
  BREADE: 0x0040,
  DWIO: 0x0080,
  EXTREQ: 0x0100,
  MEMCMD: 0x0200,
  ROMTMG: 0xf000,
} as const;

export const BCR19 = {
  EDI: 0x0001,
  ESK: 0x0002,
  ECS: 0x0004,
  EEN: 0x0010,
  EEDET: 0x2000,
  PREAD: 0x4000,
  PVALID: 0x8000,
} as const;

export const BCR20 = {
  SWSTYLE: 0x00ff,
  SSIZE32: 0x0100,
  CSRPCNET: 0x0200,
  APERREN: 0x0400,
} as const;

/** Of the Am79C973. */
export const BCR32 = {
  MIIILP: 0x0002,
  XPHYSP: 0x0008,
  XPHYFD: 0x0010,
  XPHYANE: 0x0020,
  XPHYRST: 0x0040,
  DANAS: 0x0080,
  APDW: 0x0700,
  APEP: 0x0800,
  FMDC: 0x3000,
  MIIPD: 0x4000,
  ANTST: 0x8000,
} as const;

export const BCR33 = { REGAD: 0x001f, PHYAD: 0x03e0 } as const;

type Options = Pick<
  IndexedRow,
  'access' | 'reset' | 'writeMask' | 'fields' | 'modelled' | 'isGuarded'
>;

function row(number: number, title: string, options: Partial<Options> = {}): IndexedRow {
  const name = `BCR${number}`;
  return { name, title, offset: number, access: 'rw', section: name, widthBytes: 2, ...options };
}

const ABSENT = { modelled: false } as const;
const RO = { access: 'ro' } as const;
const LED_MASK_970A = 0x63ff;
const LED_MASK_973 = 0x73ff;

function leds(writeMask: number): IndexedRow[] {
  const options = { writeMask, fields: Led };
  return [
    row(4, 'Link Status LED', { ...options, reset: 0x00c0 }),
    row(5, 'LED1 Status', { ...options, reset: 0x0084 }),
    row(6, 'LED2 Status', { ...options, reset: 0x0088 }),
    row(7, 'LED3 Status', { ...options, reset: 0x0090 }),
  ];
}

// prettier-ignore
const COMMON: readonly IndexedRow[] = [
  row(0, 'Master Mode Read Active', { ...RO, reset: 0x0005 }),
  row(1, 'Master Mode Write Active', { ...RO, reset: 0x0005 }),
  row(9, 'Full-Duplex Control', { writeMask: 0x0007, fields: BCR9 }),
  row(16, 'I/O Base Address Lower', { writeMask: 0xffe0 }),
  row(17, 'I/O Base Address Upper'),
  row(19, 'EEPROM Control and Status', { reset: 0x0002, writeMask: 0x0017, fields: BCR19 }),
  row(20, 'Software Style', { reset: 0x0200, writeMask: 0x04ff, isGuarded: true, fields: BCR20 }),
];

// prettier-ignore
export const BCR_ROWS_970A: readonly IndexedRow[] = [
  ...COMMON,
  row(2, 'Miscellaneous Configuration', { reset: 0x0002, writeMask: 0x41bf, fields: BCR2 }),
  ...leds(LED_MASK_970A),
  row(18, 'Burst and Bus Control', { reset: 0x9001, writeMask: 0xf37f, fields: BCR18 }),
  row(21, 'Interrupt Control'),
  row(22, 'PCI Latency', { reset: 0xff06, isGuarded: true, fields: { MIN_GNT: 0x00ff, MAX_LAT: 0xff00 } }),
];

// prettier-ignore
export const BCR_ROWS_973: readonly IndexedRow[] = [
  ...COMMON,
  row(2, 'Miscellaneous Configuration', { reset: 0x0002, writeMask: 0x718e, fields: BCR2 }),
  ...leds(LED_MASK_973),
  row(18, 'Burst and Bus Control', { reset: 0x9001, writeMask: 0xfb7f, fields: { ...BCR18, NOUFLO: 0x0800 } }),
  row(21, 'Interrupt Control', { writeMask: 0x003f }),
  row(22, 'PCI Latency', { reset: 0xff06, isGuarded: true, fields: { MIN_GNT: 0x00ff, MAX_LAT: 0xff00 } }),
  row(23, 'PCI Subsystem Vendor ID', RO),
  row(24, 'PCI Subsystem ID', RO),
  row(25, 'SRAM Size', { isGuarded: true, writeMask: 0x00ff }),
  row(26, 'SRAM Boundary', { isGuarded: true, writeMask: 0x00ff }),
  row(27, 'SRAM Interface Control', { isGuarded: true, writeMask: 0xc03f }),
  row(28, 'Expansion Bus Port Address Lower', ABSENT),
  row(29, 'Expansion Port Address Upper', ABSENT),
  row(30, 'Expansion Bus Data Port', ABSENT),
  row(31, 'Software Timer', { reset: 0xffff }),
  row(32, 'PHY Control and Status', { reset: 0x0400, writeMask: 0xbffa, fields: BCR32 }),
  row(33, 'PHY Address', { reset: 0x03c0, writeMask: 0x03ff, fields: BCR33 }),
  row(34, 'PHY Management Data'),
  row(35, 'PCI Vendor ID', { ...RO, reset: 0x1022 }),
  row(36, 'PCI Power Management Capabilities Alias', { ...RO, reset: 0xc802 }),
  row(37, 'PCI DATA Register 0 Alias', RO),
  row(38, 'PCI DATA Register 1 Alias', RO),
  row(39, 'PCI DATA Register 2 Alias', RO),
  row(40, 'PCI DATA Register 3 Alias', RO),
  row(41, 'PCI DATA Register 4 Alias', RO),
  row(42, 'PCI DATA Register 5 Alias', RO),
  row(43, 'PCI DATA Register 6 Alias', RO),
  row(44, 'PCI DATA Register 7 Alias', RO),
  row(45, 'OnNow Pattern Matching Register 1', ABSENT),
  row(46, 'OnNow Pattern Matching Register 2', ABSENT),
  row(47, 'OnNow Pattern Matching Register 3', ABSENT),
];

export const BCRS_970A = new IndexedTable(BCR_ROWS_970A);
export const BCRS_973 = new IndexedTable(BCR_ROWS_973);
