/** The three network tally counters (DP8390D 10.3): they stop at 192 and a read clears them. */
import type { RegisterValues } from '../../registers';
import type { Interrupts } from './interrupts';
import { ISR } from './registers';

const MAX = 192;
/** CNT is raised as the highest bit of a counter comes on. */
const HIGHEST_BIT = 0x80;

/** Counts one event in the counter in `slot`. */
export function tally(regs: RegisterValues, interrupts: Interrupts, slot: number): void {
  if (regs[slot] >= MAX) return;
  regs[slot]++;
  if (regs[slot] === HIGHEST_BIT) interrupts.raise(ISR.CNT);
}
