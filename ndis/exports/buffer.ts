/** Buffer descriptors, which are the memory manager's MDLs. */
import { Irql, incomplete, input, optional, optionalOutput, output } from '../row';
import {
  BOOLEAN,
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  UINT,
  ULONG,
  VOID,
  enumeration,
  handle,
  pointer,
} from '../types';

export const NdisAllocateBufferPool = incomplete({
  name: 'NdisAllocateBufferPool',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('PoolHandle', NDIS_HANDLE),
    input('NumberOfDescriptors', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisallocatebufferpool',
  summary: 'Makes a pool of buffer descriptors.',
});

export const NdisFreeBufferPool = incomplete({
  name: 'NdisFreeBufferPool',
  returns: VOID,
  args: [input('PoolHandle', handle('buffer-pool'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551984',
  summary: 'Frees a pool of buffer descriptors.',
});

export const NdisAllocateBuffer = incomplete({
  name: 'NdisAllocateBuffer',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('Buffer', pointer('NDIS_BUFFER')),
    optional('PoolHandle', handle('buffer-pool')),
    input('VirtualAddress', PVOID),
    input('Length', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisallocatebuffer',
  summary: 'Makes a buffer descriptor for a range of nonpaged memory; Length in bytes.',
});

export const NdisFreeBuffer = incomplete({
  name: 'NdisFreeBuffer',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551981',
  summary: 'Frees a buffer descriptor, not what it describes.',
});

export const NdisCopyBuffer = incomplete({
  name: 'NdisCopyBuffer',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('Buffer', pointer('NDIS_BUFFER')),
    optional('PoolHandle', handle('buffer-pool')),
    input('MemoryDescriptor', PVOID),
    input('Offset', UINT),
    input('Length', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisCopyBuffer',
  summary:
    'Makes a buffer descriptor for a part of what another describes; Offset and Length in bytes.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and any; the laxer holds.
export const NdisAdjustBufferLength = incomplete({
  name: 'NdisAdjustBufferLength',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER')), input('Length', UINT)],
  irql: Irql.ANY,
  page: 'ff550733',
  summary: 'Shortens the range that a buffer descriptor describes; Length in bytes.',
});

export const NdisBufferLength = incomplete({
  name: 'NdisBufferLength',
  returns: ULONG,
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisBufferLength',
  summary: 'Gives the bytes that a buffer descriptor describes.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and DISPATCH_LEVEL; the laxer holds.
export const NdisBufferVirtualAddress = incomplete({
  name: 'NdisBufferVirtualAddress',
  returns: PVOID,
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisBufferVirtualAddress',
  summary:
    'Gives the virtual address of what a buffer descriptor describes, and maps it if need be.',
});

export const NdisQueryBuffer = incomplete({
  name: 'NdisQueryBuffer',
  returns: VOID,
  args: [
    input('Buffer', pointer('NDIS_BUFFER')),
    optionalOutput('VirtualAddress', PVOID),
    output('Length', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisQueryBuffer',
  summary: 'Gives the virtual address and length of what a buffer descriptor describes.',
});

export const NdisQueryBufferSafe = incomplete({
  name: 'NdisQueryBufferSafe',
  returns: VOID,
  args: [
    input('Buffer', pointer('NDIS_BUFFER')),
    optionalOutput('VirtualAddress', PVOID),
    output('Length', UINT),
    input('Priority', enumeration('MM_PAGE_PRIORITY')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisQueryBufferSafe',
  summary: 'Gives the address and length of a buffer, with a NULL address if it cannot be mapped.',
});

export const NdisQueryBufferOffset = incomplete({
  name: 'NdisQueryBufferOffset',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER')), output('Offset', UINT), output('Length', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisQueryBufferOffset',
  summary: 'Gives the offset of a buffer in its first page, and its length.',
});

export const NdisGetBufferPhysicalArraySize = incomplete({
  name: 'NdisGetBufferPhysicalArraySize',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER')), output('ArraySize', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetBufferPhysicalArraySize',
  summary: 'Gives how many physical ranges a buffer may consist of.',
});

export const NDIS_BUFFER_TO_SPAN_PAGES = incomplete({
  name: 'NDIS_BUFFER_TO_SPAN_PAGES',
  returns: ULONG,
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.ANY,
  page: 'NDIS_BUFFER_TO_SPAN_PAGES',
  summary: 'Gives how many pages a buffer touches.',
});

// Compiles to no call.
export const NdisGetNextBuffer = incomplete({
  name: 'NdisGetNextBuffer',
  form: 'macro',
  returns: VOID,
  args: [
    input('CurrentBuffer', pointer('NDIS_BUFFER')),
    output('NextBuffer', pointer('NDIS_BUFFER')),
  ],
  irql: Irql.ANY,
  page: 'NdisGetNextBuffer',
  summary: 'Gives the next buffer of a chain.',
});

// Compiles to no call. In C it can be assigned to.
export const NDIS_BUFFER_LINKAGE = incomplete({
  name: 'NDIS_BUFFER_LINKAGE',
  form: 'macro',
  returns: pointer('NDIS_BUFFER'),
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.ANY,
  page: 'NDIS_BUFFER_LINKAGE',
  summary: 'Gives the next buffer of a chain.',
});

// Compiles to ntoskrnl.exe!MmMapLockedPagesSpecifyCache if the buffer is not mapped.
export const NdisBufferVirtualAddressSafe = incomplete({
  name: 'NdisBufferVirtualAddressSafe',
  form: 'macro',
  returns: PVOID,
  args: [
    input('Buffer', pointer('NDIS_BUFFER')),
    input('Priority', enumeration('MM_PAGE_PRIORITY')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisBufferVirtualAddressSafe',
  summary: 'Gives the virtual address of what a buffer describes, or NULL if it cannot be mapped.',
});

// Compiles to KeFlushIoBuffers, which is empty on x86.
export const NdisFlushBuffer = incomplete({
  name: 'NdisFlushBuffer',
  form: 'macro',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER')), input('WriteToDevice', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisFlushBuffer',
  summary: 'Makes caches and memory agree before a DMA transfer; nothing to do on x86.',
});
