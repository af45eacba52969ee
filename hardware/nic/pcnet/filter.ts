/**
 * Which frames the receiver takes. Am79C970A data sheet (publication 19436), Address Matching,
 * CSR8 to CSR15, and RMD1 (PAM, LAFM, BAM).
 */
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES } from '../ethernet';
import { CSR15 } from './csr-registers';
import { RxMatch } from './descriptor';

export const REJECTED = -1;
const LADRF_0 = 8;
const PADR_0 = 12;

/** How the frame matched, as bits of {@link RxMatch}, or {@link REJECTED}. */
export function matchAddress(csr: Uint16Array, frame: Uint8Array): number {
  const mode = csr[15];
  const promiscuous = (mode & CSR15.PROM) !== 0 ? 0 : REJECTED;
  if ((frame[0] & 1) === 0) {
    const isMatch = (mode & CSR15.DRCVPA) === 0 && isPhysicalAddress(csr, frame);
    return isMatch ? RxMatch.PAM : promiscuous;
  }
  if ((mode & CSR15.DRCVBC) === 0 && isBroadcast(frame)) return RxMatch.BAM;
  return passesHash(csr, frame) ? RxMatch.LAFM : promiscuous;
}

function isPhysicalAddress(csr: Uint16Array, frame: Uint8Array): boolean {
  for (let word = 0; word < ADDRESS_BYTES / 2; word++)
    if (csr[PADR_0 + word] !== (frame[2 * word] | (frame[2 * word + 1] << 8))) return false;
  return true;
}

function isBroadcast(frame: Uint8Array): boolean {
  for (let index = 0; index < ADDRESS_BYTES; index++) if (frame[index] !== 0xff) return false;
  return true;
}

/** The upper six bits of the CRC register after the address select a bit of LADRF. */
function passesHash(csr: Uint16Array, frame: Uint8Array): boolean {
  const hash = ~frameCheckSequence(frame, ADDRESS_BYTES) >>> 26;
  return (csr[LADRF_0 + (hash >>> 4)] & (1 << (hash & 15))) !== 0;
}
