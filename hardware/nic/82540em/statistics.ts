/** Statistics registers: they count up to their maximum and stay there (8254x SDM 13.7). */
import type { RegisterEffect, RegisterValues } from '../../registers';
import { R } from './registers';

const MAX = 0xffff_ffff;

export function count(regs: RegisterValues, slot: number): void {
  if (regs[slot] !== MAX) regs[slot]++;
}

/** Adds to a 64-bit register, whose upper half lies in the next slot. */
export function count64(regs: RegisterValues, lowSlot: number, amount: number): void {
  const low = regs[lowSlot] + amount;
  if (low <= MAX) {
    regs[lowSlot] = low;
  } else if (regs[lowSlot + 1] === MAX) {
    regs[lowSlot] = MAX;
  } else {
    regs[lowSlot] = low;
    regs[lowSlot + 1]++;
  }
}

/**
 * Counts a packet in one of the six registers by size; `firstSlot` is the one for 64 bytes.
 * `byteCount` runs from the destination address through the FCS; less than 64 is not counted.
 */
export function countSize(regs: RegisterValues, firstSlot: number, byteCount: number): void {
  if (byteCount < 64) return;
  if (byteCount === 64) count(regs, firstSlot);
  else if (byteCount < 128) count(regs, firstSlot + 1);
  else if (byteCount < 256) count(regs, firstSlot + 2);
  else if (byteCount < 512) count(regs, firstSlot + 3);
  else if (byteCount < 1024) count(regs, firstSlot + 4);
  else count(regs, firstSlot + 5);
}

/** The effect of the upper half of a 64-bit register: a read clears both halves. */
export const UPPER_HALF: RegisterEffect<{ readonly regs: RegisterValues }> = {
  read({ regs }, slot) {
    const value = regs[slot];
    regs[slot] = 0;
    regs[slot - 1] = 0;
    return value;
  },
};

/** A good packet sent; `byteCount` includes the FCS (13.7.30, 13.7.32, 13.7.42-13.7.52). */
export function countTransmitted(regs: RegisterValues, frame: Uint8Array, byteCount: number): void {
  count(regs, R.TPT);
  count64(regs, R.TOTL, byteCount);
  countSize(regs, R.PTC64, byteCount);
  if (byteCount >= 64) {
    count(regs, R.GPTC);
    count64(regs, R.GOTCL, byteCount);
  }
  if ((frame[0] & 1) === 0) return;
  count(regs, isBroadcast(frame) ? R.BPTC : R.MPTC);
}

/** A good packet taken into the packet buffer; `byteCount` includes the FCS (13.7.21-13.7.31). */
export function countReceived(regs: RegisterValues, frame: Uint8Array, byteCount: number): void {
  count(regs, R.GPRC);
  count64(regs, R.GORCL, byteCount);
  countSize(regs, R.PRC64, byteCount);
  if ((frame[0] & 1) === 0) return;
  count(regs, isBroadcast(frame) ? R.BPRC : R.MPRC);
}

export function isBroadcast(frame: Uint8Array): boolean {
  return (frame[0] & frame[1] & frame[2] & frame[3] & frame[4] & frame[5]) === 0xff;
}
