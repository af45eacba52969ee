/** Sizes of Ethernet frames (IEEE 802.3 3.1.1). */
export const ADDRESS_BYTES = 6;
export const HEADER_BYTES = 14;
export const PAYLOAD_BYTES_MAX = 1500;
/** Without FCS. */
export const FRAME_BYTES_MIN = 60;
export const FRAME_BYTES_MAX = HEADER_BYTES + PAYLOAD_BYTES_MAX;
