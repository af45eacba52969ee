/** Buffer descriptors, which are the memory manager's MDLs. */
import { NULL, type VirtualAddress } from '../../hardware/address';
import type { OperatingSystem } from '../operating-system';
import { bufferAddress, bufferPages, createBuffer, createPartialBuffer } from '../wrapper/buffers';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from '../status';
import { MDL } from '../structures/mdl';
import { exported, input, Irql, optional, optionalOutput, output } from '../row';
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
  type NdisHandle,
} from '../types';

/**
 * XP takes any pool handle: descriptors come from the system's memory, whatever it is. But the 0 of a
 * pool that there is not was given by who did not look.
 */
function enterPool(
  os: OperatingSystem,
  PoolHandle: NdisHandle,
  buffer: VirtualAddress | undefined,
) {
  if (buffer === undefined) return { Status: NDIS_STATUS_FAILURE, Buffer: NULL };
  const pool = os.bufferPools.get(PoolHandle);
  if (pool !== undefined) pool.outCount++;
  const failed = os.failedCalls.get('buffer-pool');
  if (PoolHandle === 0 && failed !== undefined)
    os.report('resource/failure-not-tested', {
      what: `${failed} failed, and ${os.currentCall} was given the 0 that it left in place of a buffer pool.`,
    });
  return { Status: NDIS_STATUS_SUCCESS, Buffer: buffer };
}

export const NdisAllocateBufferPool = exported({
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
  acquires: { kind: 'buffer-pool', key: 'PoolHandle' },
  allocates: true,
  fails: ['NDIS_STATUS_RESOURCES'],
  // XP does not hold a driver to NumberOfDescriptors.
  body(os) {
    const handle = os.createHandle();
    os.bufferPools.set(handle, { handle, outCount: 0 });
    return { Status: NDIS_STATUS_SUCCESS, PoolHandle: handle as NdisHandle };
  },
});

export const NdisFreeBufferPool = exported({
  name: 'NdisFreeBufferPool',
  returns: VOID,
  args: [input('PoolHandle', handle('buffer-pool'))],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['resource/buffer-pool-freed-with-buffers-out'],
  page: 'ff551984',
  summary: 'Frees a pool of buffer descriptors.',
  releases: { kind: 'buffer-pool', key: 'PoolHandle' },
  body(os, PoolHandle) {
    const { outCount } = os.bufferPools.get(PoolHandle)!;
    if (outCount > 0)
      os.report('resource/buffer-pool-freed-with-buffers-out', {
        what: `The driver freed a buffer pool while ${outCount} buffers of it were in use.`,
        resource: os.ledger.findReleased('buffer-pool', PoolHandle),
      });
    os.bufferPools.delete(PoolHandle);
    os.freeHandle(PoolHandle);
  },
});

export const NdisAllocateBuffer = exported({
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
  acquires: { kind: 'buffer', key: 'Buffer', remember: ['PoolHandle', 'Length'] },
  allocates: true,
  fails: ['NDIS_STATUS_FAILURE'],
  body: (os, PoolHandle, VirtualAddress, Length) =>
    enterPool(os, PoolHandle, createBuffer(os, VirtualAddress, Length)),
});

export const NdisFreeBuffer = exported({
  name: 'NdisFreeBuffer',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551981',
  summary: 'Frees a buffer descriptor, not what it describes.',
  releases: { kind: 'buffer', key: 'Buffer' },
  body(os, Buffer) {
    const [PoolHandle] = os.ledger.findReleased('buffer', Buffer)!.remembered as number[];
    const pool = os.bufferPools.get(PoolHandle);
    if (pool !== undefined) pool.outCount--;
    os.pool.free(Buffer);
  },
});

export const NdisCopyBuffer = exported({
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
  acquires: { kind: 'buffer', key: 'Buffer', remember: ['PoolHandle', 'Length'] },
  allocates: true,
  fails: ['NDIS_STATUS_FAILURE'],
  body: (os, PoolHandle, MemoryDescriptor, Offset, Length) =>
    enterPool(os, PoolHandle, createPartialBuffer(os, MemoryDescriptor, Offset, Length)),
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and any; the laxer holds.
export const NdisAdjustBufferLength = exported({
  name: 'NdisAdjustBufferLength',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER')), input('Length', UINT)],
  irql: Irql.ANY,
  page: 'ff550733',
  summary: 'Shortens the range that a buffer descriptor describes; Length in bytes.',
  body(os, Buffer, Length) {
    MDL.at(os.memory, Buffer).ByteCount = Length;
  },
});

export const NdisBufferLength = exported({
  name: 'NdisBufferLength',
  returns: ULONG,
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisBufferLength',
  summary: 'Gives the bytes that a buffer descriptor describes.',
  body: (os, Buffer) => MDL.at(os.memory, Buffer).ByteCount,
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and DISPATCH_LEVEL; the laxer holds.
export const NdisBufferVirtualAddress = exported({
  name: 'NdisBufferVirtualAddress',
  returns: PVOID,
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisBufferVirtualAddress',
  summary:
    'Gives the virtual address of what a buffer descriptor describes, and maps it if need be.',
  body: (os, Buffer) => bufferAddress(os, Buffer),
});

export const NdisQueryBuffer = exported({
  name: 'NdisQueryBuffer',
  returns: VOID,
  args: [
    input('Buffer', pointer('NDIS_BUFFER')),
    optionalOutput('VirtualAddress', PVOID),
    output('Length', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554407',
  summary: 'Gives the virtual address and length of what a buffer descriptor describes.',
  body: (os, Buffer) => ({
    VirtualAddress: bufferAddress(os, Buffer),
    Length: MDL.at(os.memory, Buffer).ByteCount,
  }),
});

export const NdisQueryBufferSafe = exported({
  name: 'NdisQueryBufferSafe',
  returns: VOID,
  args: [...NdisQueryBuffer.args, input('Priority', enumeration('MM_PAGE_PRIORITY'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554417',
  summary: 'Gives the address and length of a buffer, with a NULL address if it cannot be mapped.',
  fails: ['NULL'],
  failed: (os, _status, Buffer) => ({
    ...NdisQueryBuffer.body(os, Buffer),
    VirtualAddress: NULL,
  }),
  body: (os, Buffer) => NdisQueryBuffer.body(os, Buffer),
});

export const NdisQueryBufferOffset = exported({
  name: 'NdisQueryBufferOffset',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER')), output('Offset', UINT), output('Length', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554411',
  summary: 'Gives the offset of a buffer in its first page, and its length.',
  body(os, Buffer) {
    const { ByteOffset, ByteCount } = MDL.at(os.memory, Buffer);
    return { Offset: ByteOffset, Length: ByteCount };
  },
});

export const NdisGetBufferPhysicalArraySize = exported({
  name: 'NdisGetBufferPhysicalArraySize',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER')), output('ArraySize', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff552033',
  summary: 'Gives how many physical ranges a buffer may consist of.',
  body: (os, Buffer) => ({ ArraySize: bufferPages(os, Buffer) }),
});

export const NDIS_BUFFER_TO_SPAN_PAGES = exported({
  name: 'NDIS_BUFFER_TO_SPAN_PAGES',
  returns: ULONG,
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.ANY,
  page: 'ff556922',
  summary: 'Gives how many pages a buffer touches.',
  body: (os, Buffer) => bufferPages(os, Buffer),
});

// Compiles to no call.
export const NdisGetNextBuffer = exported({
  name: 'NdisGetNextBuffer',
  form: 'macro',
  returns: VOID,
  args: [
    input('CurrentBuffer', pointer('NDIS_BUFFER')),
    output('NextBuffer', pointer('NDIS_BUFFER')),
  ],
  irql: Irql.ANY,
  page: 'ff552070',
  summary: 'Gives the next buffer of a chain.',
  body: (os, CurrentBuffer) => ({ NextBuffer: MDL.at(os.memory, CurrentBuffer).Next }),
});

// Compiles to no call. In C it can be assigned to.
export const NDIS_BUFFER_LINKAGE = exported({
  name: 'NDIS_BUFFER_LINKAGE',
  form: 'macro',
  returns: pointer('NDIS_BUFFER'),
  args: [input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.ANY,
  page: 'ff556919',
  summary: 'Gives the next buffer of a chain.',
  body: (os, Buffer) => MDL.at(os.memory, Buffer).Next,
});

// Compiles to ntoskrnl.exe!MmMapLockedPagesSpecifyCache if the buffer is not mapped.
export const NdisBufferVirtualAddressSafe = exported({
  name: 'NdisBufferVirtualAddressSafe',
  form: 'macro',
  returns: PVOID,
  args: [
    input('Buffer', pointer('NDIS_BUFFER')),
    input('Priority', enumeration('MM_PAGE_PRIORITY')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550818',
  summary: 'Gives the virtual address of what a buffer describes, or NULL if it cannot be mapped.',
  fails: ['NULL'],
  body: (os, Buffer) => bufferAddress(os, Buffer),
});

// Compiles to KeFlushIoBuffers, which is empty on x86: it is only seen of drivers in TypeScript.
export const NdisFlushBuffer = exported({
  name: 'NdisFlushBuffer',
  form: 'macro',
  returns: VOID,
  args: [input('Buffer', pointer('NDIS_BUFFER')), input('WriteToDevice', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551975',
  summary: 'Makes caches and memory agree before a DMA transfer; nothing to do on x86.',
  body: (os, Buffer) => os.flushedBuffers.flush(Buffer),
});
