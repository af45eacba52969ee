/** Figures of Ethernet. IEEE 802.3 3.1.1 (MAC frame structure), 4.4.2 (parameters). */

/** The preamble and the start frame delimiter. */
export const PREAMBLE_BYTES = 8;
export const ADDRESS_BYTES = 6;
export const FCS_BYTES = 4;
/** From the destination address through the FCS. */
export const FRAME_BYTES_MIN = 64;
