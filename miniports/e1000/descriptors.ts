/**
 * Descriptors of the 82540EM: 16 bytes, taken as four 32-bit words. 8254x SDM 3.2.3 (receive) and
 * 3.3.3 (legacy transmit).
 */
export const DESCRIPTOR_BYTES = 16;
/** A ring's length in bytes is a multiple of 128 (13.4.27, 13.4.38). */
export const DESCRIPTOR_COUNT_UNIT = 8;
/** A ring's base is on a 16-byte boundary (13.4.25, 13.4.36). */
export const RING_ALIGNMENT_BYTES = 16;

/** Byte offsets in a descriptor of either kind. */
export const Descriptor = {
  ADDRESS_LOW: 0,
  ADDRESS_HIGH: 4,
  /** Transmit: length, checksum offset, command. Receive: length, packet checksum. */
  LOWER: 8,
  /** Transmit: status. Receive: status, errors, VLAN tag. */
  UPPER: 12,
} as const;

/** Commands in LOWER of a transmit descriptor (3.3.3.1), beside the length. */
export const TxCommand = { EOP: 0x0100_0000, IFCS: 0x0200_0000, RS: 0x0800_0000 } as const;
/** Status in UPPER of a transmit descriptor (3.3.3.2). */
export const TxStatus = { DD: 0x01 } as const;

/** Length in LOWER of a receive descriptor. */
export const RX_LENGTH_MASK = 0xffff;
/** Status in UPPER of a receive descriptor (3.2.3.1). */
export const RxStatus = { DD: 0x01, EOP: 0x02 } as const;
/** Errors in UPPER that condemn a received frame: CE, SE, SEQ, CXE, RXE (3.2.3.2). */
export const RX_ERRORS = 0x9700;
