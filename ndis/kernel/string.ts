/** UTF-16 text in simulated memory. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { MemoryAccess } from '../../hardware/memory';
import { UNICODE_STRING } from '../structures';

/** Code units of a string whose end is looked for: UNICODE_STRING cannot say more. */
const TERMINATED_UNITS_MAX = 0x7fff;

/** The text of a UNICODE_STRING. */
export function readUnicodeString(memory: MemoryAccess, address: VirtualAddress): string {
  const string = UNICODE_STRING.at(memory, address);
  return readUnits(memory, string.Buffer, string.Length >> 1);
}

/** `unitCount` code units from `address`. */
export function readUnits(
  memory: MemoryAccess,
  address: VirtualAddress,
  unitCount: number,
): string {
  let text = '';
  for (let index = 0; index < unitCount; index++)
    text += String.fromCharCode(memory.read16(virtual(address + 2 * index)));
  return text;
}

/** Code units up to a zero. */
export function readTerminated(memory: MemoryAccess, address: VirtualAddress): string {
  let text = '';
  for (let index = 0; index < TERMINATED_UNITS_MAX; index++) {
    const unit = memory.read16(virtual(address + 2 * index));
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return text;
}

/** Writes text and a zero behind it; 2 * (length + 1) bytes. */
export function writeTerminated(memory: MemoryAccess, address: VirtualAddress, text: string): void {
  for (let index = 0; index < text.length; index++)
    memory.write16(virtual(address + 2 * index), text.charCodeAt(index));
  memory.write16(virtual(address + 2 * text.length), 0);
}

/**
 * Puts text and a zero into the buffer of a UNICODE_STRING; false if it is too small for the text.
 * The zero is left out if there is no room for it.
 */
export function storeUnicodeString(
  memory: MemoryAccess,
  address: VirtualAddress,
  text: string,
): boolean {
  const string = UNICODE_STRING.at(memory, address);
  const { MaximumLength, Buffer } = string;
  if (2 * text.length > MaximumLength) return false;
  for (let index = 0; index < text.length; index++)
    memory.write16(virtual(Buffer + 2 * index), text.charCodeAt(index));
  if (2 * text.length + 2 <= MaximumLength) memory.write16(virtual(Buffer + 2 * text.length), 0);
  string.Length = 2 * text.length;
  return true;
}
