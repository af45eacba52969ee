/**
 * What the driver uses of the 21143: registers, every eight bytes, and descriptors. Source: Intel,
 * 21143 PCI/CardBus 10/100Mb/s Ethernet LAN Controller Hardware Reference Manual, revision 1.0,
 * chapters 3 and 4.
 */
import { layout } from '../../ndis/layout';
import { ULONG } from '../../ndis/types';

/** I/O ports of the device (CBIO). */
export const PORT_COUNT = 128;
export const ALL_ONES = 0xffff_ffff;

export const Register = {
  /** Bus mode. */
  CSR0: 0x00,
  /** Transmit and receive poll demand. */
  CSR1: 0x08,
  CSR2: 0x10,
  /** Bases of the receive and the transmit list. */
  CSR3: 0x18,
  CSR4: 0x20,
  /** Status, operation mode, interrupt enable. */
  CSR5: 0x28,
  CSR6: 0x30,
  CSR7: 0x38,
  /** Missed frames. */
  CSR8: 0x40,
  /** Serial ROM and MII management. */
  CSR9: 0x48,
} as const;

export const CSR0 = {
  SWR: 0x0001,
  /** Bursts of 8 longwords, aligned to as many. */
  PBL_8: 0x0800,
  CAL_8: 0x4000,
} as const;

/** Of CSR5 and CSR7. */
export const Cause = {
  TI: 0x0000_0001,
  RI: 0x0000_0040,
  RU: 0x0000_0080,
  FBE: 0x0000_2000,
  AIS: 0x0000_8000,
  NIS: 0x0001_0000,
} as const;
export const INTERRUPT_CAUSES = Cause.TI | Cause.RI | Cause.RU | Cause.FBE | Cause.AIS | Cause.NIS;

export const CSR6 = {
  SR: 0x0000_0002,
  PR: 0x0000_0040,
  PM: 0x0000_0080,
  FD: 0x0000_0200,
  ST: 0x0000_2000,
  /** The MII port, whose heartbeat nobody waits for. */
  PS: 0x0004_0000,
  HBD: 0x0008_0000,
  /** A frame is sent when it is whole on the chip. */
  SF: 0x0020_0000,
  MBO: 0x0200_0000,
} as const;

/** Frames that found no descriptor; the rest of CSR8 counts what overflowed on the chip. */
export const CSR8_MFC = 0x0000_ffff;

export const CSR9 = {
  SR_CS: 0x0_0001,
  SR_SK: 0x0_0002,
  SR_DI: 0x0_0004,
  SR_DO: 0x0_0008,
  SR: 0x0_0800,
  RD: 0x0_4000,
  MDC: 0x1_0000,
  MDO: 0x2_0000,
  /** The PHY drives the data line. */
  MII: 0x4_0000,
  MDI: 0x8_0000,
} as const;

/** A descriptor of a chain: RDES0 to 3 or TDES0 to 3. */
export const DESCRIPTOR = layout('DESCRIPTOR', 16, {
  Status: ULONG,
  Control: ULONG,
  Buffer: ULONG,
  /** The physical address of the next descriptor. */
  Next: ULONG,
});

export const OWN = 0x8000_0000;
/** In RDES0 and TDES0. */
export const ES = 0x8000;
/** RDES0. */
export const Rdes0 = {
  CE: 0x0002,
  /** Bits beyond a whole number of bytes. */
  DB: 0x0004,
  LS: 0x0100,
  FS: 0x0200,
  FL_SHIFT: 16,
  FL: 0x3fff,
} as const;
/** TDES0: the number of collisions. */
export const Tdes0 = { CC: 0x0078, CC_SHIFT: 3 } as const;
/** In RDES1 and TDES1: the second address is that of the next descriptor. */
export const CHAINED = 0x0100_0000;
/** TDES1. */
export const Tdes1 = {
  SET: 0x0800_0000,
  FS: 0x2000_0000,
  LS: 0x4000_0000,
  IC: 0x8000_0000,
} as const;
