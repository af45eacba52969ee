/** Memory descriptor lists, which NDIS calls buffers: what the macros of ndis.h compile to. */
import { NULL, VIRTUAL_BASE, virtual } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { TARGET_MDL_TOO_SMALL } from '../bug-codes';
import { hex } from '../finding';
import { STATUS_ACCESS_VIOLATION } from '../nt-status';
import { exported, input, Irql, optional } from '../row';
import {
  MDL,
  MDL_MAPPED_TO_SYSTEM_VA,
  MDL_PAGES_LOCKED,
  MDL_PARENT_MAPPED_SYSTEM_VA,
  MDL_PARTIAL,
  MDL_SOURCE_IS_NONPAGED_POOL,
  MDL_WRITE_OPERATION,
  PAGE_SIZE,
} from '../structures/mdl';
import { BOOLEAN, KPROCESSOR_MODE, PVOID, ULONG, VOID, enumeration, pointer } from '../types';
import { bufferAddress, createBuffer } from '../wrapper/buffers';

/** LOCK_OPERATION. */
const IoReadAccess = 0;
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
  allocates: true,
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
    input('AccessMode', KPROCESSOR_MODE),
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
  args: [mdl, input('AccessMode', KPROCESSOR_MODE)],
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

// Kernel memory is all there is, and it is locked; what is no memory at all is an exception.
export const MmProbeAndLockPages = exported({
  name: 'MmProbeAndLockPages',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [
    mdl,
    input('AccessMode', KPROCESSOR_MODE),
    input('Operation', enumeration('LOCK_OPERATION')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmprobeandlockpages',
  summary: 'Locks the memory that a descriptor describes; raises an exception if it is none.',
  acquires: { kind: 'locked-pages', key: 'Mdl' },
  body(os, Mdl, _AccessMode, Operation) {
    const view = MDL.at(os.memory, Mdl);
    const start = view.StartVa + view.ByteOffset;
    for (const at of [start, start + Math.max(view.ByteCount, 1) - 1])
      if (os.memory.stateAt(virtual(at)) === Shadow.UNMAPPED)
        os.raise(STATUS_ACCESS_VIOLATION, `there is no memory at ${hex(at)}`);
    view.MdlFlags |= MDL_PAGES_LOCKED;
    if (Operation !== IoReadAccess) view.MdlFlags |= MDL_WRITE_OPERATION;
  },
});

export const MmUnlockPages = exported({
  name: 'MmUnlockPages',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [mdl],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-mmunlockpages',
  summary: 'Unlocks the memory that MmProbeAndLockPages has locked.',
  releases: { kind: 'locked-pages', key: 'Mdl' },
  body(os, Mdl) {
    const view = MDL.at(os.memory, Mdl);
    view.MdlFlags &= ~(MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA | MDL_WRITE_OPERATION);
  },
});

export const IoBuildPartialMdl = exported({
  name: 'IoBuildPartialMdl',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [
    input('SourceMdl', pointer('MDL')),
    input('TargetMdl', pointer('MDL')),
    input('VirtualAddress', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iobuildpartialmdl',
  summary: 'Makes a descriptor one of a part of what another describes; 0 bytes mean to its end.',
  body(os, SourceMdl, TargetMdl, VirtualAddress, Length) {
    const source = MDL.at(os.memory, SourceMdl);
    const start = source.StartVa + source.ByteOffset;
    const offset = VirtualAddress - start;
    const byteCount = Length === 0 ? source.ByteCount - offset : Length;
    const target = MDL.at(os.memory, TargetMdl);
    const pageCount = Math.ceil(((VirtualAddress % PAGE_SIZE) + byteCount) / PAGE_SIZE);
    if (offset < 0 || offset + byteCount > source.ByteCount || byteCount < 0)
      return os.report('registration/nonsense-argument', {
        what: `IoBuildPartialMdl was given ${byteCount} bytes at offset ${offset} of ${source.ByteCount}.`,
      });
    // "Remarks": a target that is too small brings the system down.
    if (target.Size < MDL.bytes + 4 * pageCount) os.bugCheck(TARGET_MDL_TOO_SMALL, [0, 0, 0, 0]);
    target.StartVa = virtual(VirtualAddress - (VirtualAddress % PAGE_SIZE));
    target.ByteOffset = VirtualAddress % PAGE_SIZE;
    target.ByteCount = byteCount;
    target.MappedSystemVa = VirtualAddress;
    const mapped = MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL;
    const isMapped = (source.MdlFlags & mapped) !== 0;
    target.MdlFlags = MDL_PARTIAL | (isMapped ? MDL_PARENT_MAPPED_SYSTEM_VA : 0);
    const firstPage = Math.floor((VirtualAddress - VIRTUAL_BASE) / PAGE_SIZE);
    for (let page = 0; page < pageCount; page++)
      os.memory.write32(virtual(TargetMdl + MDL.bytes + 4 * page), firstPage + page);
  },
});
