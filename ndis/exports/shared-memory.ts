/** Memory that the driver and a bus-master device share, and memory on the device. */
import { allocateSharedMemoryAsync } from '../wrapper/shared-memory-async';
import { allocateSharedMemory } from '../wrapper/dma';
import { exported, incomplete, input, Irql, output } from '../row';
import { BOOLEAN, NDIS_PHYSICAL_ADDRESS, NDIS_STATUS, PVOID, ULONG, VOID, handle } from '../types';

export const NdisMAllocateSharedMemory = exported({
  name: 'NdisMAllocateSharedMemory',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Length', ULONG),
    input('Cached', BOOLEAN),
    output('VirtualAddress', PVOID),
    output('PhysicalAddress', NDIS_PHYSICAL_ADDRESS),
  ],
  irql: Irql.PASSIVE,
  page: 'ff552307',
  needsAttributes: true,
  summary:
    'Allocates Length bytes that the driver and the device both see; NULL if there are none.',
  acquires: {
    kind: 'shared-memory',
    key: 'VirtualAddress',
    remember: ['Length', 'Cached', 'PhysicalAddress'],
    adapter: 'MiniportAdapterHandle',
  },
  allocates: 'Length',
  fails: ['NULL'],
  body: (os, _MiniportAdapterHandle, Length) => allocateSharedMemory(os, Length),
});

export const NdisMAllocateSharedMemoryAsync = exported({
  name: 'NdisMAllocateSharedMemoryAsync',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Length', ULONG),
    input('Cached', BOOLEAN),
    input('Context', PVOID),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff552304',
  summary: 'Asks for shared memory that MiniportAllocateComplete will be given; Length in bytes.',
  allocates: 'Length',
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body: (os, MiniportAdapterHandle, Length, Cached, Context) =>
    allocateSharedMemoryAsync(os.adapter(MiniportAdapterHandle), Length, Cached, Context),
});

// IRQL: the DDK's reference says DISPATCH_LEVEL and PASSIVE_LEVEL, the current one at most
// DISPATCH_LEVEL; the laxer holds.
export const NdisMFreeSharedMemory = exported({
  name: 'NdisMFreeSharedMemory',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Length', ULONG),
    input('Cached', BOOLEAN),
    input('VirtualAddress', PVOID),
    input('PhysicalAddress', NDIS_PHYSICAL_ADDRESS),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff553526',
  summary: 'Frees shared memory; all arguments as they were when it was allocated.',
  releases: {
    kind: 'shared-memory',
    key: 'VirtualAddress',
    match: ['Length', 'Cached', 'PhysicalAddress'],
    mismatch: 'dma/shared-memory-freed-with-other-arguments',
  },
  body: (os, MiniportAdapterHandle, _Length, _Cached, VirtualAddress) => {
    os.auditor?.sharedMemoryFreed(MiniportAdapterHandle, VirtualAddress);
    os.pool.free(VirtualAddress);
  },
});

// In C source it is called NdisMUpdateSharedMemory.
export const NdisUpdateSharedMemory = exported({
  name: 'NdisUpdateSharedMemory',
  returns: VOID,
  args: [
    input('NdisAdapterHandle', handle('miniport-adapter')),
    input('Length', ULONG),
    input('VirtualAddress', PVOID),
    input('PhysicalAddress', NDIS_PHYSICAL_ADDRESS),
  ],
  irql: Irql.ANY,
  page: 'ff553662',
  summary:
    'Makes what the device wrote to shared memory visible to the driver; nothing to do on x86.',
  body: () => undefined,
});

export const NdisImmediateReadSharedMemory = incomplete({
  name: 'NdisImmediateReadSharedMemory',
  returns: VOID,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('SharedMemoryAddress', ULONG),
    input('Buffer', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.PASSIVE,
  page: 'ff552181',
  summary: 'Reads device memory that is not mapped yet.',
});

export const NdisImmediateWriteSharedMemory = incomplete({
  name: 'NdisImmediateWriteSharedMemory',
  returns: VOID,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('SharedMemoryAddress', ULONG),
    input('Buffer', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisImmediateWriteSharedMemory',
  summary: 'Writes device memory that is not mapped yet.',
});
