/** MAC control frames and PAUSE. 8254x SDM 8.7; IEEE 802.3 annex 31B. */
import type { RegisterValues } from '../../registers';
import { createPause, typeOf } from '../mac-control';
import { matchesAddress } from './filter';
import { R, RAH } from './registers';

/**
 * Whether it is a MAC control frame for us: FCT, and the flow control address or our own. FCT is
 * unknown after a reset; as 0, which is no type, it recognises none.
 */
export function isControlFrame(regs: RegisterValues, frame: Uint8Array): boolean {
  const type = typeOf(frame);
  if (type === 0 || type !== regs[R.FCT]) return false;
  return (
    matchesAddress(frame, 0, regs[R.FCAL], regs[R.FCAH]) ||
    matchesAddress(frame, 0, regs[R.RAL], regs[R.RAH] & RAH.RAH)
  );
}

/** A PAUSE frame from this station. */
export function createPauseFrame(regs: RegisterValues, quanta: number): Uint8Array {
  const frame = createPause(regs[R.FCT], quanta);
  const view = new DataView(frame.buffer);
  view.setUint32(0, regs[R.FCAL], true);
  view.setUint16(4, regs[R.FCAH], true);
  view.setUint32(6, regs[R.RAL], true);
  view.setUint16(10, regs[R.RAH], true);
  return frame;
}
