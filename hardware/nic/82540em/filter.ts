/**
 * Which frames the receiver takes: addresses, the multicast hash, VLAN tags.
 * 8254x SDM 3.2.1 (packet address filtering), 9.3 (VLAN filtering), 13.4.22, 13.5.
 */
import type { RegisterValues } from '../../registers';
import { TYPE_OFFSET } from './core';
import { R, RAH, RCTL, RECEIVE_ADDRESS_COUNT } from './registers';
import { isBroadcast } from './statistics';

/** How a frame came through the address filter. */
export const Match = {
  NONE: 0,
  /** By an address, or as a broadcast: it is surely for this station. */
  EXACT: 1,
  /** By the hash or a promiscuous mode: software must look (3.2.3.1, PIF). */
  INEXACT: 2,
} as const;
export type Match = (typeof Match)[keyof typeof Match];

/** RAH.AS: the entry holds a destination address, or a source address (13.5.3). */
const AS_DESTINATION = 0x0_0000;
const AS_SOURCE = 0x1_0000;
const SOURCE_OFFSET = 6;

/** The address filter on the first 12 bytes of `frame`. */
export function matchAddress(regs: RegisterValues, frame: Uint8Array): Match {
  if (matchesEntry(regs, frame)) return Match.EXACT;
  const rctl = regs[R.RCTL];
  if ((frame[0] & 1) === 0) return (rctl & RCTL.UPE) !== 0 ? Match.INEXACT : Match.NONE;
  if ((rctl & RCTL.BAM) !== 0 && isBroadcast(frame)) return Match.EXACT;
  if ((rctl & RCTL.MPE) !== 0) return Match.INEXACT;
  return isMulticastHashed(regs, frame) ? Match.INEXACT : Match.NONE;
}

/** Whether the multicast table has the bit of the destination address (13.5.1). */
export function isMulticastHashed(regs: RegisterValues, frame: Uint8Array): boolean {
  const hash = multicastHash(frame, regs[R.RCTL]);
  return (regs[R.MTA + (hash >>> 5)] & (1 << (hash & 31))) !== 0;
}

/** Whether one of the sixteen receive addresses is in the frame (13.5.3). */
export function matchesEntry(regs: RegisterValues, frame: Uint8Array): boolean {
  const { RAL: lowSlot, RAH: highSlot } = R;
  for (let entry = 0; entry < RECEIVE_ADDRESS_COUNT; entry++) {
    const high = regs[highSlot + entry];
    if ((high & RAH.AV) === 0) continue;
    const select = high & RAH.AS;
    if (select > AS_SOURCE) continue;
    const offset = select === AS_DESTINATION ? 0 : SOURCE_OFFSET;
    if (matchesAddress(frame, offset, regs[lowSlot + entry], high & RAH.RAH)) return true;
  }
  return false;
}

/** Whether the address at `offset` is the one in a pair of address registers. */
export function matchesAddress(
  frame: Uint8Array,
  offset: number,
  low: number,
  high: number,
): boolean {
  return (
    frame[offset] === (low & 0xff) &&
    frame[offset + 1] === ((low >>> 8) & 0xff) &&
    frame[offset + 2] === ((low >>> 16) & 0xff) &&
    frame[offset + 3] === low >>> 24 &&
    frame[offset + 4] === (high & 0xff) &&
    frame[offset + 5] === high >>> 8
  );
}

/** Twelve of the address's upper bits, by RCTL.MO: 47:36, 46:35, 45:34 or 43:32 (13.5.1). */
function multicastHash(frame: Uint8Array, rctl: number): number {
  const bits = frame[4] | (frame[5] << 8);
  switch (rctl & RCTL.MO) {
    case 0x0000:
      return bits >>> 4;
    case 0x1000:
      return (bits >>> 3) & 0xfff;
    case 0x2000:
      return (bits >>> 2) & 0xfff;
    default:
      return bits & 0xfff;
  }
}

/** Whether the frame's type is VET. */
export function isTagged(regs: RegisterValues, frame: Uint8Array): boolean {
  return ((frame[TYPE_OFFSET] << 8) | frame[TYPE_OFFSET + 1]) === regs[R.VET];
}

/** The VLAN filter, on a tagged frame, with RCTL.VFE set (9.3). */
export function matchVlan(regs: RegisterValues, frame: Uint8Array): boolean {
  const rctl = regs[R.RCTL];
  const tag = (frame[TYPE_OFFSET + 2] << 8) | frame[TYPE_OFFSET + 3];
  if ((rctl & RCTL.CFIEN) !== 0 && ((tag & 0x1000) !== 0) !== ((rctl & RCTL.CFI) !== 0))
    return false;
  return (regs[R.VFTA + ((tag >>> 5) & 0x7f)] & (1 << (tag & 31))) !== 0;
}
