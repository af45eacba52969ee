/**
 * Registers of the Realtek RTL8139C. Source: Realtek, RTL8139C(L) data sheet, revision 1.4
 * (2002/01/10), chapter 6; "6" alone is the chapter's opening table. A reset value that the sheet
 * leaves open is 0 here, so that a run repeats; what the 93C46 decides is loaded by the device.
 */
import { type RegisterRow, RegisterTable } from '../../registers';
import type { RegisterBank } from '../nic';

export const WINDOW_BYTES = 256;
/** Transmit descriptors: pairs of TSD and TSAD. */
export const DESCRIPTOR_COUNT = 4;

/** 6.2. */
export const TSD = {
  SIZE: 0x0000_1fff,
  OWN: 0x0000_2000,
  TUN: 0x0000_4000,
  TOK: 0x0000_8000,
  ERTXTH: 0x003f_0000,
  NCC: 0x0f00_0000,
  CDH: 0x1000_0000,
  OWC: 0x2000_0000,
  TABT: 0x4000_0000,
  CRS: 0x8000_0000,
} as const;

/** 6.3. */
export const ERSR = { EROK: 0x01, EROVW: 0x02, ERBAD: 0x04, ERGOOD: 0x08 } as const;

/** 6.4. */
export const CR = { BUFE: 0x01, TE: 0x04, RE: 0x08, RST: 0x10 } as const;

/** Of IMR and ISR (6.5, 6.6). */
export const Cause = {
  ROK: 0x0001,
  RER: 0x0002,
  TOK: 0x0004,
  TER: 0x0008,
  RXOVW: 0x0010,
  /** Packet underrun, or link change. */
  PUN: 0x0020,
  FOVW: 0x0040,
  LENCHG: 0x2000,
  TIMEOUT: 0x4000,
  SERR: 0x8000,
} as const;
const CAUSES = 0xe07f;

/** 6.7. */
export const TCR = {
  CLRABT: 0x0000_0001,
  TXRR: 0x0000_00f0,
  MXDMA: 0x0000_0700,
  /** 1: no CRC is appended. */
  CRC: 0x0001_0000,
  LBK: 0x0006_0000,
  HWVERID: 0x7cc0_0000,
  IFG: 0x0300_0000,
} as const;
/** HWVERID of the RTL8139C. */
const HWVERID_8139C = 0x7400_0000;

/** 6.8. */
export const RCR = {
  AAP: 0x0000_0001,
  APM: 0x0000_0002,
  AM: 0x0000_0004,
  AB: 0x0000_0008,
  AR: 0x0000_0010,
  AER: 0x0000_0020,
  SEL9356: 0x0000_0040,
  WRAP: 0x0000_0080,
  MXDMA: 0x0000_0700,
  RBLEN: 0x0000_1800,
  RXFTH: 0x0000_e000,
  RER8: 0x0001_0000,
  MULERINT: 0x0002_0000,
  ERTH: 0x0f00_0000,
} as const;

/** 9346CR (6.9). */
export const EE = { EEDO: 0x01, EEDI: 0x02, EESK: 0x04, EECS: 0x08, EEM: 0xc0 } as const;
/** The operating modes in 9346CR.EEM. */
export const Mode = { NORMAL: 0x00, AUTO_LOAD: 0x40, PROGRAM: 0x80, CONFIG_WRITE: 0xc0 } as const;

/** 6.11. */
export const CONFIG1 = {
  PMEN: 0x01,
  VPD: 0x02,
  IOMAP: 0x04,
  MEMMAP: 0x08,
  LWACT: 0x10,
  DVRLOAD: 0x20,
  LEDS: 0xc0,
} as const;

/** 6.12. */
export const MSR = {
  RXPF: 0x01,
  TXPF: 0x02,
  /** 1: no link. */
  LINKB: 0x04,
  SPEED_10: 0x08,
  AUX_STATUS: 0x10,
  RXFCE: 0x40,
  TXFCE: 0x80,
} as const;

/** 6.13. */
export const CONFIG3 = {
  FBtBEn: 0x01,
  FuncRegEn: 0x02,
  CLKRUN_En: 0x04,
  CardB_En: 0x08,
  LinkUp: 0x10,
  Magic: 0x20,
  PARM_En: 0x40,
  GNTSel: 0x80,
} as const;

/** 6.18. */
export const BMCR = {
  DUPLEX: 0x0100,
  RESTART: 0x0200,
  ANE: 0x1000,
  SPD_SET: 0x2000,
  RESET: 0x8000,
} as const;

/** 6.19. */
export const BMSR = { LINK: 0x0004, COMPLETE: 0x0020 } as const;

/** 6.22. */
export const ANER = { LP_NW_ABLE: 0x0001, PAGE_RX: 0x0002 } as const;

/** 6.27. */
export const CSCR = { CON_STATUS: 0x0008 } as const;

/** A reserved gap beside registers that are reached with it in one access. */
function reserved<Name extends string>(name: Name, offset: number, count = 1) {
  return {
    name,
    title: 'Reserved',
    offset,
    count,
    widthBytes: 1,
    access: 'ro',
    section: '6',
    // What a value written there would do is not known.
    modelled: 'at-reset',
  } as const;
}

// prettier-ignore
const ROWS = [
  { name: 'IDRn', title: 'ID Registers 0 to 5', offset: 0x00, count: 6, widthBytes: 1, access: 'rw', section: '6' },
  // Written along with IDR4 and 5, which take no access but of four bytes.
  { name: 'RSVD06', title: 'Reserved', offset: 0x06, count: 2, widthBytes: 1, access: 'ro', section: '6' },
  { name: 'MARn', title: 'Multicast Registers 0 to 7', offset: 0x08, count: 8, widthBytes: 1, access: 'rw', section: '6' },
  { name: 'TSDn', title: 'Transmit Status of Descriptors 0 to 3', offset: 0x10, count: 4, access: 'rw', section: '6.2', reset: TSD.OWN, writeMask: 0x003f_3fff, fields: TSD },
  { name: 'TSADn', title: 'Transmit Start Address of Descriptors 0 to 3', offset: 0x20, count: 4, access: 'rw', section: '6' },
  { name: 'RBSTART', title: 'Receive Buffer Start Address', offset: 0x30, access: 'rw', section: '6' },
  { name: 'ERBCR', title: 'Early Receive Byte Count Register', offset: 0x34, widthBytes: 2, access: 'ro', section: '6' },
  { name: 'ERSR', title: 'Early Rx Status Register', offset: 0x36, widthBytes: 1, access: 'w1c', section: '6.3', fields: ERSR },
  { name: 'CR', title: 'Command Register', offset: 0x37, widthBytes: 1, access: 'rw', section: '6.4', reset: CR.BUFE, writeMask: 0x1c, fields: CR },
  { name: 'CAPR', title: 'Current Address of Packet Read', offset: 0x38, widthBytes: 2, access: 'rw', section: '6', reset: 0xfff0 },
  { name: 'CBR', title: 'Current Buffer Address', offset: 0x3a, widthBytes: 2, access: 'ro', section: '6' },
  { name: 'IMR', title: 'Interrupt Mask Register', offset: 0x3c, widthBytes: 2, access: 'rw', section: '6.5', writeMask: CAUSES, fields: Cause },
  { name: 'ISR', title: 'Interrupt Status Register', offset: 0x3e, widthBytes: 2, access: 'w1c', section: '6.6', fields: Cause },
  { name: 'TCR', title: 'Transmit Configuration Register', offset: 0x40, access: 'rw', section: '6.7', reset: HWVERID_8139C, writeMask: 0x0307_07f1, fields: TCR },
  { name: 'RCR', title: 'Receive Configuration Register', offset: 0x44, access: 'rw', section: '6.8', writeMask: 0x0f03_ffbf, fields: RCR },
  { name: 'TCTR', title: 'Timer Count Register', offset: 0x48, access: 'ro', section: '6' },
  { name: 'MPC', title: 'Missed Packet Counter', offset: 0x4c, access: 'ro', section: '6' },
  { name: '9346CR', title: '93C46 Command Register', offset: 0x50, widthBytes: 1, access: 'rw', section: '6.9', writeMask: 0xce, fields: EE },
  { name: 'CONFIG0', title: 'Configuration Register 0', offset: 0x51, widthBytes: 1, access: 'ro', section: '6.10', reset: 0x10, fields: { BS: 0x07, PL: 0x18, T10: 0x20, PCS: 0x40, SCR: 0x80 } },
  { name: 'CONFIG1', title: 'Configuration Register 1', offset: 0x52, widthBytes: 1, access: 'rw', section: '6.11', reset: 0x0c, writeMask: 0xf3, fields: CONFIG1 },
  reserved('RSVD53', 0x53),
  { name: 'TimerInt', title: 'Timer Interrupt Register', offset: 0x54, access: 'rw', section: '6' },
  { name: 'MSR', title: 'Media Status Register', offset: 0x58, widthBytes: 1, access: 'rw', section: '6.12', writeMask: 0xc0, fields: MSR },
  { name: 'CONFIG3', title: 'Configuration Register 3', offset: 0x59, widthBytes: 1, access: 'rw', section: '6.13', writeMask: 0x70, fields: CONFIG3 },
  { name: 'CONFIG4', title: 'Configuration Register 4', offset: 0x5a, widthBytes: 1, access: 'rw', section: '6.14', writeMask: 0xf5, fields: { PBWakeup: 0x01, LWPTN: 0x04, LWPME: 0x10, LongWF: 0x20, AnaOff: 0x40, RxFIFOAutoClr: 0x80 } },
  reserved('RSVD5B', 0x5b),
  { name: 'MULINT', title: 'Multiple Interrupt Select Register', offset: 0x5c, widthBytes: 2, access: 'rw', section: '6.15', writeMask: 0x0fff },
  { name: 'RERID', title: 'PCI Revision ID', offset: 0x5e, widthBytes: 1, access: 'ro', section: '6.16', reset: 0x10 },
  reserved('RSVD5F', 0x5f),
  { name: 'TSAD', title: 'Transmit Status of All Descriptors', offset: 0x60, widthBytes: 2, access: 'ro', section: '6.17', fields: { OWN: 0x000f, TABT: 0x00f0, TUN: 0x0f00, TOK: 0xf000 } },
  { name: 'BMCR', title: 'Basic Mode Control Register', offset: 0x62, widthBytes: 2, access: 'rw', section: '6.18', reset: BMCR.ANE, writeMask: 0xb300, fields: BMCR },
  { name: 'BMSR', title: 'Basic Mode Status Register', offset: 0x64, widthBytes: 2, access: 'ro', section: '6.19', reset: 0x7809, fields: BMSR },
  { name: 'ANAR', title: 'Auto-Negotiation Advertisement Register', offset: 0x66, widthBytes: 2, access: 'rw', section: '6.20', reset: 0x01e1, writeMask: 0x21ff },
  { name: 'ANLPAR', title: 'Auto-Negotiation Link Partner Ability Register', offset: 0x68, widthBytes: 2, access: 'ro', section: '6.21' },
  { name: 'ANER', title: 'Auto-Negotiation Expansion Register', offset: 0x6a, widthBytes: 2, access: 'ro', section: '6.22', fields: ANER },
  { name: 'DIS', title: 'Disconnect Counter', offset: 0x6c, widthBytes: 2, access: 'rc', section: '6.23' },
  { name: 'FCSC', title: 'False Carrier Sense Counter', offset: 0x6e, widthBytes: 2, access: 'rc', section: '6.24' },
  { name: 'NWAYTR', title: 'NWay Test Register', offset: 0x70, widthBytes: 2, access: 'rw', section: '6.25', writeMask: 0x0088, modelled: 'at-reset', fields: { FLAGLSC: 0x01, FLAGPDF: 0x02, FLAGABD: 0x04, ENNWLE: 0x08, NWLPBK: 0x80 } },
  { name: 'REC', title: 'RX_ER Counter', offset: 0x72, widthBytes: 2, access: 'rc', section: '6.26' },
  { name: 'CSCR', title: 'CS Configuration Register', offset: 0x74, widthBytes: 2, access: 'rw', section: '6.27', reset: 0x03c0, writeMask: 0x03e5, fields: { PASS_SCR: 0x0001, Con_status_En: 0x0004, Con_status: CSCR.CON_STATUS, F_Connect: 0x0020, F_LINK_100: 0x0040, JBEN: 0x0080, HEART_BEAT: 0x0100, LD: 0x0200, Testfun: 0x8000 } },
  reserved('RSVD76', 0x76, 2),
  { name: 'PHY1_PARM', title: 'PHY Parameter 1', offset: 0x78, access: 'rw', section: '6' },
  { name: 'TW_PARM', title: 'Twister Parameter', offset: 0x7c, access: 'rw', section: '6' },
  { name: 'PHY2_PARM', title: 'PHY Parameter 2', offset: 0x80, widthBytes: 1, access: 'rw', section: '6' },
  reserved('RSVD81', 0x81, 3),
  // Frames to wake by: a driver may put them there; no frame wakes this model.
  { name: 'CRCn', title: 'Power Management CRC of Wakeup Frames 0 to 7', offset: 0x84, count: 8, widthBytes: 1, access: 'rw', section: '6' },
  { name: 'Wakeup', title: 'Power Management Wakeup Frames 0 to 7, two doublewords each', offset: 0x8c, count: 16, access: 'rw', section: '6' },
  { name: 'LSBCRCn', title: 'LSB of the Mask Byte of Wakeup Frames 0 to 7', offset: 0xcc, count: 8, widthBytes: 1, access: 'rw', section: '6' },
  { name: 'FLASH', title: 'Flash Memory Read/Write Register', offset: 0xd4, access: 'rw', section: '6.28', modelled: false },
  { name: 'Config5', title: 'Configuration Register 5', offset: 0xd8, widthBytes: 1, access: 'rw', section: '6.29', writeMask: 0x7f, fields: { PME_STS: 0x01, LANWake: 0x02, LDPS: 0x04, FIFOAddrPtr: 0x08, UWF: 0x10, MWF: 0x20, BWF: 0x40 } },
  { name: 'FER', title: 'Function Event Register (CardBus only)', offset: 0xf0, access: 'rw', section: '6.30', modelled: false },
  { name: 'FEMR', title: 'Function Event Mask Register (CardBus only)', offset: 0xf4, access: 'rw', section: '6.31', modelled: false },
  { name: 'FPSR', title: 'Function Present State Register (CardBus only)', offset: 0xf8, access: 'ro', section: '6.32', modelled: false },
  { name: 'FFER', title: 'Function Force Event Register (CardBus only)', offset: 0xfc, access: 'wo', section: '6.33', modelled: false },
] as const satisfies readonly RegisterRow[];

export type RegisterName = (typeof ROWS)[number]['name'];

export const REGISTERS = new RegisterTable<RegisterName>(ROWS, WINDOW_BYTES, 1);

/**
 * Where in the values a register lies; of an array, its first element. A copy, for an engine looks
 * names up faster in an object that was not built up name by name.
 */
export const R = { ...REGISTERS.slots };

const SOFT_RESET: readonly string[] = [
  ...['TSDn', 'TSADn', 'RBSTART', 'ERBCR', 'ERSR', 'CR', 'CAPR', 'CBR', 'IMR', 'ISR'],
  ...['TCR', 'RCR', 'MPC', 'TimerInt', 'MULINT'],
];
/**
 * The slots that a software reset brings back to their reset values. 6.4 excepts IDR, MAR and the
 * configuration space; the PHY and what comes from the 93C46 stay too.
 */
export const SOFT_RESET_SLOTS: readonly number[] = REGISTERS.rowOf.flatMap(({ name }, slot) =>
  SOFT_RESET.includes(name) ? [slot] : [],
);

export const REGISTER_BANKS: readonly RegisterBank[] = [
  { title: 'I/O and memory window', rows: REGISTERS.rows },
];
