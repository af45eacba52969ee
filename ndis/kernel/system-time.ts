/**
 * The time of day and the tick count, which go on with the clock interrupt (KeQuerySystemTime,
 * "Remarks").
 */
import type { Clock } from '../../hardware/clock';
import { CLOCK_TICK_NS } from './costs';

/** Every run begins on 1 January 2003, 00:00 UTC: 12685852800 s after 1601. */
const SYSTEM_TIME_AT_START = 12_685_852_800 * 1e7;
/** A clock tick in units of 100 ns. A number holds whole ticks exactly, and not single units. */
export const TICK_UNITS = CLOCK_TICK_NS / 100;

/** Clock interrupts since the system was started. */
export function tickCount({ nowNs }: Clock): number {
  return Math.floor(nowNs / CLOCK_TICK_NS);
}

/** The time in units of 100 ns since 1601. */
export function systemTime(clock: Clock): number {
  return SYSTEM_TIME_AT_START + tickCount(clock) * TICK_UNITS;
}

/**
 * Nanoseconds from now to what a wait or a timer was given: a time of day, or, if it is negative, so
 * many units of 100 ns from now (KeSetTimer, DueTime). What is past is 0.
 */
export function untilDueNs(clock: Clock, dueTime: number): number {
  if (dueTime < 0) return -dueTime * 100;
  return Math.max(0, (dueTime - SYSTEM_TIME_AT_START) * 100 - clock.nowNs);
}
