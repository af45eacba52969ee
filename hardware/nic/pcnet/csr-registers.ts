/**
 * The Control and Status Registers. Am79C970A data sheet (publication 19436), Control and Status
 * Registers, and Am79C973/Am79C975 data sheet (publication 21510) for those that it adds. A value
 * that a data sheet leaves undefined after a reset is 0 here, so that a run repeats.
 */
import { type IndexedRow, IndexedTable } from './indexed-registers';

export const CSR0 = {
  INIT: 0x0001,
  STRT: 0x0002,
  STOP: 0x0004,
  TDMD: 0x0008,
  TXON: 0x0010,
  RXON: 0x0020,
  IENA: 0x0040,
  INTR: 0x0080,
  IDON: 0x0100,
  TINT: 0x0200,
  RINT: 0x0400,
  MERR: 0x0800,
  MISS: 0x1000,
  CERR: 0x2000,
  BABL: 0x4000,
  ERR: 0x8000,
} as const;

export const CSR3 = {
  BSWP: 0x0004,
  EMBA: 0x0008,
  DXMT2PD: 0x0010,
  LAPPEN: 0x0020,
  DXSUFLO: 0x0040,
  IDONM: 0x0100,
  TINTM: 0x0200,
  RINTM: 0x0400,
  MERRM: 0x0800,
  MISSM: 0x1000,
  BABLM: 0x4000,
} as const;

export const CSR4 = {
  JABM: 0x0001,
  JAB: 0x0002,
  TXSTRTM: 0x0004,
  TXSTRT: 0x0008,
  RCVCCOM: 0x0010,
  RCVCCO: 0x0020,
  UINT: 0x0040,
  UINTCMD: 0x0080,
  MFCOM: 0x0100,
  MFCO: 0x0200,
  ASTRP_RCV: 0x0400,
  APAD_XMT: 0x0800,
  DPOLL: 0x1000,
  DMAPLUS: 0x4000,
  EN124: 0x8000,
} as const;

export const CSR5 = {
  SPND: 0x0001,
  MPMODE: 0x0002,
  MPEN: 0x0004,
  MPINTE: 0x0008,
  MPINT: 0x0010,
  MPPLBA: 0x0020,
  EXDINTE: 0x0040,
  EXDINT: 0x0080,
  SLPINTE: 0x0100,
  SLPINT: 0x0200,
  SINTE: 0x0400,
  SINT: 0x0800,
  LTINTEN: 0x4000,
  TOKINTD: 0x8000,
} as const;

/** Of the Am79C973. */
export const CSR7 = {
  MIIPDTINTE: 0x0001,
  MIIPDTINT: 0x0002,
  MCCIINTE: 0x0004,
  MCCIINT: 0x0008,
  MCCINTE: 0x0010,
  MCCINT: 0x0020,
  MAPINTE: 0x0040,
  MAPINT: 0x0080,
  MREINTE: 0x0100,
  MREINT: 0x0200,
  STINTE: 0x0400,
  STINT: 0x0800,
  RXDPOLL: 0x1000,
  RDMD: 0x2000,
  RXFRTG: 0x4000,
  FASTSPNDE: 0x8000,
} as const;

export const CSR15 = {
  DRX: 0x0001,
  DTX: 0x0002,
  LOOP: 0x0004,
  DXMTFCS: 0x0008,
  FCOLL: 0x0010,
  DRTY: 0x0020,
  INTL: 0x0040,
  PORTSEL: 0x0180,
  TSEL: 0x0200,
  MENDECL: 0x0400,
  DAPC: 0x0800,
  DLNKTST: 0x1000,
  DRCVPA: 0x2000,
  DRCVBC: 0x4000,
  PROM: 0x8000,
} as const;
/** CSR15.PORTSEL in place: the twisted pair port. */
export const PORTSEL_10BASE_T = 0x0080;

export const CSR124 = { RPA: 0x0008 } as const;
export const CSR124_970A = { ...CSR124, GPSIEN: 0x0010 } as const;

/** What a 1 clears. */
export const W1C = { CSR0: 0x7f00, CSR4: 0x026a, CSR5: 0x0a90, CSR7: 0x0aaa } as const;
/** What setting STOP clears in CSR4: the events, and the command for one of them. */
export const CSR4_STOPPED = 0x02ea;

type Options = Pick<
  IndexedRow,
  'access' | 'reset' | 'writeMask' | 'fields' | 'modelled' | 'isGuarded' | 'isSoftReset'
>;

function row(number: number, title: string, options: Partial<Options> = {}): IndexedRow {
  const name = `CSR${number}`;
  return { name, title, offset: number, access: 'rw', section: name, widthBytes: 2, ...options };
}

/** A pair of registers that hold the halves of an address. */
function pair(number: number, title: string, options: Partial<Options> = {}): IndexedRow[] {
  return [row(number, `${title} Lower`, options), row(number + 1, `${title} Upper`, options)];
}

const GUARDED = { isGuarded: true } as const;
const SOFT = { isSoftReset: true } as const;
/** What the buffer management keeps for itself: shown, never to be written by a driver. */
const INTERNAL = { access: 'ro' } as const;
const ABSENT = { modelled: false } as const;

// prettier-ignore
const COMMON: readonly IndexedRow[] = [
  row(0, 'Controller Status and Control', { ...SOFT, reset: 0x0004, fields: CSR0 }),
  row(1, 'Initialization Block Address 0', { ...GUARDED, writeMask: 0xfffe }),
  row(2, 'Initialization Block Address 1', GUARDED),
  row(3, 'Interrupt Masks and Deferral Control', { ...SOFT, writeMask: 0x5f7c, fields: CSR3 }),
  row(5, 'Extended Control and Interrupt', { ...SOFT, writeMask: 0xc56e, fields: CSR5 }),
  row(6, 'RX/TX Descriptor Table Length', { access: 'ro', ...SOFT, fields: { RLEN: 0x0f00, TLEN: 0xf000 } }),
  row(8, 'Logical Address Filter 0', GUARDED),
  row(9, 'Logical Address Filter 1', GUARDED),
  row(10, 'Logical Address Filter 2', GUARDED),
  row(11, 'Logical Address Filter 3', GUARDED),
  row(12, 'Physical Address 0', GUARDED),
  row(13, 'Physical Address 1', GUARDED),
  row(14, 'Physical Address 2', GUARDED),
  row(15, 'Mode', { ...GUARDED, fields: CSR15 }),
  ...pair(16, 'Initialization Block Address', GUARDED),
  ...pair(18, 'Current Receive Buffer Address', INTERNAL),
  ...pair(20, 'Current Transmit Buffer Address', INTERNAL),
  ...pair(22, 'Next Receive Buffer Address', ABSENT),
  ...pair(24, 'Base Address of Receive Ring', GUARDED),
  ...pair(26, 'Next Receive Descriptor Address', INTERNAL),
  ...pair(28, 'Current Receive Descriptor Address', INTERNAL),
  ...pair(30, 'Base Address of Transmit Ring', GUARDED),
  ...pair(32, 'Next Transmit Descriptor Address', INTERNAL),
  ...pair(34, 'Current Transmit Descriptor Address', INTERNAL),
  ...pair(36, 'Next Next Receive Descriptor Address', INTERNAL),
  ...pair(38, 'Next Next Transmit Descriptor Address', INTERNAL),
  row(40, 'Current Receive Byte Count', INTERNAL),
  row(41, 'Current Receive Status', INTERNAL),
  row(42, 'Current Transmit Byte Count', INTERNAL),
  row(43, 'Current Transmit Status', INTERNAL),
  row(44, 'Next Receive Byte Count', ABSENT),
  row(45, 'Next Receive Status', ABSENT),
  row(46, 'Transmit Poll Time Counter', ABSENT),
  row(47, 'Transmit Polling Interval', { ...GUARDED, ...SOFT }),
  row(58, 'Software Style', { ...GUARDED, reset: 0x0200, fields: { SWSTYLE: 0x00ff, SSIZE32: 0x0100, CSRPCNET: 0x0200, APERREN: 0x0400 } }),
  ...pair(60, 'Previous Transmit Descriptor Address', INTERNAL),
  row(62, 'Previous Transmit Byte Count', ABSENT),
  row(63, 'Previous Transmit Status', ABSENT),
  ...pair(64, 'Next Transmit Buffer Address', ABSENT),
  row(66, 'Next Transmit Byte Count', ABSENT),
  row(67, 'Next Transmit Status', ABSENT),
  row(72, 'Receive Descriptor Ring Counter', GUARDED),
  row(74, 'Transmit Descriptor Ring Counter', GUARDED),
  row(76, 'Receive Descriptor Ring Length', GUARDED),
  row(78, 'Transmit Descriptor Ring Length', GUARDED),
  row(82, 'Bus Activity Timer', GUARDED),
  ...pair(84, 'DMA Address Register', ABSENT),
  row(86, 'Buffer Byte Counter', ABSENT),
  row(94, 'Transmit Time Domain Reflectometry Count', INTERNAL),
  row(100, 'Bus Timeout', { ...GUARDED, ...SOFT, reset: 0x0200 }),
  row(112, 'Missed Frame Count', { ...GUARDED, ...SOFT }),
  row(114, 'Receive Collision Count', { ...GUARDED, ...SOFT }),
  row(122, 'Receive Frame Alignment Control', { ...GUARDED, ...SOFT, writeMask: 0x0001, fields: { RCVALGN: 0x0001 } }),
];

const DMA_FIELDS = { DMATC: 0x00ff, XMTFW: 0x0300, XMTSP: 0x0c00, RCVFW: 0x3000 };

/** The part number, 2621h, between the version and the manufacturer's code, 001h, and a 1. */
// prettier-ignore
export const CSR_ROWS_970A: readonly IndexedRow[] = [
  ...COMMON,
  row(4, 'Test and Features Control', { ...SOFT, reset: 0x0115, writeMask: 0xfd15, fields: { ...CSR4, TIMER: 0x2000 } }),
  // Bits 15 and 14 are reserved and read as ones.
  row(80, 'DMA Transfer Counter and FIFO Watermark Control', { ...GUARDED, ...SOFT, reset: 0xd410, writeMask: 0x3fff, fields: DMA_FIELDS }),
  row(88, 'Chip ID Lower', { access: 'ro', reset: 0x1003 }),
  row(89, 'Chip ID Upper', { access: 'ro', reset: 0x0262 }),
  // Written while CSR4.EN124 is set.
  row(124, 'Test Register 1', { ...SOFT, writeMask: 0x0018, fields: CSR124_970A }),
];

/** The part number is 2625h. */
// prettier-ignore
export const CSR_ROWS_973: readonly IndexedRow[] = [
  ...COMMON,
  row(4, 'Test and Features Control', { ...SOFT, reset: 0x0115, writeMask: 0xdd15, fields: CSR4 }),
  row(7, 'Extended Control and Interrupt 2', { ...SOFT, writeMask: 0xd555, fields: CSR7 }),
  row(48, 'Receive Poll Time Counter', ABSENT),
  row(49, 'Receive Polling Interval', { ...GUARDED, ...SOFT }),
  row(80, 'DMA Transfer Counter and FIFO Threshold Control', { ...GUARDED, ...SOFT, reset: 0x1410, writeMask: 0x3fff, fields: DMA_FIELDS }),
  row(88, 'Chip ID Lower', { access: 'ro', reset: 0x5003 }),
  row(89, 'Chip ID Upper', { access: 'ro', reset: 0x0262 }),
  row(116, 'OnNow Power Mode', ABSENT),
  row(124, 'Test Register 1', { ...GUARDED, ...SOFT, writeMask: 0x0008, fields: CSR124 }),
  row(125, 'MAC Enhanced Configuration Control', { ...SOFT, reset: 0x603c, fields: { IFS1: 0x00ff, IPG: 0xff00 } }),
];

export const CSRS_970A = new IndexedTable(CSR_ROWS_970A);
export const CSRS_973 = new IndexedTable(CSR_ROWS_973);
