/** Counted strings of ntoskrnl.exe: RtlXxx, whose likes in NDIS do the same. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { copyMemory } from '../kernel/copy';
import { readUnicodeString, storeUnicodeString } from '../kernel/string';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql, optional, output, type Acquires } from '../row';
import { ANSI_STRING, UNICODE_STRING } from '../structures/string';
import { BOOLEAN, LONG, NDIS_STATUS, ULONG, VOID, pointer, type NdisStatus } from '../types';
import { allocateMemory, freeMemory, releasesMemory } from '../wrapper/memory';
import {
  NdisAnsiStringToUnicodeString,
  NdisCompareAnsiString,
  NdisCompareUnicodeString,
  NdisEqualString,
  NdisInitAnsiString,
  NdisInitUnicodeString,
  NdisUnicodeStringToAnsiString,
  NdisUpcaseUnicodeString,
} from './string';

/** ntstatus.h. */
const STATUS_SUCCESS = 0 as NdisStatus;
const STATUS_BUFFER_OVERFLOW = 0x8000_0005 as NdisStatus;
const STATUS_INVALID_PARAMETER = 0xc000_000d as NdisStatus;
const STATUS_NO_MEMORY = 0xc000_0017 as NdisStatus;
const STATUS_BUFFER_TOO_SMALL = 0xc000_0023 as NdisStatus;

const BUFFER_OFFSET = UNICODE_STRING.offsets.Buffer;
const unicode = pointer('UNICODE_STRING');
const ansi = pointer('ANSI_STRING');
const ignoresCase = input('CaseInSensitive', BOOLEAN);
const allocates = input('AllocateDestinationString', BOOLEAN);
const nt = { module: 'ntoskrnl.exe', irql: Irql.PASSIVE } as const;
const ntBelowDispatch = { module: 'ntoskrnl.exe', irql: Irql.BELOW_DISPATCH } as const;
const ntAnyIrql = { module: 'ntoskrnl.exe', irql: Irql.ANY } as const;

export const RtlInitUnicodeString = exported({
  ...ntAnyIrql,
  name: 'RtlInitUnicodeString',
  returns: VOID,
  args: [input('DestinationString', unicode), optional('SourceString', pointer('CWSTR'))],
  page: 'nf-wdm-rtlinitunicodestring',
  summary: 'Makes a counted Unicode string of one that ends with a zero, without a copy.',
  body: NdisInitUnicodeString.body,
});

export const RtlInitAnsiString = exported({
  ...ntAnyIrql,
  name: 'RtlInitAnsiString',
  returns: VOID,
  args: [input('DestinationString', ansi), optional('SourceString', pointer('CSTR'))],
  page: 'nf-wdm-rtlinitansistring',
  summary: 'Makes a counted string of one that ends with a zero, without a copy.',
  body: NdisInitAnsiString.body,
});

export const RtlInitString = exported({
  ...ntAnyIrql,
  name: 'RtlInitString',
  returns: VOID,
  args: [input('DestinationString', ansi), optional('SourceString', pointer('CSTR'))],
  page: 'nf-wdm-rtlinitstring',
  summary: 'Makes a counted string of one that ends with a zero, without a copy.',
  body: NdisInitAnsiString.body,
});

export const RtlCopyUnicodeString = exported({
  ...ntAnyIrql,
  name: 'RtlCopyUnicodeString',
  returns: VOID,
  args: [input('DestinationString', unicode), optional('SourceString', unicode)],
  page: 'nf-wdm-rtlcopyunicodestring',
  summary: 'Copies a string as far as there is room for it.',
  body(os, DestinationString, SourceString) {
    const destination = UNICODE_STRING.at(os.memory, DestinationString);
    if (SourceString === NULL) {
      destination.Length = 0;
      return;
    }
    const { Length, Buffer } = UNICODE_STRING.at(os.memory, SourceString);
    const byteCount = Math.min(Length, destination.MaximumLength);
    copyMemory(os, destination.Buffer, Buffer, byteCount);
    destination.Length = byteCount;
    if (byteCount + 2 <= destination.MaximumLength)
      os.memory.write16(virtual(destination.Buffer + byteCount), 0);
  },
});

/** Appends `byteCount` bytes, and a zero if there is room for it. */
function append(
  os: OperatingSystem,
  DestinationString: VirtualAddress,
  source: VirtualAddress,
  byteCount: number,
): NdisStatus {
  const destination = UNICODE_STRING.at(os.memory, DestinationString);
  const { Length, MaximumLength, Buffer } = destination;
  if (Length + byteCount > MaximumLength) return STATUS_BUFFER_TOO_SMALL;
  copyMemory(os, virtual(Buffer + Length), source, byteCount);
  const end = Length + byteCount;
  destination.Length = end;
  if (end + 2 <= MaximumLength) os.memory.write16(virtual(Buffer + end), 0);
  return STATUS_SUCCESS;
}

export const RtlAppendUnicodeStringToString = exported({
  ...ntAnyIrql,
  name: 'RtlAppendUnicodeStringToString',
  returns: NDIS_STATUS,
  args: [input('Destination', unicode), input('Source', unicode)],
  page: 'nf-wdm-rtlappendunicodestringtostring',
  summary: 'Appends a string to another.',
  body(os, Destination, Source) {
    const { Buffer, Length } = UNICODE_STRING.at(os.memory, Source);
    return append(os, Destination, Buffer, Length);
  },
});

export const RtlAppendUnicodeToString = exported({
  ...ntAnyIrql,
  name: 'RtlAppendUnicodeToString',
  returns: NDIS_STATUS,
  args: [input('Destination', unicode), optional('Source', pointer('CWSTR'))],
  page: 'nf-wdm-rtlappendunicodetostring',
  summary: 'Appends a string that ends with a zero to a counted one.',
  body(os, Destination, Source) {
    let byteCount = 0;
    // As far as a counted string can go.
    while (Source !== NULL && byteCount < 0xfffe && os.memory.read16(virtual(Source + byteCount)))
      byteCount += 2;
    return append(os, Destination, Source, byteCount);
  },
});

export const RtlEqualUnicodeString = exported({
  ...nt,
  name: 'RtlEqualUnicodeString',
  returns: BOOLEAN,
  args: [input('String1', unicode), input('String2', unicode), ignoresCase],
  page: 'nf-wdm-rtlequalunicodestring',
  summary: 'Tells whether two strings are equal.',
  body: NdisEqualString.body,
});

export const RtlCompareUnicodeString = exported({
  ...nt,
  name: 'RtlCompareUnicodeString',
  returns: LONG,
  args: [input('String1', unicode), input('String2', unicode), ignoresCase],
  page: 'nf-wdm-rtlcompareunicodestring',
  summary: 'Compares two Unicode strings: negative, zero or positive.',
  body: NdisCompareUnicodeString.body,
});

export const RtlCompareString = exported({
  ...nt,
  name: 'RtlCompareString',
  returns: LONG,
  args: [input('String1', ansi), input('String2', ansi), ignoresCase],
  page: 'nf-ntddk-rtlcomparestring',
  summary: 'Compares two ANSI strings: negative, zero or positive.',
  body: NdisCompareAnsiString.body,
});

/** The Buffer, if the function has allocated it: a buffer of the caller's own is in the ledger. */
const acquiresBuffer: Acquires = {
  kind: 'tagged-memory',
  key: 'DestinationString',
  keyOffset: BUFFER_OFFSET,
  isHeld: ({ ledger, pool }, key) =>
    pool.blockAt(virtual(key))?.isFree === false &&
    ledger.find('tagged-memory', key) === undefined &&
    ledger.find('untagged-memory', key) === undefined,
};

/** Gives a string a buffer of its own if it is to have one; false if there is no memory. */
function prepare(
  os: OperatingSystem,
  DestinationString: VirtualAddress,
  byteCount: number,
  isAllocated: boolean,
): boolean {
  if (!isAllocated) return true;
  const Buffer = allocateMemory(os, byteCount);
  if (Buffer === NULL) return false;
  const string = UNICODE_STRING.at(os.memory, DestinationString);
  string.Length = 0;
  string.MaximumLength = byteCount;
  string.Buffer = Buffer;
  return true;
}

export const RtlUnicodeStringToAnsiString = exported({
  ...nt,
  name: 'RtlUnicodeStringToAnsiString',
  returns: NDIS_STATUS,
  args: [input('DestinationString', ansi), input('SourceString', unicode), allocates],
  page: 'nf-wdm-rtlunicodestringtoansistring',
  summary: 'Converts a Unicode string to an ANSI one.',
  acquires: acquiresBuffer,
  body(os, DestinationString, SourceString, AllocateDestinationString) {
    const length = UNICODE_STRING.at(os.memory, SourceString).Length >> 1;
    if (!prepare(os, DestinationString, length + 1, AllocateDestinationString))
      return STATUS_NO_MEMORY;
    return NdisUnicodeStringToAnsiString.body(os, DestinationString, SourceString);
  },
});

export const RtlAnsiStringToUnicodeString = exported({
  ...nt,
  name: 'RtlAnsiStringToUnicodeString',
  returns: NDIS_STATUS,
  args: [input('DestinationString', unicode), input('SourceString', ansi), allocates],
  page: 'nf-wdm-rtlansistringtounicodestring',
  summary: 'Converts an ANSI string to a Unicode one.',
  acquires: acquiresBuffer,
  body(os, DestinationString, SourceString, AllocateDestinationString) {
    const length = ANSI_STRING.at(os.memory, SourceString).Length;
    if (!prepare(os, DestinationString, 2 * length + 2, AllocateDestinationString))
      return STATUS_NO_MEMORY;
    return NdisAnsiStringToUnicodeString.body(os, DestinationString, SourceString);
  },
});

export const RtlUpcaseUnicodeString = exported({
  ...ntBelowDispatch,
  name: 'RtlUpcaseUnicodeString',
  returns: NDIS_STATUS,
  args: [input('DestinationString', unicode), input('SourceString', unicode), allocates],
  page: 'nf-ntddk-rtlupcaseunicodestring',
  summary: 'Copies a Unicode string with its letters in upper case.',
  acquires: acquiresBuffer,
  body(os, DestinationString, SourceString, AllocateDestinationString) {
    const { Length } = UNICODE_STRING.at(os.memory, SourceString);
    if (!prepare(os, DestinationString, Length, AllocateDestinationString)) return STATUS_NO_MEMORY;
    return NdisUpcaseUnicodeString.body(os, DestinationString, SourceString);
  },
});

const freesBuffer = { ...releasesMemory, keyOffset: BUFFER_OFFSET } as const;

function freeString(os: OperatingSystem, address: VirtualAddress): void {
  const string = UNICODE_STRING.at(os.memory, address);
  freeMemory(os, string.Buffer);
  string.Length = 0;
  string.MaximumLength = 0;
  string.Buffer = NULL;
}

export const RtlFreeUnicodeString = exported({
  ...ntBelowDispatch,
  name: 'RtlFreeUnicodeString',
  returns: VOID,
  args: [input('UnicodeString', unicode)],
  page: 'nf-wdm-rtlfreeunicodestring',
  summary: 'Frees the buffer of a string that an RtlXxx function has allocated.',
  releases: { ...freesBuffer, key: 'UnicodeString' },
  body: freeString,
});

export const RtlFreeAnsiString = exported({
  ...ntBelowDispatch,
  name: 'RtlFreeAnsiString',
  returns: VOID,
  args: [input('AnsiString', ansi)],
  page: 'nf-wdm-rtlfreeansistring',
  summary: 'Frees the buffer of a string that an RtlXxx function has allocated.',
  releases: { ...freesBuffer, key: 'AnsiString' },
  body: freeString,
});

export const RtlIntegerToUnicodeString = exported({
  ...nt,
  name: 'RtlIntegerToUnicodeString',
  returns: NDIS_STATUS,
  args: [input('Value', ULONG), input('Base', ULONG), input('String', unicode)],
  page: 'nf-wdm-rtlintegertounicodestring',
  summary: 'Writes a number to the base 2, 8, 10 (or 0) or 16 as text.',
  body(os, Value, Base, String) {
    const radix = Base === 0 ? 10 : Base;
    if (![2, 8, 10, 16].includes(radix)) return STATUS_INVALID_PARAMETER;
    const text = Value.toString(radix).toUpperCase();
    return storeUnicodeString(os.memory, String, text) ? STATUS_SUCCESS : STATUS_BUFFER_OVERFLOW;
  },
});

/** A number in text, after blanks, with its sign and prefix; undefined without a digit. */
function parseInteger(text: string, Base: number): number {
  const match = /^[\0- ]*([-+]?)(0[xXoObB])?([0-9a-zA-Z]*)/.exec(text)!;
  const [, sign, prefix, rest] = match;
  const byPrefix = { x: 16, o: 8, b: 2 }[prefix?.[1].toLowerCase() ?? ''];
  const radix = Base === 0 ? (byPrefix ?? 10) : Base;
  // With a base of its own the prefix is no part of the number, which is then its zero.
  const digits = Base === 0 || prefix === undefined ? rest : '';
  let value = 0;
  for (const digit of digits) {
    const one = parseInt(digit, 36);
    if (one >= radix) break;
    value = (value * radix + one) % 0x1_0000_0000;
  }
  return sign === '-' ? -value >>> 0 : value;
}

export const RtlUnicodeStringToInteger = exported({
  ...nt,
  name: 'RtlUnicodeStringToInteger',
  returns: NDIS_STATUS,
  args: [input('String', unicode), input('Base', ULONG), output('Value', ULONG)],
  page: 'nf-wdm-rtlunicodestringtointeger',
  summary: 'Reads a number to the base 2, 8, 10 or 16, or to that of its prefix if Base is 0.',
  body(os, String, Base) {
    if (![0, 2, 8, 10, 16].includes(Base)) return { Result: STATUS_INVALID_PARAMETER, Value: 0 };
    const text = readUnicodeString(os.memory, String);
    return { Result: STATUS_SUCCESS, Value: parseInteger(text, Base) };
  },
});
