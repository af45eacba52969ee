/** PAUSE frames. RTL8139C(L) data sheet 9.9; IEEE 802.3 annex 31B. */
import type { RegisterValues } from '../../registers';
import {
  CONTROL_BYTES_MIN,
  controlOpcode,
  createPause,
  isFor,
  MAC_CONTROL_TYPE,
  PAUSE_GROUP,
  PAUSE_OPCODE,
  typeOf,
} from '../mac-control';
import { matchesStation } from './filter';
import { R } from './registers';

/** The time in the PAUSE frame that stops the far end (9.9.1). */
export const QUANTA_MAX = 0xffff;
/** With less of the receive buffer free the far end is stopped (9.9.1). */
export const PAUSE_FREE_BYTES = 3 * 1024;

/** Whether it is a PAUSE frame, to the group of annex 31B or to us. */
export function isPause(regs: RegisterValues, frame: Uint8Array, byteCount: number): boolean {
  if (byteCount < CONTROL_BYTES_MIN || typeOf(frame) !== MAC_CONTROL_TYPE) return false;
  if (controlOpcode(frame) !== PAUSE_OPCODE) return false;
  return isFor(frame, PAUSE_GROUP) || matchesStation(regs, frame);
}

/** A PAUSE frame from this station. */
export function createPauseFrame(regs: RegisterValues, quanta: number): Uint8Array {
  const frame = createPause(MAC_CONTROL_TYPE, quanta);
  frame.set(PAUSE_GROUP);
  for (let index = 0; index < 6; index++) frame[6 + index] = regs[R.IDRn + index];
  return frame;
}
