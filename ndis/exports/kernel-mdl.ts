/** Memory descriptor lists, which NDIS calls buffers: what the macros of ndis.h compile to. */
import { NULL } from '../../hardware/address';
import { exported, input, Irql, optional } from '../row';
import { MDL, MDL_MAPPED_TO_SYSTEM_VA, MDL_SOURCE_IS_NONPAGED_POOL } from '../structures/mdl';
import { BOOLEAN, CHAR, PVOID, ULONG, VOID, enumeration, pointer } from '../types';
import { bufferAddress, createBuffer } from '../wrapper/buffers';

const mdl = input('Mdl', pointer('MDL'));

export const IoAllocateMdl = exported({
  name: 'IoAllocateMdl',
  module: 'ntoskrnl.exe',
  returns: pointer('MDL'),
  args: [
    optional('VirtualAddress', PVOID),
    input('Length', ULONG),
    input('SecondaryBuffer', BOOLEAN),
    input('ChargeQuota', BOOLEAN),
    optional('Irp', pointer('IRP')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioallocatemdl',
  summary: 'Makes a descriptor for a range of memory; NULL if there is no memory.',
  acquires: { kind: 'buffer', key: 'Result' },
  fails: ['NULL'],
  body(os, VirtualAddress, Length, _SecondaryBuffer, _ChargeQuota, Irp) {
    if (Irp !== NULL) os.inconclusive('an MDL of an IRP is not modelled');
    return createBuffer(os, VirtualAddress, Length) ?? NULL;
  },
});

// NdisFreeBuffer is a macro for it where BINARY_COMPATIBLE is 0.
export const IoFreeMdl = exported({
  name: 'IoFreeMdl',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [mdl],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iofreemdl',
  summary: 'Frees a descriptor, not what it describes.',
  releases: { kind: 'buffer', key: 'Mdl' },
  body(os, Mdl) {
    const [PoolHandle] = (os.ledger.findReleased('buffer', Mdl)?.remembered ?? []) as number[];
    const pool = os.bufferPools.get(PoolHandle);
    if (pool !== undefined) pool.outCount--;
    os.pool.free(Mdl);
  },
});

export const MmBuildMdlForNonPagedPool = exported({
  name: 'MmBuildMdlForNonPagedPool',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [mdl],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmbuildmdlfornonpagedpool',
  summary: 'Says in a descriptor where its nonpaged memory is mapped.',
  body(os, Mdl) {
    bufferAddress(os, Mdl);
    MDL.at(os.memory, Mdl).MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
  },
});

// MmGetSystemAddressForMdlSafe, and so NdisQueryBufferSafe, is a macro for it. Everything is mapped:
// there is one address space.
export const MmMapLockedPagesSpecifyCache = exported({
  name: 'MmMapLockedPagesSpecifyCache',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [
    mdl,
    input('AccessMode', CHAR),
    input('CacheType', enumeration('MEMORY_CACHING_TYPE')),
    optional('BaseAddress', PVOID),
    input('BugCheckOnFailure', ULONG),
    input('Priority', enumeration('MM_PAGE_PRIORITY')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmmaplockedpagesspecifycache',
  summary: 'Gives the address of what a descriptor describes; NULL if it cannot be mapped.',
  fails: ['NULL'],
  body: (os, Mdl) => bufferAddress(os, Mdl),
});

export const MmMapLockedPages = exported({
  name: 'MmMapLockedPages',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [mdl, input('AccessMode', CHAR)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmmaplockedpages',
  summary: 'Gives the address of what a descriptor describes.',
  body: (os, Mdl) => bufferAddress(os, Mdl),
});

export const MmUnmapLockedPages = exported({
  name: 'MmUnmapLockedPages',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('BaseAddress', PVOID), mdl],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmunmaplockedpages',
  summary: 'Ends a mapping of what a descriptor describes.',
  body(os, _BaseAddress, Mdl) {
    MDL.at(os.memory, Mdl).MdlFlags &= ~MDL_MAPPED_TO_SYSTEM_VA;
  },
});
