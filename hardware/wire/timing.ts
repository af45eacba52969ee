/** How long a frame occupies a wire. IEEE 802.3, clause 4.4 (parameters of the MAC sublayer). */

/** Preamble and start frame delimiter. */
const PREAMBLE_BYTES = 8;
const FCS_BYTES = 4;
const INTERFRAME_GAP_BYTES = 12;
/** The shortest frame without its FCS; shorter ones are padded. */
export const FRAME_BYTES_MIN = 60;
/** The longest frame without its FCS and without a VLAN tag. */
export const FRAME_BYTES_MAX = 1514;

/** From the start of a frame of `byteCount` bytes, FCS not counted, to the earliest next one. */
export function frameTimeNs(byteCount: number, bitsPerSecond: number): number {
  const wireBytes =
    PREAMBLE_BYTES + Math.max(byteCount, FRAME_BYTES_MIN) + FCS_BYTES + INTERFRAME_GAP_BYTES;
  return Math.round((wireBytes * 8 * 1e9) / bitsPerSecond);
}
