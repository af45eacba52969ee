/** Conversions of text: GUIDs and code pages, by RtlXxx of ntoskrnl.exe. */
import { virtual } from '../../hardware/address';
import { ansiOfUnicode, unicodeOfAnsi } from '../kernel/characters';
import { readUnicodeString } from '../kernel/string';
import { STATUS_INVALID_PARAMETER, STATUS_SUCCESS } from '../nt-status';
import { exported, input, Irql, optionalOutput } from '../row';
import { NDIS_STATUS, PVOID, ULONG, pointer } from '../types';

const nt = { module: 'ntoskrnl.exe', irql: Irql.PASSIVE } as const;
const ntBelowDispatch = { module: 'ntoskrnl.exe', irql: Irql.BELOW_DISPATCH } as const;
const GUID_TEXT = /^\{([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}$/i;

export const RtlGUIDFromString = exported({
  ...nt,
  name: 'RtlGUIDFromString',
  returns: NDIS_STATUS,
  args: [input('GuidString', pointer('UNICODE_STRING')), input('Guid', pointer('GUID'))],
  page: 'nf-wdm-rtlguidfromstring',
  summary: 'Reads a GUID in braces.',
  body(os, GuidString, Guid) {
    const parts = GUID_TEXT.exec(readUnicodeString(os.memory, GuidString))?.slice(1);
    if (parts === undefined) return STATUS_INVALID_PARAMETER;
    const [first, second, third] = parts.map((part) => Number.parseInt(part, 16));
    os.memory.write32(Guid, first);
    os.memory.write16(virtual(Guid + 4), second);
    os.memory.write16(virtual(Guid + 6), third);
    const bytes = (parts[3] + parts[4]).match(/../g)!;
    bytes.forEach((byte, index) =>
      os.memory.write8(virtual(Guid + 8 + index), Number.parseInt(byte, 16)),
    );
    return STATUS_SUCCESS;
  },
});

// What does not fit is left out, and no error.
export const RtlUnicodeToMultiByteN = exported({
  ...ntBelowDispatch,
  name: 'RtlUnicodeToMultiByteN',
  returns: NDIS_STATUS,
  args: [
    input('MultiByteString', PVOID),
    input('MaxBytesInMultiByteString', ULONG),
    optionalOutput('BytesInMultiByteString', ULONG),
    input('UnicodeString', PVOID),
    input('BytesInUnicodeString', ULONG),
  ],
  page: 'nf-ntifs-rtlunicodetomultibyten',
  summary: 'Converts Unicode text to ANSI; the lengths in bytes.',
  body(os, MultiByteString, MaxBytes, UnicodeString, BytesInUnicodeString) {
    const count = Math.min(MaxBytes, BytesInUnicodeString >> 1);
    for (let index = 0; index < count; index++) {
      const unit = os.memory.read16(virtual(UnicodeString + 2 * index));
      os.memory.write8(virtual(MultiByteString + index), ansiOfUnicode(unit));
    }
    return { Result: STATUS_SUCCESS, BytesInMultiByteString: count };
  },
});

export const RtlMultiByteToUnicodeN = exported({
  ...ntBelowDispatch,
  name: 'RtlMultiByteToUnicodeN',
  returns: NDIS_STATUS,
  args: [
    input('UnicodeString', PVOID),
    input('MaxBytesInUnicodeString', ULONG),
    optionalOutput('BytesInUnicodeString', ULONG),
    input('MultiByteString', PVOID),
    input('BytesInMultiByteString', ULONG),
  ],
  page: 'nf-ntifs-rtlmultibytetounicoden',
  summary: 'Converts ANSI text to Unicode; the lengths in bytes.',
  body(os, UnicodeString, MaxBytes, MultiByteString, BytesInMultiByteString) {
    const count = Math.min(MaxBytes >> 1, BytesInMultiByteString);
    for (let index = 0; index < count; index++) {
      const byte = os.memory.read8(virtual(MultiByteString + index));
      os.memory.write16(virtual(UnicodeString + 2 * index), unicodeOfAnsi(byte));
    }
    return { Result: STATUS_SUCCESS, BytesInUnicodeString: 2 * count };
  },
});
