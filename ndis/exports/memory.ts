/** Pool memory, copying and filling, lookaside lists. */
import { NULL, PAGE_BYTES, VIRTUAL_BASE } from '../../hardware/address';
import { NDIS_MEMORY_CONTIGUOUS } from '../constants';
import { copyMemory, equalMemory, fillMemory } from '../kernel/copy';
import {
  allocateFromLookasideList,
  deleteLookasideList,
  freeToLookasideList,
  initializeLookasideList,
} from '../wrapper/lookaside';
import {
  allocateMemory,
  checkFreeArguments,
  checkLength,
  checkTag,
  freeMemory,
  releasesMemory,
} from '../wrapper/memory';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from '../status';
import { exported, input, Irql, optional, output } from '../row';
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
export const NdisAllocateMemory = exported({
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
  acquires: {
    kind: 'untagged-memory',
    key: 'VirtualAddress',
    remember: ['Length', 'MemoryFlags'],
  },
  allocates: 'Length',
  fails: ['NDIS_STATUS_FAILURE'],
  breaks: ['resource/memory-zero-bytes', 'resource/memory-untagged'],
  body(os, Length, MemoryFlags, HighestAcceptableAddress) {
    checkLength(os, Length);
    checkTag(os, MemoryFlags !== 0);
    // Contiguous and noncached memory comes in pages (MmAllocateContiguousMemory).
    const alignment = MemoryFlags === 0 ? undefined : PAGE_BYTES;
    const VirtualAddress = allocateMemory(os, Length, alignment);
    const end = VirtualAddress - VIRTUAL_BASE + Length;
    const isTooHigh =
      (MemoryFlags & NDIS_MEMORY_CONTIGUOUS) !== 0 &&
      HighestAcceptableAddress >= 0 &&
      end > HighestAcceptableAddress + 1;
    if (VirtualAddress === NULL || isTooHigh) {
      if (VirtualAddress !== NULL) os.pool.free(VirtualAddress);
      return { Result: NDIS_STATUS_FAILURE, VirtualAddress: NULL };
    }
    return { Result: NDIS_STATUS_SUCCESS, VirtualAddress };
  },
});

export const NdisAllocateMemoryWithTag = exported({
  name: 'NdisAllocateMemoryWithTag',
  returns: NDIS_STATUS,
  args: [output('VirtualAddress', PVOID), input('Length', UINT), input('Tag', ULONG)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550767',
  summary: 'Allocates nonpaged memory under a tag of four characters; Length in bytes.',
  acquires: { kind: 'tagged-memory', key: 'VirtualAddress' },
  allocates: 'Length',
  fails: ['NDIS_STATUS_FAILURE'],
  breaks: ['resource/memory-zero-bytes', 'resource/memory-untagged'],
  body(os, Length, Tag) {
    checkLength(os, Length);
    checkTag(os, Tag !== 0);
    const VirtualAddress = allocateMemory(os, Length);
    const Result = VirtualAddress === NULL ? NDIS_STATUS_FAILURE : NDIS_STATUS_SUCCESS;
    return { Result, VirtualAddress };
  },
});

// IRQL: ff551990 asks for PASSIVE_LEVEL with contiguous memory only, for less than DISPATCH_LEVEL
// with noncached memory, and allows DISPATCH_LEVEL with any other.
export const NdisFreeMemory = exported({
  name: 'NdisFreeMemory',
  returns: VOID,
  args: [input('VirtualAddress', PVOID), input('Length', UINT), input('MemoryFlags', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['resource/memory-freed-with-other-arguments'],
  page: 'ff551990',
  summary: 'Frees memory; the flags, and the length if there are flags, as they were.',
  releases: { ...releasesMemory, key: 'VirtualAddress' },
  body(os, VirtualAddress, Length, MemoryFlags) {
    checkFreeArguments(os, VirtualAddress, Length, MemoryFlags);
    freeMemory(os, VirtualAddress);
  },
});

// Compiles to memcpy.
export const NdisMoveMemory = exported({
  name: 'NdisMoveMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Source', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndismovememory',
  summary: 'Copies memory; the ranges must not overlap.',
  body: (os, Destination, Source, Length) => copyMemory(os, Destination, Source, Length),
});

// Compiles to memset.
export const NdisZeroMemory = exported({
  name: 'NdisZeroMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiszeromemory',
  summary: 'Fills memory with zeros.',
  body: (os, Destination, Length) => fillMemory(os, Destination, Length, 0),
});

// Compiles to memset.
export const NdisFillMemory = exported({
  name: 'NdisFillMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Length', ULONG), input('Fill', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisfillmemory',
  summary: 'Fills memory with a byte.',
  body: (os, Destination, Length, Fill) => fillMemory(os, Destination, Length, Fill),
});

// Compiles to memcmp, or to ntoskrnl.exe!RtlEqualMemory.
export const NdisEqualMemory = exported({
  name: 'NdisEqualMemory',
  form: 'macro',
  returns: ULONG,
  args: [input('Source1', PVOID), input('Source2', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisequalmemory',
  summary: 'Tells whether two ranges of memory hold the same: 1 or 0.',
  body: (os, Source1, Source2, Length) => (equalMemory(os, Source1, Source2, Length) ? 1 : 0),
});

// Compiles to no call on x86.
export const NdisRetrieveUlong = exported({
  name: 'NdisRetrieveUlong',
  form: 'macro',
  returns: VOID,
  args: [input('DestinationAddress', PVOID), input('SourceAddress', PVOID)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisretrieveulong',
  summary: 'Copies four bytes that need not be aligned.',
  body: (os, DestinationAddress, SourceAddress) =>
    os.memory.write32(DestinationAddress, os.memory.read32(SourceAddress)),
});

// Compiles to no call on x86.
export const NdisStoreUlong = exported({
  name: 'NdisStoreUlong',
  form: 'macro',
  returns: VOID,
  args: [input('DestinationAddress', PVOID), input('Value', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisstoreulong',
  summary: 'Stores four bytes that need not be aligned.',
  body: (os, DestinationAddress, Value) => os.memory.write32(DestinationAddress, Value),
});

// Compiles to ntoskrnl.exe!ExInitializeNPagedLookasideList.
export const NdisInitializeNPagedLookasideList = exported({
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
  acquires: { kind: 'lookaside-list', key: 'Lookaside' },
  breaks: ['resource/lookaside-list-reinitialized'],
  body: (os, Lookaside, Allocate, Free, _Flags, Size, Tag, _Depth) =>
    initializeLookasideList(os, Lookaside, Allocate, Free, Size, Tag),
});

// Compiles to ntoskrnl.exe!ExDeleteNPagedLookasideList.
export const NdisDeleteNPagedLookasideList = exported({
  name: 'NdisDeleteNPagedLookasideList',
  form: 'macro',
  returns: VOID,
  args: [input('Lookaside', pointer('NPAGED_LOOKASIDE_LIST'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisdeletenpagedlookasidelist',
  summary: 'Frees all blocks that the list holds.',
  releases: { kind: 'lookaside-list', key: 'Lookaside' },
  breaks: ['resource/lookaside-entry-not-returned'],
  body: (os, Lookaside) => deleteLookasideList(os, Lookaside),
});

// Compiles to ntoskrnl.exe!InterlockedPopEntrySList and a call through the list's Allocate.
export const NdisAllocateFromNPagedLookasideList = exported({
  name: 'NdisAllocateFromNPagedLookasideList',
  form: 'macro',
  returns: PVOID,
  args: [input('Lookaside', pointer('NPAGED_LOOKASIDE_LIST'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisallocatefromnpagedlookasidelist',
  summary: 'Takes a block from the list, or allocates one; NULL if there is no memory.',
  allocates: true,
  fails: ['NULL'],
  body: (os, Lookaside) => allocateFromLookasideList(os, Lookaside),
});

// Compiles to ntoskrnl.exe!InterlockedPushEntrySList and a call through the list's Free.
export const NdisFreeToNPagedLookasideList = exported({
  name: 'NdisFreeToNPagedLookasideList',
  form: 'macro',
  returns: VOID,
  args: [input('Lookaside', pointer('NPAGED_LOOKASIDE_LIST')), input('Entry', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['memory/double-free'],
  page: 'nf-ndis-ndisfreetonpagedlookasidelist',
  summary: 'Puts a block back on the list, or frees it.',
  body: (os, Lookaside, Entry) => freeToLookasideList(os, Lookaside, Entry),
});
