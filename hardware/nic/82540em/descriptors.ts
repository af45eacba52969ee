/**
 * Descriptor formats of the 82540EM. Each is 16 bytes, taken here as a 64-bit address (bytes 0-7)
 * and two 32-bit words, LOWER (bytes 8-11) and UPPER (bytes 12-15).
 * 8254x SDM 3.2.3 (receive), 3.3.3 (legacy transmit), 3.3.6 (context), 3.3.7 (TCP/IP data).
 */
export const DESCRIPTOR_BYTES = 16;
/** A length in bytes, shifted right by it, is one in descriptors. */
export const DESCRIPTOR_SHIFT = 4;
export const LOWER_OFFSET = 8;
export const UPPER_OFFSET = 12;

/** Bits of LOWER of every transmit descriptor: the command byte, and the type. */
export const TxCommand = {
  EOP: 0x0100_0000,
  IFCS: 0x0200_0000,
  /** Legacy descriptors: insert a checksum. */
  IC: 0x0400_0000,
  /** TCP/IP descriptors: TCP segmentation. */
  TSE: 0x0400_0000,
  RS: 0x0800_0000,
  DEXT: 0x2000_0000,
  VLE: 0x4000_0000,
  IDE: 0x8000_0000,
} as const;

/** LOWER with DEXT set: which kind of descriptor it is. */
export const TxType = { MASK: 0x00f0_0000, CONTEXT: 0x0000_0000, DATA: 0x0010_0000 } as const;

/** LOWER of a context descriptor: TUCMD. */
export const TuCommand = { TCP: 0x0100_0000, IP: 0x0200_0000, TSE: 0x0400_0000 } as const;

/** LOWER: data bytes, of a legacy and of a TCP/IP data descriptor; PAYLEN of a context. */
export const LEGACY_LENGTH_MASK = 0x0000_ffff;
export const DATA_LENGTH_MASK = 0x000f_ffff;

/** UPPER of a transmit descriptor: status and, for TCP/IP data descriptors, POPTS. */
export const TxStatus = { DD: 0x0001 } as const;
export const Popts = { IXSM: 0x0100, TXSM: 0x0200 } as const;

/** The status byte of a receive descriptor (3.2.3.1). */
export const RxStatus = {
  DD: 0x01,
  EOP: 0x02,
  IXSM: 0x04,
  VP: 0x08,
  TCPCS: 0x20,
  IPCS: 0x40,
  PIF: 0x80,
} as const;

/** The errors byte of a receive descriptor (3.2.3.2). */
export const RxError = { CE: 0x01, SE: 0x02, TCPE: 0x20, IPE: 0x40, RXE: 0x80 } as const;
