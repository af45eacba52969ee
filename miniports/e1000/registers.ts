/**
 * Registers of the Intel 82540EM, as far as the driver uses them. Source: Intel PCI/PCI-X Family of
 * Gigabit Ethernet Controllers Software Developer's Manual ("8254x SDM"), 317453, revision 4.0,
 * chapter 13; PHY registers 13.4.7.1 and IEEE 802.3 clause 22; PCI Power Management 1.1.
 */

/** The memory window of BAR 0 (4.1). */
export const REGISTER_WINDOW_BYTES = 0x2_0000;

/** What every read of a device gives that is no longer there. */
export const ALL_ONES = 0xffff_ffff;

/** Byte offsets in the window. */
export const Register = {
  /* General (13.4.1 - 13.4.18). */
  CTRL: 0x0000,
  STATUS: 0x0008,
  EERD: 0x0014,
  MDIC: 0x0020,
  FCAL: 0x0028,
  FCAH: 0x002c,
  FCT: 0x0030,
  FCTTV: 0x0170,
  PBA: 0x1000,
  ICR: 0x00c0,
  ITR: 0x00c4,
  ICS: 0x00c8,
  IMS: 0x00d0,
  IMC: 0x00d8,
  /* Receive (13.4.22 - 13.4.31, 13.5). */
  RCTL: 0x0100,
  FCRTL: 0x2160,
  FCRTH: 0x2168,
  RDBAL: 0x2800,
  RDBAH: 0x2804,
  RDLEN: 0x2808,
  RDH: 0x2810,
  RDT: 0x2818,
  RDTR: 0x2820,
  /** 128 of them. */
  MTA: 0x5200,
  RAL0: 0x5400,
  RAH0: 0x5404,
  /* Transmit (13.4.33 - 13.4.41). */
  TCTL: 0x0400,
  TIPG: 0x0410,
  TDBAL: 0x3800,
  TDBAH: 0x3804,
  TDLEN: 0x3808,
  TDH: 0x3810,
  TDT: 0x3818,
  TIDV: 0x3820,
  /* Wake up (13.6). */
  WUFC: 0x5808,
  /* Statistics: 32 bits, cleared by a read (13.7). */
  CRCERRS: 0x4000,
  ALGNERRC: 0x4004,
  RXERRC: 0x400c,
  MPC: 0x4010,
  SCC: 0x4014,
  ECOL: 0x4018,
  MCC: 0x401c,
  LATECOL: 0x4020,
  DC: 0x4030,
  TNCRS: 0x4034,
  RLEC: 0x4040,
  GPRC: 0x4074,
  BPRC: 0x4078,
  MPRC: 0x407c,
  GPTC: 0x4080,
  MPTC: 0x40f0,
  BPTC: 0x40f4,
} as const;

/** Device Control (13.4.1). */
export const CTRL = {
  ASDE: 0x0000_0020,
  SLU: 0x0000_0040,
  ILOS: 0x0000_0080,
  FRCSPD: 0x0000_0800,
  FRCDPLX: 0x0000_1000,
  ADVD3WUC: 0x0010_0000,
  RST: 0x0400_0000,
  RFCE: 0x0800_0000,
  TFCE: 0x1000_0000,
  VME: 0x4000_0000,
  PHY_RST: 0x8000_0000,
} as const;

/** Device Status (13.4.2). */
export const STATUS = { FD: 0x0001, LU: 0x0002, SPEED: 0x00c0 } as const;
/** STATUS.SPEED in units of 100 bit/s, as OID_GEN_LINK_SPEED has it; 11b is 1000 Mb/s too. */
export const SPEED_SHIFT = 6;
export const LINK_SPEEDS = [100_000, 1_000_000, 10_000_000, 10_000_000] as const;

/** EEPROM Read (13.4.4). */
export const EERD = { START: 0x01, DONE: 0x10 } as const;
export const EERD_ADDRESS_SHIFT = 8;
export const EERD_DATA_SHIFT = 16;

/** The words of the EEPROM (5.6): address in words 0 to 2, and a sum over all of them. */
export const EEPROM_WORD_COUNT = 64;
export const EEPROM_CHECKSUM = 0xbaba;

/** MDI Control (13.4.7), with the internal PHY's address in place. */
export const MDIC = { READ: 0x0800_0000, R: 0x1000_0000, E: 0x4000_0000, PHY: 1 << 21 } as const;
export const MDIC_REGISTER_SHIFT = 16;
export const MDIC_DATA_MASK = 0xffff;

/** PHY registers (13.4.7.1). */
export const Phy = { PID1: 2, PANA: 4, PLPA: 5 } as const;
/** PHY Identifier, upper part: Marvell, whose 88E1011 is inside. */
export const PHY_ID1 = 0x0141;
/** Of PANA and PLPA (IEEE 802.3 28B.2). */
export const PAUSE = { SYMMETRIC: 0x0400, ASYMMETRIC: 0x0800 } as const;

/** Causes of ICR, ICS, IMS and IMC (13.4.17). */
export const ICR = {
  TXDW: 0x01,
  LSC: 0x04,
  RXDMT0: 0x10,
  RXO: 0x40,
  RXT0: 0x80,
} as const;
/** What the driver wants to hear of. */
export const INTERRUPT_CAUSES = ICR.TXDW | ICR.LSC | ICR.RXDMT0 | ICR.RXO | ICR.RXT0;

/** Receive Control (13.4.22). BSIZE and BSEX 0 are 2048 bytes; MO 0 takes address bits 47:36. */
export const RCTL = {
  EN: 0x0000_0002,
  UPE: 0x0000_0008,
  MPE: 0x0000_0010,
  BAM: 0x0000_8000,
  SECRC: 0x0400_0000,
} as const;

/** Receive Address High (13.5.3). */
export const RAH_AV = 0x8000_0000;
export const MTA_WORD_COUNT = 128;

/** Transmit Control (13.4.33). */
export const TCTL = { EN: 0x0000_0002, PSP: 0x0000_0008 } as const;
export const TCTL_CT_SHIFT = 4;
export const TCTL_COLD_SHIFT = 12;

/** Wake Up Filter Control (13.6.2). */
export const WUFC = { LNKC: 0x1, MAG: 0x2 } as const;

/** The PCI power management capability (6.3.3): where it lies, and its PMC.PME_Support of D3hot. */
export const PCI_PM = { OFFSET: 0xdc, CAPABILITY_ID: 0x01, PME_FROM_D3HOT: 0x4000 } as const;
/** PCI configuration space (4.1). */
export const PCI = {
  VENDOR_ID: 0x8086,
  DEVICE_ID: 0x100e,
  COMMAND_OFFSET: 0x04,
  COMMAND_BUS_MASTER: 0x0004,
} as const;
