/** Which frames the receiver takes, by destination address. RTL8139C(L) data sheet 6.1, 6.8. */
import type { RegisterValues } from '../../registers';
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES } from '../ethernet';
import { R, RCR } from './registers';

/** Bits of the status in a packet's header that say how it came through (6.1). */
export const Match = { BAR: 0x2000, PAM: 0x4000, MAR: 0x8000 } as const;
/** What {@link matchAddress} gives for a frame that is not for us. */
export const REJECTED = -1;

/**
 * The bits of {@link Match} for a frame that is taken, of which AAP alone sets none; REJECTED for
 * another. `frame` holds six bytes or more.
 */
export function matchAddress(regs: RegisterValues, frame: Uint8Array): number {
  const rcr = regs[R.RCR];
  if ((frame[0] & 1) === 0) {
    const isOurs = matchesStation(regs, frame);
    const isTaken = (rcr & RCR.AAP) !== 0 || (isOurs && (rcr & RCR.APM) !== 0);
    if (!isTaken) return REJECTED;
    return isOurs ? Match.PAM : 0;
  }
  if (isBroadcast(frame)) return (rcr & RCR.AB) !== 0 ? Match.BAR : REJECTED;
  return (rcr & RCR.AM) !== 0 && matchesHash(regs, frame) ? Match.MAR : REJECTED;
}

/** Whether the destination is the address in IDR0 to IDR5. */
export function matchesStation(regs: RegisterValues, frame: Uint8Array): boolean {
  for (let index = 0; index < ADDRESS_BYTES; index++)
    if (frame[index] !== regs[R.IDRn + index]) return false;
  return true;
}

function isBroadcast(frame: Uint8Array): boolean {
  for (let index = 0; index < ADDRESS_BYTES; index++) if (frame[index] !== 0xff) return false;
  return true;
}

/**
 * The six upper bits of the CRC of the address choose one of MAR's 64. The CRC of IEEE 802.3 3.2.9
 * is held here with its upper end lowest, before its complement.
 */
function matchesHash(regs: RegisterValues, frame: Uint8Array): boolean {
  const crc = ~frameCheckSequence(frame, ADDRESS_BYTES);
  let hash = 0;
  for (let bit = 0; bit < 6; bit++) hash = (hash << 1) | ((crc >>> bit) & 1);
  return (regs[R.MARn + (hash >>> 3)] & (1 << (hash & 7))) !== 0;
}
