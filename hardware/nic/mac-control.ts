/** MAC control frames, of which PAUSE is the one defined. IEEE 802.3 clause 31, annexes 31A, 31B. */

/** Of a PAUSE frame, without FCS. */
export const PAUSE_BYTES = 60;
export const PAUSE_OPCODE = 0x0001;
/** A quantum of PAUSE is 512 bit times. */
export const PAUSE_QUANTUM_BYTES = 64;
export const MAC_CONTROL_TYPE = 0x8808;
/** Where PAUSE frames go that are not for one station. */
export const PAUSE_GROUP = Uint8Array.of(0x01, 0x80, 0xc2, 0x00, 0x00, 0x01);
/** What must be there to read one: addresses, type, opcode and a parameter. */
export const CONTROL_BYTES_MIN = 18;

const TYPE_OFFSET = 12;
const OPCODE_OFFSET = 14;
const QUANTA_OFFSET = 16;

export function typeOf(frame: Uint8Array): number {
  return get16(frame, TYPE_OFFSET);
}

export function controlOpcode(frame: Uint8Array): number {
  return get16(frame, OPCODE_OFFSET);
}

export function pauseQuanta(frame: Uint8Array): number {
  return get16(frame, QUANTA_OFFSET);
}

/** Whether the frame's destination is `address`. */
export function isFor(frame: Uint8Array, address: ArrayLike<number>): boolean {
  for (let index = 0; index < address.length; index++)
    if (frame[index] !== address[index]) return false;
  return true;
}

/** A PAUSE frame of zeros but for what is behind the addresses. */
export function createPause(type: number, quanta: number): Uint8Array {
  const frame = new Uint8Array(PAUSE_BYTES);
  const view = new DataView(frame.buffer);
  view.setUint16(TYPE_OFFSET, type);
  view.setUint16(OPCODE_OFFSET, PAUSE_OPCODE);
  view.setUint16(QUANTA_OFFSET, quanta);
  return frame;
}

function get16(frame: Uint8Array, offset: number): number {
  return (frame[offset] << 8) | frame[offset + 1];
}
