/** Linked lists (DDK wdm.h: LIST_ENTRY, SINGLE_LIST_ENTRY, SLIST_HEADER), x86 layout. */
import { layout } from '../layout';
import { PVOID, USHORT } from '../types';

export const LIST_ENTRY = layout('LIST_ENTRY', 0x08, {
  Flink: PVOID,
  Blink: PVOID,
});

export const SINGLE_LIST_ENTRY = layout('SINGLE_LIST_ENTRY', 0x04, {
  Next: PVOID,
});

/** In C it is also one ULONGLONG, and so aligned to 8 bytes. */
export const SLIST_HEADER = layout('SLIST_HEADER', 0x08, {
  Next: PVOID,
  Depth: USHORT,
  Sequence: USHORT,
});
