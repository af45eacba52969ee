/**
 * Ports and bits of the RTL8029AS that this driver uses. Sources: Realtek RTL8029AS data sheet
 * LS009.0 (1997-01-16), section 5; National DP8390D / NS32490D data sheet (July 1995), section 10.
 *
 * CR chooses what the sixteen lower ports show. The driver stays in page 0, and visits the others
 * only while its ISR cannot run (card.ts).
 */

/** Page 0; a port may be one register when read and another when written. */
export const Port = {
  CR: 0x00,
  /** Write. */
  PSTART: 0x01,
  PSTOP: 0x02,
  BNRY: 0x03,
  /** Read. */
  TSR: 0x04,
  TPSR: 0x04,
  NCR: 0x05,
  TBCR0: 0x05,
  TBCR1: 0x06,
  ISR: 0x07,
  RSAR0: 0x08,
  RSAR1: 0x09,
  /** Read: 50h and 43h, the chip's mark. */
  ID0: 0x0a,
  ID1: 0x0b,
  /** Write. */
  RBCR0: 0x0a,
  RBCR1: 0x0b,
  RCR: 0x0c,
  TCR: 0x0d,
  DCR: 0x0e,
  IMR: 0x0f,
  /** Read, which clears them: frame alignment errors, CRC errors, missed frames. */
  CNTR0: 0x0d,
  CNTR1: 0x0e,
  CNTR2: 0x0f,
  /** In every page: the data of the remote DMA, and the reset of the controller. */
  DATA: 0x10,
  RESET: 0x18,
} as const;

export const Port1 = { PAR0: 0x01, CURR: 0x07, MAR0: 0x08 } as const;
export const Port3 = { CONFIG0: 0x03, CONFIG2: 0x05 } as const;

/** Sixteen paged ports, the data port, the reset port (LS009.0 5.1). */
export const PORT_COUNT = 0x20;

export const CR = { STP: 0x01, STA: 0x02, TXP: 0x04 } as const;
/** CR.RD in place. */
export const RemoteCommand = { READ: 0x08, WRITE: 0x10, ABORT: 0x20 } as const;
/** CR.PS in place. */
export const Page = { ZERO: 0x00, ONE: 0x40, THREE: 0xc0 } as const;

/** Causes of ISR and IMR; RST is a state that interrupts nobody. */
export const ISR = {
  PRX: 0x01,
  PTX: 0x02,
  RXE: 0x04,
  TXE: 0x08,
  OVW: 0x10,
  CNT: 0x20,
  RDC: 0x40,
  RST: 0x80,
  ALL: 0xff,
} as const;

/** Word transfers, no loopback, a FIFO threshold of 8 bytes. */
export const DCR_NORMAL = 0x01 | 0x08 | 0x40;

/** TCR.LB: on the network, or within the controller (mode 1). */
export const TCR = { NORMAL: 0x00, LOOPBACK: 0x02 } as const;

export const TSR = { PTX: 0x01, COL: 0x04, ABT: 0x08, CRS: 0x10, CDH: 0x40, OWC: 0x80 } as const;

export const RCR = { AB: 0x04, AM: 0x08, PRO: 0x10, MON: 0x20 } as const;

/** In the header of a frame in the ring: it came without an error. */
export const RSR_PRX = 0x01;

/** CONFIG0.BNC: the chip uses thin coax. CONFIG2.PL: 0 lets it choose by the link. */
export const CONFIG0_BNC = 0x04;
export const CONFIG2_PL = 0xc0;
export const CONFIG2_PL_AUTO = 0x00;

/** The mark of an RTL8029AS in ID0 and ID1. */
export const CHIP_ID = 0x4350;
export const PCI_VENDOR_REALTEK = 0x10ec;
export const PCI_DEVICE_RTL8029 = 0x8029;

/* The card's memory, as the DMA channels address it. */

export const PAGE_BYTES = 0x100;
/** 32 KB of packet buffer at 4000h. */
export const BUFFER_START_PAGE = 0x40;
export const BUFFER_END_PAGE = 0xc0;
/** Two transmit buffers, six pages each for a frame of 1514 bytes; the rest is the ring. */
export const TX_BUFFER_COUNT = 2;
export const TX_BUFFER_PAGES = 6;
export const RING_START_PAGE = BUFFER_START_PAGE + TX_BUFFER_COUNT * TX_BUFFER_PAGES;
export const RING_PAGES = BUFFER_END_PAGE - RING_START_PAGE;
export const RING_BYTES = RING_PAGES * PAGE_BYTES;

/** The PROM: 16 bytes at two addresses each; the last two are W for a 16-bit card. */
export const PROM_BYTES = 32;
export const PROM_MARK = 0x57;
export const PROM_MARK_OFFSET = 28;
