/** Sizes of Ethernet frames, without the FCS (IEEE 802.3 3.1.1). */
export const HEADER_BYTES = 14;
export const PAYLOAD_BYTES_MAX = 1500;
export const FRAME_BYTES_MAX = HEADER_BYTES + PAYLOAD_BYTES_MAX;
