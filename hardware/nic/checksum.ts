/**
 * The Internet checksum (RFC 1071), as the offloads compute it: 8254x SDM 3.2.9, 3.3.5 and 3.5;
 * Virtio 1.0, 5.1.6.2.
 */

/**
 * The one's complement sum of the 16-bit words from `start` up to, and without, `end`, in 16 bits.
 * `end` is at most 64 KB behind `start`; an odd last byte counts as the upper half of a word.
 */
export function sumWords(bytes: DataView, start: number, end: number): number {
  // Low byte first, which is what hosts add fastest: the sum then has its bytes in that order too
  // (RFC 1071 2(B)). Of doublewords the total, modulo 2^32, and the sum of the upper halves, which
  // has room for 64 KB of them; what is left of the total without these is that of the lower ones.
  let total = 0;
  let upper = 0;
  let index = start;
  for (const last = end - 15; index < last; index += 16) {
    const first = bytes.getInt32(index, true);
    const second = bytes.getInt32(index + 4, true);
    const third = bytes.getInt32(index + 8, true);
    const fourth = bytes.getInt32(index + 12, true);
    total = (total + first + second + third + fourth) | 0;
    upper = (upper + (first >>> 16) + (second >>> 16) + (third >>> 16) + (fourth >>> 16)) | 0;
  }
  let sum = ((total - (upper << 16)) >>> 0) + upper;
  for (const last = end - 1; index < last; index += 2) sum += bytes.getUint16(index, true);
  if (index < end) sum += bytes.getUint8(index);
  const folded = fold(sum);
  return (folded >>> 8) | ((folded & 0xff) << 8);
}

/** The one's complement sum in 16 bits. `sum` is below 2^32. */
export function fold(sum: number): number {
  let folded = (sum & 0xffff) + (sum >>> 16);
  folded = (folded & 0xffff) + (folded >>> 16);
  return folded;
}
