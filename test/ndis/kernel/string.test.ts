import { virtual } from '../../../hardware/address';
import { Memory, RawMemory } from '../../../hardware/memory';
import {
  readUnicodeString,
  storeUnicodeString,
  writeTerminated,
} from '../../../ndis/kernel/string';

const STRING = virtual(0x8000_0100);
const BUFFER = virtual(0x8000_0200);

/** A UNICODE_STRING: Length, MaximumLength, Buffer (ntdef.h). */
function create(length: number, maximumLength: number): RawMemory {
  const memory = new RawMemory(new Memory(0x4_0000, 0x4_0000));
  memory.write16(STRING, length);
  memory.write16(virtual(STRING + 2), maximumLength);
  memory.write32(virtual(STRING + 4), BUFFER);
  return memory;
}

test.each(['', 'NetworkAddress', '\u00e4\u20ac', '\ud83d\ude00'])('"%s" comes back', (text) => {
  const memory = create(2 * text.length, 2 * text.length + 2);
  writeTerminated(memory, BUFFER, text);
  expect(memory.read16(virtual(BUFFER + 2 * text.length))).toBe(0);
  expect(readUnicodeString(memory, STRING)).toBe(text);
});

test.each([
  { name: 'an odd Length counts whole units', length: 5, want: 'ab' },
  { name: 'Length says less than the buffer holds', length: 2, want: 'a' },
  { name: 'a zero within counts', length: 8, want: 'abc\0' },
  { name: 'no Length, no text', length: 0, want: '' },
])('$name', ({ length, want }) => {
  const memory = create(length, 8);
  writeTerminated(memory, BUFFER, 'abc');
  expect(readUnicodeString(memory, STRING)).toBe(want);
});

test.each([
  { name: 'with room for a zero', maximumLength: 8, isStored: true, zeroAt: 6 },
  { name: 'with room for the text alone', maximumLength: 6, isStored: true, zeroAt: undefined },
  { name: 'without room', maximumLength: 5, isStored: false, zeroAt: undefined },
])('a text is stored $name: $isStored', ({ maximumLength, isStored, zeroAt }) => {
  const memory = create(0, maximumLength);
  for (let at = 0; at < 16; at++) memory.write8(virtual(BUFFER + at), 0xee);
  expect(storeUnicodeString(memory, STRING, 'abc')).toBe(isStored);
  expect(memory.read16(STRING)).toBe(isStored ? 6 : 0);
  expect(memory.read16(BUFFER)).toBe(isStored ? 0x61 : 0xeeee);
  expect(readUnicodeString(memory, STRING)).toBe(isStored ? 'abc' : '');
  expect(memory.read16(virtual(BUFFER + 6))).toBe(zeroAt === undefined ? 0xeeee : 0);
  expect(memory.read16(virtual(BUFFER + 8))).toBe(0xeeee);
});
