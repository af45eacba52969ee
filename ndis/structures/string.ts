/** Counted strings (DDK ntdef.h: UNICODE_STRING, STRING), x86 layout. Lengths are in bytes. */
import { layout } from '../layout';
import { PVOID, USHORT } from '../types';

export const UNICODE_STRING = layout('UNICODE_STRING', 0x08, {
  Length: USHORT,
  MaximumLength: USHORT,
  Buffer: PVOID,
});

export const ANSI_STRING = layout('ANSI_STRING', 0x08, {
  Length: USHORT,
  MaximumLength: USHORT,
  Buffer: PVOID,
});

/** What ndis.h calls NDIS_STRING. */
export const NDIS_STRING = UNICODE_STRING;
