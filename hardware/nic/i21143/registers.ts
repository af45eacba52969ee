/**
 * Registers of the Intel (Digital) 21143. Source: Intel, 21143 PCI/CardBus 10/100Mb/s Ethernet LAN
 * Controller Hardware Reference Manual, revision 1.0 (278074-001, October 1998; HRM). Of its text
 * only the opening pages were at hand: the facts are from the tables of open drivers, and a section
 * is named by the register that it describes. Bits that read as 1 and hold nothing are in the reset
 * values. A reset value that is unpredictable is 0, so that a run repeats. The registers of the PHY
 * are those of IEEE 802.3, clauses 22 and 28.
 */
import { type RegisterRow, RegisterTable } from '../../registers';
import type { RegisterBank } from '../nic';

export const WINDOW_BYTES = 128;

export const CSR0 = {
  SWR: 0x0000_0001,
  BAR: 0x0000_0002,
  DSL: 0x0000_007c,
  BLE: 0x0000_0080,
  PBL: 0x0000_3f00,
  CAL: 0x0000_c000,
  TAP: 0x000e_0000,
  DBO: 0x0010_0000,
  RML: 0x0020_0000,
  RLE: 0x0080_0000,
  WIE: 0x0100_0000,
} as const;

/** Of CSR5 and, as masks, of CSR7. */
export const CSR5 = {
  TI: 0x0000_0001,
  TPS: 0x0000_0002,
  TU: 0x0000_0004,
  TJT: 0x0000_0008,
  /** Link pass, or autonegotiation completed. */
  LNP_ANC: 0x0000_0010,
  UNF: 0x0000_0020,
  RI: 0x0000_0040,
  RU: 0x0000_0080,
  RPS: 0x0000_0100,
  RWT: 0x0000_0200,
  ETI: 0x0000_0400,
  GTE: 0x0000_0800,
  LNF: 0x0000_1000,
  FBE: 0x0000_2000,
  ERI: 0x0000_4000,
  AIS: 0x0000_8000,
  NIS: 0x0001_0000,
  RS: 0x000e_0000,
  TS: 0x0070_0000,
  EB: 0x0380_0000,
  GPI: 0x0400_0000,
  LC: 0x0800_0000,
} as const;
/** What a 1 written clears, and what CSR7 can let through. */
export const CAUSES = 0x0c01_ffff;

/** Receive process states, CSR5<19:17>. */
export const Rs = { STOPPED: 0, WAIT: 3, SUSPENDED: 4 } as const;
export type Rs = (typeof Rs)[keyof typeof Rs];
/** Transmit process states, CSR5<22:20>. */
export const Ts = { STOPPED: 0, FETCH: 1, WAIT_EOT: 2, SUSPENDED: 6 } as const;
export type Ts = (typeof Ts)[keyof typeof Ts];

export const CSR6 = {
  HP: 0x0000_0001,
  SR: 0x0000_0002,
  HO: 0x0000_0004,
  PB: 0x0000_0008,
  IF: 0x0000_0010,
  SB: 0x0000_0020,
  PR: 0x0000_0040,
  PM: 0x0000_0080,
  FD: 0x0000_0200,
  OM: 0x0000_0c00,
  FC: 0x0000_1000,
  ST: 0x0000_2000,
  TR: 0x0000_c000,
  CA: 0x0002_0000,
  PS: 0x0004_0000,
  HBD: 0x0008_0000,
  SF: 0x0020_0000,
  TTM: 0x0040_0000,
  PCS: 0x0080_0000,
  SCR: 0x0100_0000,
  MBO: 0x0200_0000,
  IDAMSB: 0x0400_0000,
  RA: 0x4000_0000,
  SC: 0x8000_0000,
} as const;
/** Operating modes, CSR6<11:10>. */
export const Om = { NORMAL: 0, INTERNAL: 0x400, EXTERNAL: 0x800 } as const;

export const CSR8 = {
  MFC: 0x0000_ffff,
  MFO: 0x0001_0000,
  FOC: 0x0ffe_0000,
  OCO: 0x1000_0000,
} as const;

export const CSR9 = {
  SR_CS: 0x0000_0001,
  SR_SK: 0x0000_0002,
  SR_DI: 0x0000_0004,
  SR_DO: 0x0000_0008,
  REG: 0x0000_0400,
  SR: 0x0000_0800,
  BR: 0x0000_1000,
  WR: 0x0000_2000,
  RD: 0x0000_4000,
  MDC: 0x0001_0000,
  MDO: 0x0002_0000,
  /** 1: the chip leaves the management data line to the PHY. */
  MII: 0x0004_0000,
  MDI: 0x0008_0000,
} as const;

export const CSR11 = {
  TIMER: 0x0000_ffff,
  CON: 0x0001_0000,
  NRX: 0x000e_0000,
  RXT: 0x00f0_0000,
  NTX: 0x0700_0000,
  TXT: 0x7800_0000,
  CS: 0x8000_0000,
} as const;

export const CSR12 = {
  MRA: 0x0000_0001,
  LS100: 0x0000_0002,
  LS10: 0x0000_0004,
  APS: 0x0000_0008,
  ARA: 0x0000_0100,
  TRA: 0x0000_0200,
  NSN: 0x0000_0400,
  TRF: 0x0000_0800,
  ANS: 0x0000_7000,
  LPN: 0x0000_8000,
  LPC: 0xffff_0000,
} as const;

export const CSR13 = { SRL: 0x0001, CAC: 0x0004, AUI: 0x0008 } as const;

export const CSR14 = {
  ECEN: 0x0_0001,
  LBK: 0x0_0002,
  DREN: 0x0_0004,
  LSE: 0x0_0008,
  CPEN: 0x0_0030,
  TH: 0x0_0040,
  ANE: 0x0_0080,
  RSQ: 0x0_0100,
  CSQ: 0x0_0200,
  CLD: 0x0_0400,
  SQE: 0x0_0800,
  LTE: 0x0_1000,
  APE: 0x0_2000,
  SPP: 0x0_4000,
  TAS: 0x0_8000,
  THX: 0x1_0000,
  TXF: 0x2_0000,
  T4: 0x4_0000,
} as const;

export const CSR15 = {
  JBD: 0x0000_0001,
  HUJ: 0x0000_0002,
  JCK: 0x0000_0004,
  ABM: 0x0000_0008,
  RWD: 0x0000_0010,
  RWR: 0x0000_0020,
  FUSQ: 0x0000_0200,
  FLF: 0x0000_0400,
  LEE: 0x0000_0800,
  DPST: 0x0000_1000,
  FRL: 0x0000_2000,
  RMP: 0x0000_4000,
  HCKR: 0x0000_8000,
  MD: 0x000f_0000,
  LGS: 0x00f0_0000,
  GEI: 0x0300_0000,
  RME: 0x0400_0000,
  CWE: 0x0800_0000,
  GI: 0x3000_0000,
  RMI: 0x4000_0000,
} as const;

// prettier-ignore
const ROWS = [
  { name: 'CSR0', title: 'Bus Mode', offset: 0x00, widthBytes: 4, access: 'rw', section: 'CSR0', reset: 0xfe00_0000, writeMask: 0x01be_fffe, fields: CSR0 },
  { name: 'CSR1', title: 'Transmit Poll Demand', offset: 0x08, widthBytes: 4, access: 'ro', section: 'CSR1', reset: 0xffff_ffff },
  { name: 'CSR2', title: 'Receive Poll Demand', offset: 0x10, widthBytes: 4, access: 'ro', section: 'CSR2', reset: 0xffff_ffff },
  { name: 'CSR3', title: 'Receive List Base Address', offset: 0x18, widthBytes: 4, access: 'rw', section: 'CSR3', writeMask: 0xffff_fffc },
  { name: 'CSR4', title: 'Transmit List Base Address', offset: 0x20, widthBytes: 4, access: 'rw', section: 'CSR4', writeMask: 0xffff_fffc },
  { name: 'CSR5', title: 'Status', offset: 0x28, widthBytes: 4, access: 'ro', section: 'CSR5', reset: 0xf000_0000, fields: CSR5 },
  { name: 'CSR6', title: 'Operation Mode', offset: 0x30, widthBytes: 4, access: 'rw', section: 'CSR6', reset: 0x3200_0040, writeMask: 0xc5ee_feea, fields: CSR6 },
  { name: 'CSR7', title: 'Interrupt Enable', offset: 0x38, widthBytes: 4, access: 'rw', section: 'CSR7', reset: 0xf3fe_0000, writeMask: CAUSES, fields: CSR5 },
  { name: 'CSR8', title: 'Missed Frames and Overflow Counter', offset: 0x40, widthBytes: 4, access: 'ro', section: 'CSR8', reset: 0xe000_0000, fields: CSR8 },
  { name: 'CSR9', title: 'Boot ROM, Serial ROM, and MII Management', offset: 0x48, widthBytes: 4, access: 'rw', section: 'CSR9', reset: 0xfff4_83ff, writeMask: 0x0007_7cff, fields: CSR9 },
  { name: 'CSR10', title: 'Boot ROM Programming Address', offset: 0x50, widthBytes: 4, access: 'rw', section: 'CSR10', writeMask: 0x0003_ffff },
  { name: 'CSR11', title: 'General-Purpose Timer and Interrupt Mitigation Control', offset: 0x58, widthBytes: 4, access: 'rw', section: 'CSR11', reset: 0xfffe_0000, fields: CSR11 },
  { name: 'CSR12', title: 'SIA Status', offset: 0x60, widthBytes: 4, access: 'ro', section: 'CSR12', reset: 0x0000_00c6, fields: CSR12 },
  { name: 'CSR13', title: 'SIA Connectivity', offset: 0x68, widthBytes: 4, access: 'rw', section: 'CSR13', reset: 0xffff_0000, writeMask: 0x0000_ffff, fields: CSR13 },
  { name: 'CSR14', title: 'SIA Transmit and Receive', offset: 0x70, widthBytes: 4, access: 'rw', section: 'CSR14', reset: 0xffff_ffff, writeMask: 0x0007_ffff, fields: CSR14 },
  { name: 'CSR15', title: 'SIA and General-Purpose Port', offset: 0x78, widthBytes: 4, access: 'rw', section: 'CSR15', reset: 0x8ff0_0000, writeMask: 0x0000_ffff, fields: CSR15 },
] as const satisfies readonly RegisterRow[];

export type RegisterName = (typeof ROWS)[number]['name'];

export const REGISTERS = new RegisterTable<RegisterName>(ROWS, WINDOW_BYTES, 1);

/** Where in the values a register lies. */
export const R = { ...REGISTERS.slots };

/** IEEE 802.3 22.2.4.1. */
export const CONTROL = {
  RESET: 0x8000,
  LOOPBACK: 0x4000,
  SPEED_100: 0x2000,
  AN_ENABLE: 0x1000,
  POWER_DOWN: 0x0800,
  ISOLATE: 0x0400,
  AN_RESTART: 0x0200,
  FULL_DUPLEX: 0x0100,
} as const;
/** 22.2.4.2. */
export const STATUS = {
  ABILITIES: 0x7800,
  PREAMBLE_SUPPRESSION: 0x0040,
  AN_COMPLETE: 0x0020,
  AN_ABILITY: 0x0008,
  LINK: 0x0004,
  EXTENDED: 0x0001,
} as const;
/** 28.2.4.1.5. */
export const EXPANSION = { PAGE_RECEIVED: 0x0002, PARTNER_NEGOTIATES: 0x0001 } as const;

const MDI_BYTES = 64;

// prettier-ignore
const MDI_ROWS = [
  { name: 'CONTROL', title: 'Control', offset: 0, access: 'rw', section: '802.3 22.2.4.1', widthBytes: 2, reset: 0x3000, writeMask: 0x7d00, fields: CONTROL },
  { name: 'STATUS', title: 'Status', offset: 2, access: 'ro', section: '802.3 22.2.4.2', widthBytes: 2, reset: 0x7849, fields: STATUS },
  { name: 'ID_1', title: 'PHY Identifier, bits 3:18 of the OUI', offset: 4, access: 'ro', section: '802.3 22.2.4.3', widthBytes: 2, reset: 0x2000 },
  { name: 'ID_2', title: 'PHY Identifier, bits 19:24 of the OUI, model and revision', offset: 6, access: 'ro', section: '802.3 22.2.4.3', widthBytes: 2, reset: 0x5c01 },
  { name: 'ADVERTISEMENT', title: 'Auto-Negotiation Advertisement', offset: 8, access: 'rw', section: '802.3 28.2.4.1.3', widthBytes: 2, reset: 0x01e1, writeMask: 0x2dff },
  { name: 'PARTNER', title: 'Auto-Negotiation Link Partner Ability', offset: 10, access: 'ro', section: '802.3 28.2.4.1.4', widthBytes: 2 },
  { name: 'EXPANSION', title: 'Auto-Negotiation Expansion', offset: 12, access: 'ro', section: '802.3 28.2.4.1.5', widthBytes: 2, fields: EXPANSION },
  { name: 'VENDOR', title: "Reserved, and the vendor's", offset: 14, access: 'ro', section: '802.3 22.2.4', widthBytes: 2, count: 25, modelled: false },
] as const satisfies readonly RegisterRow[];

export type MdiName = (typeof MDI_ROWS)[number]['name'];

export const MDI_REGISTERS = new RegisterTable<MdiName>(MDI_ROWS, MDI_BYTES, 2);

/** Where in a PHY's values each register lies. */
export const P = { ...MDI_REGISTERS.slots };

export const REGISTER_BANKS: readonly RegisterBank[] = [
  { title: 'I/O and memory window', rows: REGISTERS.rows },
  { title: 'MII management registers, at twice their number', rows: MDI_REGISTERS.rows },
];
