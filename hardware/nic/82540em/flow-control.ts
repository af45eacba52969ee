/** MAC control frames and PAUSE. 8254x SDM 8.7; IEEE 802.3 annex 31B. */
import type { RegisterValues } from '../../registers';
import { FCS_BYTES, FRAME_BYTES_MIN, TYPE_OFFSET } from './core';
import { matchesAddress } from './filter';
import { R, RAH } from './registers';

/** Of a PAUSE frame, without FCS. */
export const PAUSE_BYTES = FRAME_BYTES_MIN - FCS_BYTES;
export const PAUSE_OPCODE = 0x0001;
/** A quantum of PAUSE is 512 bit times. */
export const PAUSE_QUANTUM_BYTES = 64;

const OPCODE_OFFSET = TYPE_OFFSET + 2;
const QUANTA_OFFSET = TYPE_OFFSET + 4;

/**
 * Whether it is a MAC control frame for us: FCT, and the flow control address or our own. FCT is
 * unknown after a reset; as 0, which is no type, it recognises none.
 */
export function isControlFrame(regs: RegisterValues, frame: Uint8Array): boolean {
  const type = get16(frame, TYPE_OFFSET);
  if (type === 0 || type !== regs[R.FCT]) return false;
  return (
    matchesAddress(frame, 0, regs[R.FCAL], regs[R.FCAH]) ||
    matchesAddress(frame, 0, regs[R.RAL], regs[R.RAH] & RAH.RAH)
  );
}

export function controlOpcode(frame: Uint8Array): number {
  return get16(frame, OPCODE_OFFSET);
}

export function pauseQuanta(frame: Uint8Array): number {
  return get16(frame, QUANTA_OFFSET);
}

/** A PAUSE frame from this station. */
export function createPauseFrame(regs: RegisterValues, quanta: number): Uint8Array {
  const frame = new Uint8Array(PAUSE_BYTES);
  const view = new DataView(frame.buffer);
  view.setUint32(0, regs[R.FCAL], true);
  view.setUint16(4, regs[R.FCAH], true);
  view.setUint32(6, regs[R.RAL], true);
  view.setUint16(10, regs[R.RAH], true);
  view.setUint16(TYPE_OFFSET, regs[R.FCT]);
  view.setUint16(OPCODE_OFFSET, PAUSE_OPCODE);
  view.setUint16(QUANTA_OFFSET, quanta);
  return frame;
}

function get16(frame: Uint8Array, offset: number): number {
  return (frame[offset] << 8) | frame[offset + 1];
}
