/** UTF-16 text in simulated memory. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow, type MemoryAccess } from '../../hardware/memory';
import { UNICODE_STRING } from '../structures/string';
import type { Kernel } from './kernel';

/** The text of a UNICODE_STRING; half a unit at its end does not count. */
export function readUnicodeString(memory: MemoryAccess, address: VirtualAddress): string {
  const { Buffer, Length } = UNICODE_STRING.at(memory, address);
  let text = '';
  for (let index = 0; index < Length >> 1; index++)
    text += String.fromCharCode(memory.read16(virtual(Buffer + 2 * index)));
  return text;
}

/** Writes text and a zero behind it; 2 * (length + 1) bytes. */
export function writeTerminated(memory: MemoryAccess, address: VirtualAddress, text: string): void {
  writeUnits(memory, address, text);
  memory.write16(virtual(address + 2 * text.length), 0);
}

function writeUnits(memory: MemoryAccess, address: VirtualAddress, text: string): void {
  for (let index = 0; index < text.length; index++)
    memory.write16(virtual(address + 2 * index), text.charCodeAt(index));
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
  writeUnits(memory, Buffer, text);
  if (2 * text.length + 2 <= MaximumLength) memory.write16(virtual(Buffer + 2 * text.length), 0);
  string.Length = 2 * text.length;
  return true;
}

/** A UNICODE_STRING of the system's own with its text, read-only for drivers; one block of memory. */
export function createUnicodeString(os: Kernel, text: string): VirtualAddress {
  const byteCount = 2 * text.length + 2;
  const address = os.allocateObject(UNICODE_STRING.bytes + byteCount, Shadow.READ_ONLY);
  const buffer = virtual(address + UNICODE_STRING.bytes);
  writeTerminated(os.raw, buffer, text);
  const string = UNICODE_STRING.at(os.raw, address);
  string.Length = 2 * text.length;
  string.MaximumLength = byteCount;
  string.Buffer = buffer;
  return address;
}
