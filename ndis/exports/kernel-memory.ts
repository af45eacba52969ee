/** Memory: the C library's functions, pool, contiguous memory and device memory of ntoskrnl.exe. */
import { NULL, PAGE_BYTES, VIRTUAL_BASE, physical, virtual } from '../../hardware/address';
import type { PhysicalAddress, VirtualAddress } from '../../hardware/address';
import { MUST_SUCCEED_POOL_EMPTY } from '../bug-codes';
import { hex } from '../finding';
import { copyMemory, fillMemory, moveMemory } from '../kernel/copy';
import type { OperatingSystem } from '../operating-system';
import { APC_LEVEL, exported, input, Irql, optional } from '../row';
import {
  LARGE_INTEGER,
  LONG,
  NDIS_PHYSICAL_ADDRESS,
  PVOID,
  UCHAR,
  ULONG,
  USHORT,
  VOID,
  enumeration,
  pointer,
} from '../types';
import { deleteLookasideList, initializeLookasideList } from '../wrapper/lookaside';
import { allocateMemory, checkLength, freeMemory, releasesMemory } from '../wrapper/memory';

/** POOL_TYPE of wdm.h: bit 0 says paged, bit 1 that the allocation must succeed. */
const PagedPool = 1;
const NonPagedPoolMustSucceed = 2;

const length = input('Length', ULONG);
const crt = { module: 'ntoskrnl.exe', convention: 'cdecl', irql: Irql.ANY } as const;

// The C library's prototypes: size_t is ULONG. The caller pops the arguments.

export const memcpy = exported({
  ...crt,
  name: 'memcpy',
  returns: PVOID,
  args: [input('Destination', PVOID), input('Source', PVOID), length],
  page: 'nf-ndis-ndismovememory',
  summary: 'Copies memory; gives the destination.',
  body(os, Destination, Source, Length) {
    if (Math.abs(Destination - Source) < Length && Destination !== Source)
      os.report('memory/overlapping-copy', {
        what: `memcpy was to copy ${Length} bytes from ${hex(Source)} to ${hex(Destination)}.`,
      });
    copyMemory(os, Destination, Source, Length);
    return Destination;
  },
});

export const memmove = exported({
  ...crt,
  name: 'memmove',
  returns: PVOID,
  args: [input('Destination', PVOID), input('Source', PVOID), length],
  page: 'nf-wdm-rtlmovememory',
  summary: 'Copies memory that may overlap; gives the destination.',
  body(os, Destination, Source, Length) {
    moveMemory(os, Destination, Source, Length);
    return Destination;
  },
});

export const memset = exported({
  ...crt,
  name: 'memset',
  returns: PVOID,
  args: [input('Destination', PVOID), input('Fill', UCHAR), length],
  page: 'nf-ndis-ndisfillmemory',
  summary: 'Fills memory with a byte; gives the destination.',
  body(os, Destination, Fill, Length) {
    fillMemory(os, Destination, Length, Fill);
    return Destination;
  },
});

/** The offset of the first byte that differs; `Length` if none does. */
function firstDifference(
  { memory }: OperatingSystem,
  first: VirtualAddress,
  second: VirtualAddress,
  Length: number,
): number {
  let offset = 0;
  while (
    offset < Length &&
    memory.read8(virtual(first + offset)) === memory.read8(virtual(second + offset))
  )
    offset++;
  return offset;
}

export const memcmp = exported({
  ...crt,
  name: 'memcmp',
  returns: LONG,
  args: [input('Source1', PVOID), input('Source2', PVOID), length],
  page: 'Microsoft C run-time library',
  summary: 'Compares memory as unsigned bytes: negative, zero or positive.',
  body(os, Source1, Source2, Length) {
    const at = firstDifference(os, Source1, Source2, Length);
    if (at === Length) return 0;
    return os.memory.read8(virtual(Source1 + at)) < os.memory.read8(virtual(Source2 + at)) ? -1 : 1;
  },
});

export const RtlCompareMemory = exported({
  name: 'RtlCompareMemory',
  module: 'ntoskrnl.exe',
  returns: ULONG,
  args: [input('Source1', PVOID), input('Source2', PVOID), length],
  irql: Irql.ANY,
  page: 'nf-wdm-rtlcomparememory',
  summary: 'Gives how many bytes are equal, up to the first that differ.',
  body: firstDifference,
});

export const RtlZeroMemory = exported({
  name: 'RtlZeroMemory',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Destination', PVOID), length],
  irql: Irql.ANY,
  page: 'nf-wdm-rtlzeromemory',
  summary: 'Fills memory with zeros.',
  body: (os, Destination, Length) => fillMemory(os, Destination, Length, 0),
});

export const RtlFillMemory = exported({
  name: 'RtlFillMemory',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Destination', PVOID), length, input('Fill', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-wdm-rtlfillmemory',
  summary: 'Fills memory with a byte.',
  body: (os, Destination, Length, Fill) => fillMemory(os, Destination, Length, Fill),
});

export const RtlMoveMemory = exported({
  name: 'RtlMoveMemory',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Destination', PVOID), input('Source', PVOID), length],
  irql: Irql.ANY,
  page: 'nf-wdm-rtlmovememory',
  summary: 'Copies memory that may overlap.',
  body: moveMemory,
});

/** NULL if there is none; paged memory is had, and is not for the device, up to APC_LEVEL only. */
function allocatePool(os: OperatingSystem, PoolType: number, byteCount: number): VirtualAddress {
  if ((PoolType & PagedPool) !== 0 && os.irql > APC_LEVEL)
    os.report('irql/wrong-irql', {
      what: `${os.currentCall} was asked for paged pool at IRQL ${os.irql}; it may be at IRQL 1 or below.`,
      irql: String(os.irql),
    });
  // "Remarks": a page or more begins on a page.
  checkLength(os, byteCount);
  const address = allocateMemory(os, byteCount, byteCount >= PAGE_BYTES ? PAGE_BYTES : undefined);
  if (address === NULL && (PoolType & NonPagedPoolMustSucceed) !== 0)
    os.bugCheck(MUST_SUCCEED_POOL_EMPTY, [byteCount, 0, 0, 0]);
  return address;
}

const poolType = input('PoolType', enumeration('POOL_TYPE'));
const numberOfBytes = input('NumberOfBytes', ULONG);
const fromPool = {
  module: 'ntoskrnl.exe',
  irql: Irql.UP_TO_DISPATCH,
  acquires: { kind: 'tagged-memory', key: 'Result' },
  allocates: 'NumberOfBytes',
  fails: ['NULL'],
  breaks: ['resource/memory-zero-bytes'],
} as const;
const toPool = {
  module: 'ntoskrnl.exe',
  irql: Irql.UP_TO_DISPATCH,
  releases: { ...releasesMemory, key: 'P' },
} as const;

export const ExAllocatePoolWithTag = exported({
  ...fromPool,
  name: 'ExAllocatePoolWithTag',
  returns: PVOID,
  args: [poolType, numberOfBytes, input('Tag', ULONG)],
  page: 'nf-wdm-exallocatepoolwithtag',
  summary: 'Allocates pool memory under a tag; NULL if there is none.',
  body: (os, PoolType, NumberOfBytes) => allocatePool(os, PoolType, NumberOfBytes),
});

export const ExAllocatePool = exported({
  ...fromPool,
  name: 'ExAllocatePool',
  returns: PVOID,
  args: [poolType, numberOfBytes],
  page: 'nf-wdm-exallocatepool',
  summary: 'Allocates pool memory; NULL if there is none.',
  body: allocatePool,
});

export const ExFreePool = exported({
  ...toPool,
  name: 'ExFreePool',
  returns: VOID,
  args: [input('P', PVOID)],
  page: 'nf-ntddk-exfreepool',
  summary: 'Frees pool memory.',
  body: freeMemory,
});

export const ExFreePoolWithTag = exported({
  ...toPool,
  name: 'ExFreePoolWithTag',
  returns: VOID,
  args: [input('P', PVOID), input('Tag', ULONG)],
  page: 'nf-wdm-exfreepoolwithtag',
  summary: 'Frees pool memory.',
  body: (os, P) => freeMemory(os, P),
});

export const ExInitializeNPagedLookasideList = exported({
  name: 'ExInitializeNPagedLookasideList',
  module: 'ntoskrnl.exe',
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
  page: 'nf-wdm-exinitializenpagedlookasidelist',
  summary: 'Sets up a list of free blocks of one size; Size in bytes.',
  acquires: { kind: 'lookaside-list', key: 'Lookaside' },
  breaks: ['resource/lookaside-list-reinitialized'],
  body: (os, Lookaside, Allocate, Free, _Flags, Size, Tag) =>
    initializeLookasideList(os, Lookaside, Allocate, Free, Size, Tag),
});

export const ExDeleteNPagedLookasideList = exported({
  name: 'ExDeleteNPagedLookasideList',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Lookaside', pointer('NPAGED_LOOKASIDE_LIST'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-exdeletenpagedlookasidelist',
  summary: 'Frees all blocks that the list holds.',
  releases: { kind: 'lookaside-list', key: 'Lookaside' },
  breaks: ['resource/lookaside-entry-not-returned'],
  body: deleteLookasideList,
});

/** NULL if no memory lies between the two addresses; what NumberOfBytes crosses does not matter. */
function allocateContiguous(
  os: OperatingSystem,
  byteCount: number,
  lowest: number,
  highest: number,
): VirtualAddress {
  const address = allocateMemory(os, byteCount, PAGE_BYTES);
  const start = address - VIRTUAL_BASE;
  if (address === NULL || (start >= lowest && start + byteCount - 1 <= highest)) return address;
  os.pool.free(address);
  return NULL;
}

const contiguous = {
  module: 'ntoskrnl.exe',
  acquires: { kind: 'contiguous-memory', key: 'Result' },
  allocates: 'NumberOfBytes',
  fails: ['NULL'],
} as const;

export const MmAllocateContiguousMemory = exported({
  ...contiguous,
  name: 'MmAllocateContiguousMemory',
  returns: PVOID,
  args: [numberOfBytes, input('HighestAcceptableAddress', NDIS_PHYSICAL_ADDRESS)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmallocatecontiguousmemory',
  summary: 'Allocates memory that is contiguous for a device; NULL if there is none.',
  body: (os, NumberOfBytes, HighestAcceptableAddress) =>
    allocateContiguous(os, NumberOfBytes, 0, HighestAcceptableAddress),
});

export const MmAllocateContiguousMemorySpecifyCache = exported({
  ...contiguous,
  name: 'MmAllocateContiguousMemorySpecifyCache',
  returns: PVOID,
  args: [
    numberOfBytes,
    input('LowestAcceptableAddress', NDIS_PHYSICAL_ADDRESS),
    input('HighestAcceptableAddress', NDIS_PHYSICAL_ADDRESS),
    input('BoundaryAddressMultiple', LARGE_INTEGER),
    input('CacheType', enumeration('MEMORY_CACHING_TYPE')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmallocatecontiguousmemoryspecifycache',
  summary: 'Allocates memory that is contiguous for a device within bounds; NULL if there is none.',
  body(os, NumberOfBytes, Lowest, Highest, BoundaryAddressMultiple) {
    if (BoundaryAddressMultiple !== 0)
      os.inconclusive('memory that must not cross a boundary is not modelled');
    return allocateContiguous(os, NumberOfBytes, Lowest, Highest);
  },
});

export const MmFreeContiguousMemory = exported({
  name: 'MmFreeContiguousMemory',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('BaseAddress', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmfreecontiguousmemory',
  summary: 'Frees contiguous memory.',
  releases: { kind: 'contiguous-memory', key: 'BaseAddress', twice: 'memory/double-free' },
  body: freeMemory,
});

export const MmFreeContiguousMemorySpecifyCache = exported({
  name: 'MmFreeContiguousMemorySpecifyCache',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [
    input('BaseAddress', PVOID),
    numberOfBytes,
    input('CacheType', enumeration('MEMORY_CACHING_TYPE')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmfreecontiguousmemoryspecifycache',
  summary: 'Frees contiguous memory.',
  releases: { kind: 'contiguous-memory', key: 'BaseAddress', twice: 'memory/double-free' },
  body: (os, BaseAddress) => freeMemory(os, BaseAddress),
});

export const MmGetPhysicalAddress = exported({
  name: 'MmGetPhysicalAddress',
  module: 'ntoskrnl.exe',
  returns: NDIS_PHYSICAL_ADDRESS,
  args: [input('BaseAddress', PVOID)],
  irql: Irql.ANY,
  page: 'nf-ntddk-mmgetphysicaladdress',
  summary: 'Gives the physical address of memory or of a device register; 0 if none is mapped.',
  body(os, BaseAddress): PhysicalAddress {
    const mapping = os.ioSpace.find(BaseAddress);
    if (mapping !== undefined) return physical(mapping.physical + (BaseAddress - mapping.address));
    os.translatedMemory.note(BaseAddress);
    const offset = BaseAddress - VIRTUAL_BASE;
    return physical(offset >= 0 && offset < os.memory.ramBytes ? offset : 0);
  },
});

export const MmMapIoSpace = exported({
  name: 'MmMapIoSpace',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [
    input('PhysicalAddress', NDIS_PHYSICAL_ADDRESS),
    numberOfBytes,
    input('CacheType', enumeration('MEMORY_CACHING_TYPE')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmmapiospace',
  summary: 'Maps device memory into the address space; NULL if there is no room.',
  acquires: { kind: 'mapped-io-space', key: 'Result', remember: ['NumberOfBytes'] },
  fails: ['NULL'],
  body(os, PhysicalAddress, NumberOfBytes) {
    if (PhysicalAddress < os.memory.ramBytes)
      os.inconclusive('mapping main memory by MmMapIoSpace is not modelled');
    return os.ioSpace.map(PhysicalAddress, NumberOfBytes)?.address ?? NULL;
  },
});

export const MmUnmapIoSpace = exported({
  name: 'MmUnmapIoSpace',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('BaseAddress', PVOID), numberOfBytes],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmunmapiospace',
  summary: 'Takes a mapping of device memory back; NumberOfBytes as it was mapped.',
  releases: {
    kind: 'mapped-io-space',
    key: 'BaseAddress',
    match: ['NumberOfBytes'],
    mismatch: 'resource/io-space-unmapped-with-other-arguments',
  },
  body: (os, BaseAddress) => os.ioSpace.unmap(BaseAddress),
});
