/** Which destination addresses the receiver recognises. DP8390D 10.3 (RCR), 10.5 (PAR, MAR). */
import type { RegisterValues } from '../../registers';
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES } from '../ethernet';
import { R, RCR } from './registers';

export const Match = { NONE: 0, PHYSICAL: 1, BROADCAST: 2, MULTICAST: 3 } as const;
export type Match = (typeof Match)[keyof typeof Match];

const HASH_BITS = 6;

/** How the first six bytes of `frame` come through the filter. */
export function matchAddress(regs: RegisterValues, frame: Uint8Array): Match {
  const rcr = regs[R.RCR];
  if ((frame[0] & 1) === 0)
    return (rcr & RCR.PRO) !== 0 || isOwn(regs, frame) ? Match.PHYSICAL : Match.NONE;
  // AB clear rejects it, whatever AM and the filter bits would say of a multicast (RCR, AB).
  if (isBroadcast(frame)) return (rcr & RCR.AB) !== 0 ? Match.BROADCAST : Match.NONE;
  if ((rcr & RCR.AM) === 0) return Match.NONE;
  const hash = multicastHash(frame);
  return (regs[R.MAR + (hash >>> 3)] & (1 << (hash & 7))) !== 0 ? Match.MULTICAST : Match.NONE;
}

/**
 * The filter bit of an address, 0 to 63: the six highest bits of the CRC generator after the six
 * bytes of it. The FCS has the generator's bits complemented and its highest first from bit 0.
 */
export function multicastHash(frame: Uint8Array): number {
  const crc = ~frameCheckSequence(frame, ADDRESS_BYTES);
  let hash = 0;
  for (let bit = 0; bit < HASH_BITS; bit++) hash = (hash << 1) | ((crc >>> bit) & 1);
  return hash;
}

function isOwn(regs: RegisterValues, frame: Uint8Array): boolean {
  for (let index = 0; index < ADDRESS_BYTES; index++)
    if (frame[index] !== regs[R.PAR + index]) return false;
  return true;
}

function isBroadcast(frame: Uint8Array): boolean {
  return (frame[0] & frame[1] & frame[2] & frame[3] & frame[4] & frame[5]) === 0xff;
}
