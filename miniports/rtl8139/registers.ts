/**
 * Registers of the RTL8139C that this driver touches. Source: Realtek, RTL8139C(L) data sheet,
 * revision 1.4 (2002/01/10), chapter 6; the numbers of its sections stand beside each block.
 */

/** The window in I/O space. */
export const PORT_COUNT = 256;
/** Pairs of TSD and TSAD, used in turn (6.2). */
export const DESCRIPTOR_COUNT = 4;

/** Byte offsets from the first port. */
export const Register = {
  /** Station address; written by whole doublewords only, as MAR. */
  IDR0: 0x00,
  IDR4: 0x04,
  MAR0: 0x08,
  MAR4: 0x0c,
  TSD0: 0x10,
  TSAD0: 0x20,
  RBSTART: 0x30,
  CR: 0x37,
  CAPR: 0x38,
  IMR: 0x3c,
  ISR: 0x3e,
  TCR: 0x40,
  RCR: 0x44,
  MPC: 0x4c,
  EE_CR: 0x50,
  CONFIG1: 0x52,
  MSR: 0x58,
  CONFIG3: 0x59,
} as const;

/** What reads where no device answers. */
export const ALL_ONES = 0xffff_ffff;

/** 6.2. */
export const TSD = {
  TUN: 0x0000_4000,
  TOK: 0x0000_8000,
  /** Sending begins with so many times 32 bytes in the FIFO, or with a whole packet. */
  ERTXTH_SHIFT: 16,
  NCC: 0x0f00_0000,
  NCC_SHIFT: 24,
  OWC: 0x2000_0000,
  TABT: 0x4000_0000,
  CRS: 0x8000_0000,
} as const;

/** 6.4. */
export const CR = { BUFE: 0x01, TE: 0x04, RE: 0x08, RST: 0x10 } as const;

/** Of IMR and ISR (6.5, 6.6). */
export const Cause = {
  ROK: 0x0001,
  RER: 0x0002,
  TOK: 0x0004,
  TER: 0x0008,
  RXOVW: 0x0010,
  /** The link has changed. */
  PUN: 0x0020,
  FOVW: 0x0040,
  SERR: 0x8000,
} as const;
export const INTERRUPT_CAUSES =
  Cause.ROK | Cause.RER | Cause.TOK | Cause.TER | Cause.RXOVW | Cause.PUN | Cause.FOVW | Cause.SERR;

/** 6.7. */
export const TCR = {
  CLRABT: 0x0000_0001,
  /** Bursts of up to 1024 bytes. */
  MXDMA_1024: 0x0000_0600,
  /** The gap between frames that IEEE 802.3 prescribes. */
  IFG_STANDARD: 0x0300_0000,
  HWVERID: 0x7cc0_0000,
  HWVERID_8139C: 0x7400_0000,
} as const;

/** 6.8. */
export const RCR = {
  AAP: 0x0000_0001,
  APM: 0x0000_0002,
  AM: 0x0000_0004,
  AB: 0x0000_0008,
  /** Bursts of any length. */
  MXDMA_UNLIMITED: 0x0000_0700,
  /** A ring of 32 KB and 16 bytes. */
  RBLEN_32K: 0x0000_1000,
  /** A packet leaves the FIFO when it is there as a whole. */
  RXFTH_WHOLE: 0x0000_e000,
} as const;

/** 9346CR (6.9): the wires of the 93C46, and who drives them. */
export const EE = {
  EEDO: 0x01,
  EEDI: 0x02,
  EESK: 0x04,
  EECS: 0x08,
  MODE_NORMAL: 0x00,
  MODE_PROGRAM: 0x80,
  MODE_CONFIG_WRITE: 0xc0,
} as const;

/** 6.11. */
export const CONFIG1 = { PMEN: 0x01 } as const;
/** 6.13. */
export const CONFIG3 = { LINK_UP: 0x10, MAGIC: 0x20 } as const;
/** 6.12. */
export const MSR = { LINKB: 0x04, SPEED_10: 0x08 } as const;

/** Before each packet in the ring: status, then the length with FCS, 16 bits each (6.1). */
export const RX_HEADER_BYTES = 4;
export const RxStatus = { ROK: 0x0001, FAE: 0x0002, CRC: 0x0004 } as const;
