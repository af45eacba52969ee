/**
 * Lookaside lists (DDK ex.h in wdm.h: NPAGED_LOOKASIDE_LIST), x86 layout. The allocation is inline
 * code: a driver pops ListHead itself and calls through Allocate and Free.
 */
import { array, layout } from '../layout';
import { PVOID, ULONG, USHORT } from '../types';
import { LIST_ENTRY, SLIST_HEADER } from './list';

export const NPAGED_LOOKASIDE_LIST = layout('NPAGED_LOOKASIDE_LIST', 0x50, {
  ListHead: SLIST_HEADER,
  Depth: USHORT,
  MaximumDepth: USHORT,
  TotalAllocates: ULONG,
  AllocateMisses: ULONG,
  TotalFrees: ULONG,
  FreeMisses: ULONG,
  Type: ULONG,
  Tag: ULONG,
  Size: ULONG,
  Allocate: PVOID,
  Free: PVOID,
  ListEntry: LIST_ENTRY,
  LastTotalAllocates: ULONG,
  LastAllocateMisses: ULONG,
  Future: array(ULONG, 2),
  Lock: ULONG,
  /** SLIST_HEADER is aligned to 8 bytes, so that the whole is. */
  Padding4C: ULONG,
});
