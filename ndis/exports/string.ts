/** Counted strings. */
import { Irql, incomplete, input, optional, output } from '../row';
import { BOOLEAN, LONG, NDIS_STATUS, VOID, pointer } from '../types';

export const NdisInitializeString = incomplete({
  name: 'NdisInitializeString',
  returns: VOID,
  args: [input('Destination', pointer('NDIS_STRING')), input('Source', pointer('UCHAR'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisinitializestring',
  summary: 'Makes a Unicode string of an ANSI one, in memory that the caller frees.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisInitAnsiString = incomplete({
  name: 'NdisInitAnsiString',
  returns: VOID,
  args: [
    input('DestinationString', pointer('NDIS_ANSI_STRING')),
    optional('SourceString', pointer('CSTR')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisinitansistring',
  summary: 'Makes a counted string of one that ends with a zero, without a copy.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisInitUnicodeString = incomplete({
  name: 'NdisInitUnicodeString',
  returns: VOID,
  args: [
    input('DestinationString', pointer('NDIS_STRING')),
    optional('SourceString', pointer('CWSTR')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisinitunicodestring',
  summary: 'Makes a counted Unicode string of one that ends with a zero, without a copy.',
});

export const NdisAnsiStringToUnicodeString = incomplete({
  name: 'NdisAnsiStringToUnicodeString',
  returns: NDIS_STATUS,
  args: [
    input('DestinationString', pointer('NDIS_STRING')),
    input('SourceString', pointer('NDIS_ANSI_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisansistringtounicodestring',
  summary: "Converts an ANSI string into the caller's Unicode buffer.",
});

export const NdisUnicodeStringToAnsiString = incomplete({
  name: 'NdisUnicodeStringToAnsiString',
  returns: NDIS_STATUS,
  args: [
    input('DestinationString', pointer('NDIS_ANSI_STRING')),
    input('SourceString', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisunicodestringtoansistring',
  summary: "Converts a Unicode string into the caller's ANSI buffer.",
});

export const NdisUpcaseUnicodeString = incomplete({
  name: 'NdisUpcaseUnicodeString',
  returns: NDIS_STATUS,
  args: [
    input('DestinationString', pointer('NDIS_STRING')),
    input('SourceString', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisupcaseunicodestring',
  summary: 'Copies a Unicode string with its letters in upper case.',
});

export const NdisEqualString = incomplete({
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
});

// No public prototype: RtlCompareString's, for which it stands.
export const NdisCompareAnsiString = incomplete({
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
});

// No public prototype: RtlCompareUnicodeString's, for which it stands.
export const NdisCompareUnicodeString = incomplete({
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
export const NdisFreeString = incomplete({
  name: 'NdisFreeString',
  form: 'macro',
  returns: VOID,
  args: [input('String', pointer('NDIS_STRING'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisfreestring',
  summary: 'Frees what NdisInitializeString allocated.',
});
