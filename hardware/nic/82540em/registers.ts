/**
 * Registers of the Intel 82540EM. Source: Intel PCI/PCI-X Family of Gigabit Ethernet Controllers
 * Software Developer's Manual, 317453, revision 4.0, chapter 13. A reset value that the manual
 * gives as X (unknown) is 0 here, so that a run repeats.
 */
import { type RegisterRow, RegisterTable } from '../../registers';

export const CTRL = {
  FD: 0x0000_0001,
  LRST: 0x0000_0008,
  ASDE: 0x0000_0020,
  SLU: 0x0000_0040,
  ILOS: 0x0000_0080,
  SPEED: 0x0000_0300,
  FRCSPD: 0x0000_0800,
  FRCDPLX: 0x0000_1000,
  SDP0_DATA: 0x0004_0000,
  SDP1_DATA: 0x0008_0000,
  ADVD3WUC: 0x0010_0000,
  EN_PHY_PWR_MGMT: 0x0020_0000,
  SDP0_IODIR: 0x0040_0000,
  SDP1_IODIR: 0x0080_0000,
  RST: 0x0400_0000,
  RFCE: 0x0800_0000,
  TFCE: 0x1000_0000,
  VME: 0x4000_0000,
  PHY_RST: 0x8000_0000,
} as const;

export const STATUS = {
  FD: 0x0001,
  LU: 0x0002,
  FUNCTION_ID: 0x000c,
  TXOFF: 0x0010,
  TBIMODE: 0x0020,
  SPEED: 0x00c0,
  ASDV: 0x0300,
  MTXCKOK: 0x0400,
  PCI66: 0x0800,
  BUS64: 0x1000,
  PCIX_MODE: 0x2000,
  PCIXSPD: 0xc000,
} as const;
/** The encoding of CTRL.SPEED, STATUS.SPEED and STATUS.ASDV. */
export const Speed = { MBPS_10: 0, MBPS_100: 1, MBPS_1000: 2 } as const;

export const EECD = {
  SK: 0x001,
  CS: 0x002,
  DI: 0x004,
  DO: 0x008,
  FWE: 0x030,
  EE_REQ: 0x040,
  EE_GNT: 0x080,
  EE_PRES: 0x100,
  EE_SIZE: 0x200,
} as const;

export const EERD = {
  START: 0x0000_0001,
  DONE: 0x0000_0010,
  ADDR: 0x0000_ff00,
  DATA: 0xffff_0000,
} as const;

export const CTRL_EXT = {
  GPI_EN: 0x0000_000f,
  SDP6_DATA: 0x0000_0040,
  SDP7_DATA: 0x0000_0080,
  SDP6_IODIR: 0x0000_0400,
  SDP7_IODIR: 0x0000_0800,
  ASDCHK: 0x0000_1000,
  EE_RST: 0x0000_2000,
  IPS: 0x0000_4000,
  SPD_BYPS: 0x0000_8000,
  RO_DIS: 0x0002_0000,
  LINK_MODE: 0x00c0_0000,
} as const;

export const MDIC = {
  DATA: 0x0000_ffff,
  REGADD: 0x001f_0000,
  PHYADD: 0x03e0_0000,
  OP: 0x0c00_0000,
  R: 0x1000_0000,
  I: 0x2000_0000,
  E: 0x4000_0000,
} as const;
/** MDIC.OP in place. */
export const MdicOp = { WRITE: 0x0400_0000, READ: 0x0800_0000 } as const;

/** Causes of ICR, ICS, IMS and IMC. */
export const ICR = {
  TXDW: 0x0_0001,
  TXQE: 0x0_0002,
  LSC: 0x0_0004,
  RXSEQ: 0x0_0008,
  RXDMT0: 0x0_0010,
  RXO: 0x0_0040,
  RXT0: 0x0_0080,
  MDAC: 0x0_0200,
  RXCFG: 0x0_0400,
  PHYINT: 0x0_1000,
  GPI_SDP6: 0x0_2000,
  GPI_SDP7: 0x0_4000,
  TXD_LOW: 0x0_8000,
  SRPD: 0x1_0000,
} as const;

export const RCTL = {
  EN: 0x0000_0002,
  SBP: 0x0000_0004,
  UPE: 0x0000_0008,
  MPE: 0x0000_0010,
  LPE: 0x0000_0020,
  LBM: 0x0000_00c0,
  RDMTS: 0x0000_0300,
  MO: 0x0000_3000,
  BAM: 0x0000_8000,
  BSIZE: 0x0003_0000,
  VFE: 0x0004_0000,
  CFIEN: 0x0008_0000,
  CFI: 0x0010_0000,
  DPF: 0x0040_0000,
  PMCF: 0x0080_0000,
  BSEX: 0x0200_0000,
  SECRC: 0x0400_0000,
} as const;

export const RDTR = { DELAY: 0x0000_ffff, FPD: 0x8000_0000 } as const;

export const RXCSUM = { PCSS: 0x00ff, IPOFL: 0x0100, TUOFL: 0x0200 } as const;

export const TCTL = {
  EN: 0x0000_0002,
  PSP: 0x0000_0008,
  CT: 0x0000_0ff0,
  COLD: 0x003f_f000,
  SWXOFF: 0x0040_0000,
  RTLC: 0x0100_0000,
} as const;

export const TIPG = { IPGT: 0x0000_03ff, IPGR1: 0x000f_fc00, IPGR2: 0x3ff0_0000 } as const;

export const TXDCTL = {
  PTHRESH: 0x0000_003f,
  HTHRESH: 0x0000_3f00,
  WTHRESH: 0x003f_0000,
  GRAN: 0x0100_0000,
  LWTHRESH: 0xfe00_0000,
} as const;

export const RXDCTL = {
  PTHRESH: 0x0000_003f,
  HTHRESH: 0x0000_3f00,
  WTHRESH: 0x003f_0000,
  GRAN: 0x0100_0000,
} as const;

export const RAH = { RAH: 0x0000_ffff, AS: 0x0003_0000, AV: 0x8000_0000 } as const;

/** Of WUC. */
export const WUC = { APME: 0x1, PME_EN: 0x2, PME_STATUS: 0x4, APMPME: 0x8 } as const;

/** Wake-up events: enabled by WUFC, recorded in WUS. */
export const WUS = {
  LNKC: 0x0_0001,
  MAG: 0x0_0002,
  EX: 0x0_0004,
  MC: 0x0_0008,
  BC: 0x0_0010,
  ARP: 0x0_0020,
  IPV4: 0x0_0040,
  IPV6: 0x0_0080,
  FLX: 0xf_0000,
} as const;
const WUFC = { ...WUS, NO_TCO: 0x8000 } as const;

export const IPAV = { V4: 0x0_000f, V60: 0x1_0000 } as const;
/** Wake-up tables: IPv4 addresses, flexible filters, bytes that such a filter looks at. */
export const IP4_ADDRESS_COUNT = 4;
export const FLEXIBLE_FILTER_COUNT = 4;
export const FLEXIBLE_FILTER_BYTES = 128;
/** Words of WUPM. */
export const WAKE_UP_PACKET_WORDS = 32;

const PBA = { RXA: 0x0000_007f, TXA: 0xffff_0000 } as const;
const ALL_CAUSES = union(ICR);

/** Elements of the arrays. */
export const RECEIVE_ADDRESS_COUNT = 16;
const TABLE_WORD_COUNT = 128;

/** The memory window (4.1, memory register BAR). */
export const WINDOW_BYTES = 0x2_0000;

function union(fields: Readonly<Record<string, number>>): number {
  return Object.values(fields).reduce((mask, field) => mask | field, 0) >>> 0;
}

/** A statistics register: 32 bits, cleared by a read (13.7). */
function counter<Name extends string>(
  name: Name,
  offset: number,
  section: string,
  title: string,
): RegisterRow<Name> {
  return { name, title, offset, access: 'rc', section };
}

/** Half of a 64-bit statistics register: a read of the upper half clears both (13.7). */
function counterHalf<Name extends string>(
  name: Name,
  offset: number,
  section: string,
  title: string,
): RegisterRow<Name> {
  return { name, title, offset, access: 'ro', section };
}

/**
 * A pointer into the packet buffer, in units of 8 bytes (13.8). Not modelled, as the packet buffer
 * memory is not: the manual does not say how packets lie in it.
 */
function fifoPointer<Name extends string>(
  name: Name,
  offset: number,
  section: string,
  title: string,
): RegisterRow<Name> {
  return { name, title, offset, access: 'rw', section, writeMask: 0x1fff, modelled: false };
}

/** How many packets are in a FIFO; writing it, which 13.8 advises against, is not modelled. */
function packetCount<Name extends string>(
  name: Name,
  offset: number,
  section: string,
  title: string,
): RegisterRow<Name> {
  const writeMask = 0;
  return { name, title, offset, access: 'rw', section, writeMask, modelled: 'at-reset' };
}

// prettier-ignore
const GENERAL = [
  { name: 'CTRL', title: 'Device Control', offset: 0x0000, aliases: [0x0004], access: 'rw',
    section: '13.4.1', reset: 0x0000_0201, writeMask: union(CTRL), fields: CTRL },
  { name: 'STATUS', title: 'Device Status', offset: 0x0008, access: 'ro', section: '13.4.2',
    reset: 0x0000_0000, fields: STATUS },
  { name: 'EECD', title: 'EEPROM/Flash Control and Data', offset: 0x0010, access: 'rw',
    section: '13.4.3', reset: 0x0000_0110,
    writeMask: EECD.SK | EECD.CS | EECD.DI | EECD.FWE | EECD.EE_REQ, fields: EECD },
  { name: 'EERD', title: 'EEPROM Read', offset: 0x0014, access: 'rw', section: '13.4.4',
    writeMask: EERD.ADDR, fields: EERD },
  { name: 'CTRL_EXT', title: 'Extended Device Control', offset: 0x0018, access: 'rw',
    section: '13.4.6', writeMask: union(CTRL_EXT) & ~(CTRL_EXT.ASDCHK | CTRL_EXT.EE_RST),
    fields: CTRL_EXT },
  { name: 'MDIC', title: 'MDI Control', offset: 0x0020, access: 'rw', section: '13.4.7',
    writeMask: 0x7fff_ffff, fields: MDIC },
  { name: 'FCAL', title: 'Flow Control Address Low', offset: 0x0028, access: 'rw',
    section: '13.4.8' },
  { name: 'FCAH', title: 'Flow Control Address High', offset: 0x002c, access: 'rw',
    section: '13.4.9', writeMask: 0xffff },
  { name: 'FCT', title: 'Flow Control Type', offset: 0x0030, access: 'rw', section: '13.4.10',
    writeMask: 0xffff },
  { name: 'VET', title: 'VLAN Ether Type', offset: 0x0038, access: 'rw', section: '13.4.11',
    writeMask: 0xffff },
  { name: 'FCTTV', title: 'Flow Control Transmit Timer Value', offset: 0x0170, access: 'rw',
    section: '13.4.12', writeMask: 0xffff },
  // TXCW and RXCW belong to the SerDes of other chips of the family (8.6.1).
  { name: 'TXCW', title: 'Transmit Configuration Word', offset: 0x0178, access: 'rw',
    section: '13.4.13', modelled: 'at-reset' },
  { name: 'RXCW', title: 'Receive Configuration Word', offset: 0x0180, access: 'ro',
    section: '13.4.14', modelled: false },
  { name: 'LEDCTL', title: 'LED Control', offset: 0x0e00, access: 'rw', section: '13.4.15',
    reset: 0x0706_8302 },
  { name: 'PBA', title: 'Packet Buffer Allocation', offset: 0x1000, access: 'rw',
    section: '13.4.16', reset: 0x0010_0030, writeMask: PBA.RXA, fields: PBA },
  { name: 'ICR', title: 'Interrupt Cause Read', offset: 0x00c0, access: 'rcw1c',
    section: '13.4.17', fields: ICR },
  { name: 'ITR', title: 'Interrupt Throttling', offset: 0x00c4, access: 'rw',
    section: '13.4.18', writeMask: 0xffff },
  { name: 'ICS', title: 'Interrupt Cause Set', offset: 0x00c8, access: 'wo', section: '13.4.19',
    fields: ICR },
  { name: 'IMS', title: 'Interrupt Mask Set/Read', offset: 0x00d0, access: 'rw',
    section: '13.4.20', writeMask: ALL_CAUSES, fields: ICR },
  { name: 'IMC', title: 'Interrupt Mask Clear', offset: 0x00d8, access: 'wo',
    section: '13.4.21', fields: ICR },
] as const satisfies RegisterRow[];

// prettier-ignore
const RECEIVE = [
  { name: 'RCTL', title: 'Receive Control', offset: 0x0100, access: 'rw', section: '13.4.22',
    writeMask: union(RCTL), fields: RCTL },
  // A footnote denies the 82540EM XONE (bit 31); Intel's own drivers set it on every chip.
  { name: 'FCRTL', title: 'Flow Control Receive Threshold Low', offset: 0x2160,
    aliases: [0x0168], access: 'rw', section: '13.4.23', writeMask: 0x8000_fff8 },
  { name: 'FCRTH', title: 'Flow Control Receive Threshold High', offset: 0x2168,
    aliases: [0x0160], access: 'rw', section: '13.4.24', writeMask: 0x0000_fff8 },
  { name: 'RDBAL', title: 'Receive Descriptor Base Address Low', offset: 0x2800,
    aliases: [0x0110], access: 'rw', section: '13.4.25', writeMask: 0xffff_fff0 },
  { name: 'RDBAH', title: 'Receive Descriptor Base Address High', offset: 0x2804,
    aliases: [0x0114], access: 'rw', section: '13.4.26' },
  { name: 'RDLEN', title: 'Receive Descriptor Length', offset: 0x2808, aliases: [0x0118],
    access: 'rw', section: '13.4.27', writeMask: 0x000f_ff80 },
  { name: 'RDH', title: 'Receive Descriptor Head', offset: 0x2810, aliases: [0x0120],
    access: 'rw', section: '13.4.28', writeMask: 0xffff },
  { name: 'RDT', title: 'Receive Descriptor Tail', offset: 0x2818, aliases: [0x0128],
    access: 'rw', section: '13.4.29', writeMask: 0xffff },
  { name: 'RDTR', title: 'Receive Delay Timer', offset: 0x2820,
    aliases: [0x0108], access: 'rw', section: '13.4.30', writeMask: RDTR.DELAY, fields: RDTR },
  { name: 'RADV', title: 'Receive Interrupt Absolute Delay Timer', offset: 0x282c,
    access: 'rw', section: '13.4.31', writeMask: 0xffff },
  { name: 'RSRPD', title: 'Receive Small Packet Detect Interrupt', offset: 0x2c00,
    access: 'rw', section: '13.4.32', writeMask: 0xfff },
  { name: 'RXDCTL', title: 'Receive Descriptor Control', offset: 0x2828, access: 'rw',
    section: '13.4.46', reset: 0x0001_0000, writeMask: union(RXDCTL), fields: RXDCTL },
  { name: 'RXCSUM', title: 'Receive Checksum Control', offset: 0x5000, access: 'rw',
    section: '13.4.47', writeMask: union(RXCSUM), fields: RXCSUM },
  { name: 'MTA', title: 'Multicast Table Array', offset: 0x5200, aliases: [0x0200],
    access: 'rw', section: '13.5.1', count: TABLE_WORD_COUNT },
  { name: 'RAL', title: 'Receive Address Low', offset: 0x5400, aliases: [0x0040],
    access: 'rw', section: '13.5.2', count: RECEIVE_ADDRESS_COUNT, strideBytes: 8 },
  { name: 'RAH', title: 'Receive Address High', offset: 0x5404, aliases: [0x0044],
    access: 'rw', section: '13.5.3', count: RECEIVE_ADDRESS_COUNT, strideBytes: 8,
    writeMask: union(RAH), fields: RAH },
  { name: 'VFTA', title: 'VLAN Filter Table Array', offset: 0x5600, aliases: [0x0600],
    access: 'rw', section: '13.5.4', count: TABLE_WORD_COUNT },
] as const satisfies RegisterRow[];

// prettier-ignore
const TRANSMIT = [
  { name: 'TCTL', title: 'Transmit Control', offset: 0x0400, access: 'rw', section: '13.4.33',
    writeMask: union(TCTL), fields: TCTL },
  { name: 'TIPG', title: 'Transmit IPG', offset: 0x0410, access: 'rw', section: '13.4.34',
    writeMask: union(TIPG), fields: TIPG },
  { name: 'AIFS', title: 'Adaptive IFS Throttle', offset: 0x0458, access: 'rw',
    section: '13.4.35', writeMask: 0xffff, modelled: 'at-reset' },
  { name: 'TDBAL', title: 'Transmit Descriptor Base Address Low', offset: 0x3800,
    aliases: [0x0420], access: 'rw', section: '13.4.36', writeMask: 0xffff_fff0 },
  { name: 'TDBAH', title: 'Transmit Descriptor Base Address High', offset: 0x3804,
    aliases: [0x0424], access: 'rw', section: '13.4.37' },
  { name: 'TDLEN', title: 'Transmit Descriptor Length', offset: 0x3808, aliases: [0x0428],
    access: 'rw', section: '13.4.38', writeMask: 0x000f_ff80 },
  { name: 'TDH', title: 'Transmit Descriptor Head', offset: 0x3810, aliases: [0x0430],
    access: 'rw', section: '13.4.39', writeMask: 0xffff },
  { name: 'TDT', title: 'Transmit Descriptor Tail', offset: 0x3818, aliases: [0x0438],
    access: 'rw', section: '13.4.40', writeMask: 0xffff },
  { name: 'TIDV', title: 'Transmit Interrupt Delay Value', offset: 0x3820, aliases: [0x0440],
    access: 'rw', section: '13.4.41', writeMask: 0xffff },
  { name: 'TXDMAC', title: 'TX DMA Control', offset: 0x3000, access: 'rw', section: '13.4.42',
    writeMask: 0x1, modelled: 'at-reset' },
  { name: 'TXDCTL', title: 'Transmit Descriptor Control', offset: 0x3828, access: 'rw',
    section: '13.4.43', writeMask: union(TXDCTL), fields: TXDCTL },
  { name: 'TADV', title: 'Transmit Absolute Interrupt Delay Value', offset: 0x382c,
    access: 'rw', section: '13.4.44', writeMask: 0xffff },
  { name: 'TSPMT', title: 'TCP Segmentation Pad and Minimum Threshold', offset: 0x3830,
    access: 'rw', section: '13.4.45', modelled: 'at-reset' },
] as const satisfies RegisterRow[];

// prettier-ignore
const WAKE_UP = [
  { name: 'WUC', title: 'Wakeup Control', offset: 0x5800, access: 'rw', section: '13.6.1',
    writeMask: WUC.APME | WUC.APMPME, fields: WUC },
  { name: 'WUFC', title: 'Wakeup Filter Control', offset: 0x5808, access: 'rw',
    section: '13.6.2', writeMask: union(WUFC), fields: WUFC },
  { name: 'WUS', title: 'Wakeup Status', offset: 0x5810, access: 'w1c', section: '13.6.3',
    fields: WUS },
  // Of the management functions, which need a controller on the SMBus, nothing is modelled.
  { name: 'MANC', title: 'Management Control', offset: 0x5820, access: 'rw', section: '13.2',
    modelled: 'at-reset' },
  { name: 'IPAV', title: 'IP Address Valid', offset: 0x5838, access: 'rw', section: '13.6.4',
    writeMask: union(IPAV), fields: IPAV },
  { name: 'IP4AT', title: 'IPv4 Address Table', offset: 0x5840, access: 'rw',
    section: '13.6.5', count: IP4_ADDRESS_COUNT, strideBytes: 8 },
  { name: 'IP6AT', title: 'IPv6 Address Table', offset: 0x5880, access: 'rw',
    section: '13.6.6', count: 4 },
  { name: 'WUPL', title: 'Wakeup Packet Length', offset: 0x5900, access: 'rw',
    section: '13.6.7', writeMask: 0xfff },
  { name: 'WUPM', title: 'Wakeup Packet Memory', offset: 0x5a00, access: 'rw',
    section: '13.6.8', count: WAKE_UP_PACKET_WORDS },
  { name: 'FFLT', title: 'Flexible Filter Length Table', offset: 0x5f00, access: 'rw',
    section: '13.6.9', count: FLEXIBLE_FILTER_COUNT, strideBytes: 8, writeMask: 0x7ff },
  { name: 'FFMT', title: 'Flexible Filter Mask Table', offset: 0x9000, access: 'rw',
    section: '13.6.10', count: FLEXIBLE_FILTER_BYTES, strideBytes: 8, writeMask: 0xf },
  { name: 'FFVT', title: 'Flexible Filter Value Table', offset: 0x9800, access: 'rw',
    section: '13.6.11', count: FLEXIBLE_FILTER_BYTES, strideBytes: 8 },
] as const satisfies RegisterRow[];

// prettier-ignore
const STATISTICS = [
  counter('CRCERRS', 0x4000, '13.7.1', 'CRC Error Count'),
  counter('ALGNERRC', 0x4004, '13.7.2', 'Alignment Error Count'),
  counter('SYMERRS', 0x4008, '13.7.3', 'Symbol Error Count'),
  counter('RXERRC', 0x400c, '13.7.4', 'RX Error Count'),
  counter('MPC', 0x4010, '13.7.5', 'Missed Packets Count'),
  counter('SCC', 0x4014, '13.7.6', 'Single Collision Count'),
  counter('ECOL', 0x4018, '13.7.7', 'Excessive Collisions Count'),
  counter('MCC', 0x401c, '13.7.8', 'Multiple Collision Count'),
  counter('LATECOL', 0x4020, '13.7.9', 'Late Collisions Count'),
  counter('COLC', 0x4028, '13.7.10', 'Collision Count'),
  counter('DC', 0x4030, '13.7.11', 'Defer Count'),
  counter('TNCRS', 0x4034, '13.7.12', 'Transmit with No CRS'),
  counter('SEC', 0x4038, '13.7.13', 'Sequence Error Count'),
  counter('CEXTERR', 0x403c, '13.7.14', 'Carrier Extension Error Count'),
  counter('RLEC', 0x4040, '13.7.15', 'Receive Length Error Count'),
  counter('XONRXC', 0x4048, '13.7.16', 'XON Received Count'),
  counter('XONTXC', 0x404c, '13.7.17', 'XON Transmitted Count'),
  counter('XOFFRXC', 0x4050, '13.7.18', 'XOFF Received Count'),
  counter('XOFFTXC', 0x4054, '13.7.19', 'XOFF Transmitted Count'),
  counter('FCRUC', 0x4058, '13.7.20', 'FC Received Unsupported Count'),
  counter('PRC64', 0x405c, '13.7.21', 'Packets Received (64 Bytes) Count'),
  counter('PRC127', 0x4060, '13.7.22', 'Packets Received (65-127 Bytes) Count'),
  counter('PRC255', 0x4064, '13.7.23', 'Packets Received (128-255 Bytes) Count'),
  counter('PRC511', 0x4068, '13.7.24', 'Packets Received (256-511 Bytes) Count'),
  counter('PRC1023', 0x406c, '13.7.25', 'Packets Received (512-1023 Bytes) Count'),
  counter('PRC1522', 0x4070, '13.7.26', 'Packets Received (1024 to Max Bytes) Count'),
  counter('GPRC', 0x4074, '13.7.27', 'Good Packets Received Count'),
  counter('BPRC', 0x4078, '13.7.28', 'Broadcast Packets Received Count'),
  counter('MPRC', 0x407c, '13.7.29', 'Multicast Packets Received Count'),
  counter('GPTC', 0x4080, '13.7.30', 'Good Packets Transmitted Count'),
  counterHalf('GORCL', 0x4088, '13.7.31', 'Good Octets Received Count, low'),
  counterHalf('GORCH', 0x408c, '13.7.31', 'Good Octets Received Count, high'),
  counterHalf('GOTCL', 0x4090, '13.7.32', 'Good Octets Transmitted Count, low'),
  counterHalf('GOTCH', 0x4094, '13.7.32', 'Good Octets Transmitted Count, high'),
  counter('RNBC', 0x40a0, '13.7.33', 'Receive No Buffers Count'),
  counter('RUC', 0x40a4, '13.7.34', 'Receive Undersize Count'),
  counter('RFC', 0x40a8, '13.7.35', 'Receive Fragment Count'),
  counter('ROC', 0x40ac, '13.7.36', 'Receive Oversize Count'),
  counter('RJC', 0x40b0, '13.7.37', 'Receive Jabber Count'),
  counter('MGTPRC', 0x40b4, '13.7.38', 'Management Packets Received Count'),
  counter('MGTPDC', 0x40b8, '13.7.39', 'Management Packets Dropped Count'),
  counter('MGTPTC', 0x40bc, '13.7.40', 'Management Packets Transmitted Count'),
  counterHalf('TORL', 0x40c0, '13.7.41', 'Total Octets Received, low'),
  counterHalf('TORH', 0x40c4, '13.7.41', 'Total Octets Received, high'),
  counterHalf('TOTL', 0x40c8, '13.7.42', 'Total Octets Transmitted, low'),
  counterHalf('TOTH', 0x40cc, '13.7.42', 'Total Octets Transmitted, high'),
  counter('TPR', 0x40d0, '13.7.43', 'Total Packets Received'),
  counter('TPT', 0x40d4, '13.7.44', 'Total Packets Transmitted'),
  counter('PTC64', 0x40d8, '13.7.45', 'Packets Transmitted (64 Bytes) Count'),
  counter('PTC127', 0x40dc, '13.7.46', 'Packets Transmitted (65-127 Bytes) Count'),
  counter('PTC255', 0x40e0, '13.7.47', 'Packets Transmitted (128-255 Bytes) Count'),
  counter('PTC511', 0x40e4, '13.7.48', 'Packets Transmitted (256-511 Bytes) Count'),
  counter('PTC1023', 0x40e8, '13.7.49', 'Packets Transmitted (512-1023 Bytes) Count'),
  counter('PTC1522', 0x40ec, '13.7.50', 'Packets Transmitted (1024 Bytes or more) Count'),
  counter('MPTC', 0x40f0, '13.7.51', 'Multicast Packets Transmitted Count'),
  counter('BPTC', 0x40f4, '13.7.52', 'Broadcast Packets Transmitted Count'),
  counter('TSCTC', 0x40f8, '13.7.53', 'TCP Segmentation Context Transmitted Count'),
  counter('TSCTFC', 0x40fc, '13.7.54', 'TCP Segmentation Context Transmit Fail Count'),
];

// prettier-ignore
const DIAGNOSTICS = [
  fifoPointer('RDFH', 0x2410, '13.8.1', 'Receive Data FIFO Head'),
  fifoPointer('RDFT', 0x2418, '13.8.2', 'Receive Data FIFO Tail'),
  fifoPointer('RDFHS', 0x2420, '13.8.3', 'Receive Data FIFO Head Saved'),
  fifoPointer('RDFTS', 0x2428, '13.8.4', 'Receive Data FIFO Tail Saved'),
  packetCount('RDFPC', 0x2430, '13.8.5', 'Receive Data FIFO Packet Count'),
  fifoPointer('TDFH', 0x3410, '13.8.6', 'Transmit Data FIFO Head'),
  fifoPointer('TDFT', 0x3418, '13.8.7', 'Transmit Data FIFO Tail'),
  fifoPointer('TDFHS', 0x3420, '13.8.8', 'Transmit Data FIFO Head Saved'),
  fifoPointer('TDFTS', 0x3428, '13.8.9', 'Transmit Data FIFO Tail Saved'),
  packetCount('TDFPC', 0x3430, '13.8.10', 'Transmit Data FIFO Packet Count'),
  { name: 'PBM', title: 'Packet Buffer Memory', offset: 0x1_0000, access: 'rw',
    section: '13.8.11', count: 0x4000, modelled: false },
] as const satisfies RegisterRow[];

export type RegisterName =
  | (
      | (typeof GENERAL)[number]
      | (typeof RECEIVE)[number]
      | (typeof TRANSMIT)[number]
      | (typeof WAKE_UP)[number]
    )['name']
  | (typeof STATISTICS)[number]['name']
  | (typeof DIAGNOSTICS)[number]['name'];

/** Every register of the 82540EM, for a generator of its reference page too. */
export const REGISTERS = new RegisterTable<RegisterName>(
  [...GENERAL, ...RECEIVE, ...TRANSMIT, ...WAKE_UP, ...STATISTICS, ...DIAGNOSTICS],
  WINDOW_BYTES,
);

/**
 * Where in a device's values each register lies; of an array, its first element. A copy, for an
 * engine looks names up faster in an object that was not built up name by name.
 */
export const R = { ...REGISTERS.slots };
