/** Counted strings. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { MemoryAccess } from '../../hardware/memory';
import { ansiOfUnicode, unicodeOfAnsi, upcase } from '../kernel/characters';
import { allocateMemory, freeMemory, releasesMemory } from '../wrapper/memory';
import { NDIS_STATUS_BUFFER_OVERFLOW, NDIS_STATUS_SUCCESS } from '../status';
import { ANSI_STRING, UNICODE_STRING } from '../structures/string';
import { exported, incomplete, input, Irql, optional, output } from '../row';
import { BOOLEAN, LONG, NDIS_STATUS, VOID, pointer } from '../types';

/** What MaximumLength can still say, with the zero that ends the string. */
const CHARACTERS_MAX = 0x7ffe;

function readByte(memory: MemoryAccess, string: VirtualAddress, index: number): number {
  return memory.read8(virtual(string + index));
}

function readUnit(memory: MemoryAccess, string: VirtualAddress, index: number): number {
  return memory.read16(virtual(string + 2 * index));
}

function writeUnit(
  memory: MemoryAccess,
  string: VirtualAddress,
  index: number,
  unit: number,
): void {
  memory.write16(virtual(string + 2 * index), unit);
}

function terminatedBytes(memory: MemoryAccess, string: VirtualAddress): number {
  let length = 0;
  while (length < CHARACTERS_MAX && readByte(memory, string, length) !== 0) length++;
  return length;
}

function terminatedUnits(memory: MemoryAccess, string: VirtualAddress): number {
  let length = 0;
  while (length < CHARACTERS_MAX && readUnit(memory, string, length) !== 0) length++;
  return length;
}

/** The difference of the first two characters that differ, else of the lengths. */
function compare(
  readFirst: (index: number) => number,
  firstLength: number,
  readSecond: (index: number) => number,
  secondLength: number,
  ignoresCase: boolean,
): number {
  for (let index = 0; index < firstLength && index < secondLength; index++) {
    const first = readFirst(index);
    const second = readSecond(index);
    const difference = ignoresCase ? upcase(first) - upcase(second) : first - second;
    if (difference !== 0) return difference;
  }
  return firstLength - secondLength;
}

function compareUnicode(
  memory: MemoryAccess,
  String1: VirtualAddress,
  String2: VirtualAddress,
  ignoresCase: boolean,
): number {
  const first = UNICODE_STRING.at(memory, String1);
  const second = UNICODE_STRING.at(memory, String2);
  return compare(
    (index) => readUnit(memory, first.Buffer, index),
    first.Length >> 1,
    (index) => readUnit(memory, second.Buffer, index),
    second.Length >> 1,
    ignoresCase,
  );
}

export const NdisInitializeString = exported({
  name: 'NdisInitializeString',
  returns: VOID,
  args: [input('Destination', pointer('NDIS_STRING')), input('Source', pointer('UCHAR'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisinitializestring',
  summary: 'Makes a Unicode string of an ANSI one, in memory that the caller frees.',
  // The Buffer, which NdisFreeString takes back.
  acquires: {
    kind: 'tagged-memory',
    key: 'Destination',
    keyOffset: UNICODE_STRING.offsets.Buffer,
  },
  body(os, Destination, Source) {
    const string = UNICODE_STRING.at(os.memory, Destination);
    const length = terminatedBytes(os.memory, Source);
    const Buffer = allocateMemory(os, 2 * length + 2);
    string.Buffer = Buffer;
    string.Length = Buffer === NULL ? 0 : 2 * length;
    string.MaximumLength = Buffer === NULL ? 0 : 2 * length + 2;
    if (Buffer === NULL) return;
    for (let index = 0; index < length; index++)
      writeUnit(os.memory, Buffer, index, unicodeOfAnsi(readByte(os.memory, Source, index)));
    writeUnit(os.memory, Buffer, length, 0);
  },
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisInitAnsiString = exported({
  name: 'NdisInitAnsiString',
  returns: VOID,
  args: [
    input('DestinationString', pointer('NDIS_ANSI_STRING')),
    optional('SourceString', pointer('CSTR')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisinitansistring',
  summary: 'Makes a counted string of one that ends with a zero, without a copy.',
  body(os, DestinationString, SourceString) {
    const string = ANSI_STRING.at(os.memory, DestinationString);
    const length = SourceString === NULL ? 0 : terminatedBytes(os.memory, SourceString);
    string.Length = length;
    string.MaximumLength = SourceString === NULL ? 0 : length + 1;
    string.Buffer = SourceString;
  },
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisInitUnicodeString = exported({
  name: 'NdisInitUnicodeString',
  returns: VOID,
  args: [
    input('DestinationString', pointer('NDIS_STRING')),
    optional('SourceString', pointer('CWSTR')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisinitunicodestring',
  summary: 'Makes a counted Unicode string of one that ends with a zero, without a copy.',
  body(os, DestinationString, SourceString) {
    const string = UNICODE_STRING.at(os.memory, DestinationString);
    const length = SourceString === NULL ? 0 : terminatedUnits(os.memory, SourceString);
    string.Length = 2 * length;
    string.MaximumLength = SourceString === NULL ? 0 : 2 * length + 2;
    string.Buffer = SourceString;
  },
});

export const NdisAnsiStringToUnicodeString = exported({
  name: 'NdisAnsiStringToUnicodeString',
  returns: NDIS_STATUS,
  args: [
    input('DestinationString', pointer('NDIS_STRING')),
    input('SourceString', pointer('NDIS_ANSI_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisansistringtounicodestring',
  summary: "Converts an ANSI string into the caller's Unicode buffer.",
  body({ memory }, DestinationString, SourceString) {
    const source = ANSI_STRING.at(memory, SourceString);
    const destination = UNICODE_STRING.at(memory, DestinationString);
    const length = source.Length;
    const { Buffer } = destination;
    // The zero at the end counts (RtlAnsiStringToUnicodeString, "Remarks").
    if (2 * length + 2 > destination.MaximumLength) return NDIS_STATUS_BUFFER_OVERFLOW;
    for (let index = 0; index < length; index++)
      writeUnit(memory, Buffer, index, unicodeOfAnsi(readByte(memory, source.Buffer, index)));
    writeUnit(memory, Buffer, length, 0);
    destination.Length = 2 * length;
    return NDIS_STATUS_SUCCESS;
  },
});

export const NdisUnicodeStringToAnsiString = exported({
  name: 'NdisUnicodeStringToAnsiString',
  returns: NDIS_STATUS,
  args: [
    input('DestinationString', pointer('NDIS_ANSI_STRING')),
    input('SourceString', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisunicodestringtoansistring',
  summary: "Converts a Unicode string into the caller's ANSI buffer.",
  body({ memory }, DestinationString, SourceString) {
    const source = UNICODE_STRING.at(memory, SourceString);
    const destination = ANSI_STRING.at(memory, DestinationString);
    const length = source.Length >> 1;
    const { Buffer } = destination;
    if (length + 1 > destination.MaximumLength) return NDIS_STATUS_BUFFER_OVERFLOW;
    for (let index = 0; index < length; index++) {
      const byte = ansiOfUnicode(readUnit(memory, source.Buffer, index));
      memory.write8(virtual(Buffer + index), byte);
    }
    memory.write8(virtual(Buffer + length), 0);
    destination.Length = length;
    return NDIS_STATUS_SUCCESS;
  },
});

export const NdisUpcaseUnicodeString = exported({
  name: 'NdisUpcaseUnicodeString',
  returns: NDIS_STATUS,
  args: [
    input('DestinationString', pointer('NDIS_STRING')),
    input('SourceString', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisupcaseunicodestring',
  summary: 'Copies a Unicode string with its letters in upper case.',
  body({ memory }, DestinationString, SourceString) {
    const source = UNICODE_STRING.at(memory, SourceString);
    const destination = UNICODE_STRING.at(memory, DestinationString);
    const { Length } = source;
    if (Length > destination.MaximumLength) return NDIS_STATUS_BUFFER_OVERFLOW;
    for (let index = 0; index < Length >> 1; index++)
      writeUnit(memory, destination.Buffer, index, upcase(readUnit(memory, source.Buffer, index)));
    destination.Length = Length;
    return NDIS_STATUS_SUCCESS;
  },
});

export const NdisEqualString = exported({
  name: 'NdisEqualString',
  returns: BOOLEAN,
  args: [
    input('String1', pointer('NDIS_STRING')),
    input('String2', pointer('NDIS_STRING')),
    input('CaseInsensitive', BOOLEAN),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisequalstring',
  summary: 'Tells whether two strings are equal.',
  body: ({ memory }, String1, String2, CaseInsensitive) =>
    UNICODE_STRING.at(memory, String1).Length === UNICODE_STRING.at(memory, String2).Length &&
    compareUnicode(memory, String1, String2, CaseInsensitive) === 0,
});

// No public prototype: RtlCompareString's, for which it stands.
export const NdisCompareAnsiString = exported({
  name: 'NdisCompareAnsiString',
  returns: LONG,
  args: [
    input('String1', pointer('NDIS_ANSI_STRING')),
    input('String2', pointer('NDIS_ANSI_STRING')),
    input('CaseInsensitive', BOOLEAN),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Compares two ANSI strings: negative, zero or positive.',
  body({ memory }, String1, String2, CaseInsensitive) {
    const first = ANSI_STRING.at(memory, String1);
    const second = ANSI_STRING.at(memory, String2);
    const read = (string: VirtualAddress, index: number) =>
      unicodeOfAnsi(readByte(memory, string, index));
    return compare(
      (index) => read(first.Buffer, index),
      first.Length,
      (index) => read(second.Buffer, index),
      second.Length,
      CaseInsensitive,
    );
  },
});

// No public prototype: RtlCompareUnicodeString's, for which it stands.
export const NdisCompareUnicodeString = exported({
  name: 'NdisCompareUnicodeString',
  returns: LONG,
  args: [
    input('String1', pointer('NDIS_STRING')),
    input('String2', pointer('NDIS_STRING')),
    input('CaseInsensitive', BOOLEAN),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Compares two Unicode strings: negative, zero or positive.',
  body: ({ memory }, String1, String2, CaseInsensitive) =>
    compareUnicode(memory, String1, String2, CaseInsensitive),
});

export const NdisConvertStringToAtmAddress = incomplete({
  name: 'NdisConvertStringToAtmAddress',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('String', pointer('NDIS_STRING')),
    input('AtmAddress', pointer('ATM_ADDRESS')),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisConvertStringToAtmAddress',
  summary: 'Converts a string to an ATM address.',
});

// Compiles to NdisFreeMemory of the Buffer; in C the argument is the structure itself. IRQL: the
// current reference says PASSIVE_LEVEL, NdisFreeMemory without flags allows DISPATCH_LEVEL; the
// laxer holds.
export const NdisFreeString = exported({
  name: 'NdisFreeString',
  form: 'macro',
  returns: VOID,
  args: [input('String', pointer('NDIS_STRING'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisfreestring',
  summary: 'Frees what NdisInitializeString allocated.',
  releases: { ...releasesMemory, key: 'String', keyOffset: UNICODE_STRING.offsets.Buffer },
  body: (os, String) => freeMemory(os, UNICODE_STRING.at(os.memory, String).Buffer),
});
