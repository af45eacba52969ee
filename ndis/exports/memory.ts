/** Pool memory, copying and filling, lookaside lists. */
import { Irql, incomplete, input, optional, output } from '../row';
import {
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS,
  PVOID,
  UCHAR,
  UINT,
  ULONG,
  USHORT,
  VOID,
  pointer,
} from '../types';

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisAllocateMemory = incomplete({
  name: 'NdisAllocateMemory',
  returns: NDIS_STATUS,
  args: [
    output('VirtualAddress', PVOID),
    input('Length', UINT),
    input('MemoryFlags', UINT),
    input('HighestAcceptableAddress', NDIS_PHYSICAL_ADDRESS),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550762',
  summary: 'Allocates nonpaged memory, which may be contiguous or noncached; Length in bytes.',
});

export const NdisAllocateMemoryWithTag = incomplete({
  name: 'NdisAllocateMemoryWithTag',
  returns: NDIS_STATUS,
  args: [output('VirtualAddress', PVOID), input('Length', UINT), input('Tag', ULONG)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550767',
  summary: 'Allocates nonpaged memory under a tag of four characters; Length in bytes.',
});

// IRQL: ff551990 asks for PASSIVE_LEVEL with contiguous memory only, for less than DISPATCH_LEVEL
// with noncached memory, and allows DISPATCH_LEVEL with any other.
export const NdisFreeMemory = incomplete({
  name: 'NdisFreeMemory',
  returns: VOID,
  args: [input('VirtualAddress', PVOID), input('Length', UINT), input('MemoryFlags', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551990',
  summary: 'Frees memory; the flags, and the length if there are flags, as they were.',
});

// Compiles to memcpy.
export const NdisMoveMemory = incomplete({
  name: 'NdisMoveMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Source', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndismovememory',
  summary: 'Copies memory; the ranges must not overlap.',
});

// Compiles to memset.
export const NdisZeroMemory = incomplete({
  name: 'NdisZeroMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiszeromemory',
  summary: 'Fills memory with zeros.',
});

// Compiles to memset.
export const NdisFillMemory = incomplete({
  name: 'NdisFillMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Length', ULONG), input('Fill', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisfillmemory',
  summary: 'Fills memory with a byte.',
});

// Compiles to memcmp, or to ntoskrnl.exe!RtlEqualMemory.
export const NdisEqualMemory = incomplete({
  name: 'NdisEqualMemory',
  form: 'macro',
  returns: ULONG,
  args: [input('Source1', PVOID), input('Source2', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisequalmemory',
  summary: 'Tells whether two ranges of memory hold the same: 1 or 0.',
});

// Compiles to no call on x86.
export const NdisRetrieveUlong = incomplete({
  name: 'NdisRetrieveUlong',
  form: 'macro',
  returns: VOID,
  args: [input('DestinationAddress', PVOID), input('SourceAddress', PVOID)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisretrieveulong',
  summary: 'Copies four bytes that need not be aligned.',
});

// Compiles to no call on x86.
export const NdisStoreUlong = incomplete({
  name: 'NdisStoreUlong',
  form: 'macro',
  returns: VOID,
  args: [input('DestinationAddress', PVOID), input('Value', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisstoreulong',
  summary: 'Stores four bytes that need not be aligned.',
});

// Compiles to ntoskrnl.exe!ExInitializeNPagedLookasideList.
export const NdisInitializeNPagedLookasideList = incomplete({
  name: 'NdisInitializeNPagedLookasideList',
  form: 'macro',
  returns: VOID,
  args: [
    input('Lookaside', pointer('NPAGED_LOOKASIDE_LIST')),
    optional('Allocate', pointer('ALLOCATE_FUNCTION')),
    optional('Free', pointer('FREE_FUNCTION')),
    input('Flags', ULONG),
    input('Size', ULONG),
    input('Tag', ULONG),
    input('Depth', USHORT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisinitializenpagedlookasidelist',
  summary: 'Sets up a list of free blocks of one size; Size in bytes.',
});

// Compiles to ntoskrnl.exe!ExDeleteNPagedLookasideList.
export const NdisDeleteNPagedLookasideList = incomplete({
  name: 'NdisDeleteNPagedLookasideList',
  form: 'macro',
  returns: VOID,
  args: [input('Lookaside', pointer('NPAGED_LOOKASIDE_LIST'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisdeletenpagedlookasidelist',
  summary: 'Frees all blocks that the list holds.',
});

// Compiles to ntoskrnl.exe!InterlockedPopEntrySList and a call through the list's Allocate.
export const NdisAllocateFromNPagedLookasideList = incomplete({
  name: 'NdisAllocateFromNPagedLookasideList',
  form: 'macro',
  returns: PVOID,
  args: [input('Lookaside', pointer('NPAGED_LOOKASIDE_LIST'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisallocatefromnpagedlookasidelist',
  summary: 'Takes a block from the list, or allocates one; NULL if there is no memory.',
});

// Compiles to ntoskrnl.exe!InterlockedPushEntrySList and a call through the list's Free.
export const NdisFreeToNPagedLookasideList = incomplete({
  name: 'NdisFreeToNPagedLookasideList',
  form: 'macro',
  returns: VOID,
  args: [input('Lookaside', pointer('NPAGED_LOOKASIDE_LIST')), input('Entry', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisfreetonpagedlookasidelist',
  summary: 'Puts a block back on the list, or frees it.',
});
