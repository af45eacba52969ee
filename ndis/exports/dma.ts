/** Bus mastering and system DMA: map registers, scatter/gather lists, channels. */
import { NDIS_STATUS_NOT_SUPPORTED } from '../status';
import { physical } from '../../hardware/address';
import {
  allocateMapRegisters,
  checkSharedMemoryFreed,
  completeMapping,
  freeMapRegisters,
  initializeScatterGatherDma,
  startMapping,
} from '../wrapper/dma';
import {
  completeDmaTransfer,
  deregisterDmaChannel,
  registerDmaChannel,
  setupDmaTransfer,
} from '../wrapper/dma-channel';
import { exported, inout, input, Irql, output } from '../row';
import {
  BOOLEAN,
  NDIS_HANDLE,
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS,
  UCHAR,
  UINT,
  ULONG,
  VOID,
  enumeration,
  handle,
  pointer,
} from '../types';

const TWO_TO_32 = 0x1_0000_0000;

// NDIS_DMA_SIZE is a UCHAR; older headers call it BOOLEAN Dma32BitAddresses.
export const NdisMAllocateMapRegisters = exported({
  name: 'NdisMAllocateMapRegisters',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('DmaChannel', UINT),
    input('DmaSize', UCHAR),
    input('PhysicalMapRegistersNeeded', ULONG),
    input('MaximumPhysicalMapping', ULONG),
  ],
  irql: Irql.PASSIVE,
  breaks: ['dma/not-bus-master'],
  page: 'ff552300',
  needsAttributes: true,
  summary: 'Reserves map registers for a bus master; MaximumPhysicalMapping in bytes.',
  acquires: {
    kind: 'map-registers',
    key: 'MiniportAdapterHandle',
    adapter: 'MiniportAdapterHandle',
  },
  fails: ['NDIS_STATUS_RESOURCES'],
  body: (os, MiniportAdapterHandle, _DmaChannel, _DmaSize, PhysicalMapRegistersNeeded) =>
    allocateMapRegisters(os.adapter(MiniportAdapterHandle), PhysicalMapRegistersNeeded),
});

export const NdisMFreeMapRegisters = exported({
  name: 'NdisMFreeMapRegisters',
  returns: VOID,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.PASSIVE,
  breaks: ['dma/shared-memory-freed-after-map-registers', 'dma/transfer-not-completed'],
  page: 'ff553523',
  onlyIn: {
    handlers: ['MiniportInitialize', 'MiniportHalt'],
    rule: 'dma/map-registers-freed-outside-initialize-or-halt',
  },
  summary: 'Gives the map registers of an adapter back.',
  releases: { kind: 'map-registers', key: 'MiniportAdapterHandle' },
  body: (os, MiniportAdapterHandle) => {
    checkSharedMemoryFreed(os, MiniportAdapterHandle);
    const adapter = os.adapters.get(MiniportAdapterHandle);
    if (adapter !== undefined) freeMapRegisters(adapter);
  },
});

export const NdisMInitializeScatterGatherDma = exported({
  name: 'NdisMInitializeScatterGatherDma',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Dma64BitAddresses', BOOLEAN),
    input('MaximumPhysicalMapping', ULONG),
  ],
  irql: Irql.PASSIVE,
  breaks: ['dma/not-bus-master'],
  page: 'ff553543',
  needsAttributes: true,
  summary:
    'Makes NDIS hand packets down with a scatter/gather list; MaximumPhysicalMapping in bytes.',
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_NOT_SUPPORTED', 'NDIS_STATUS_FAILURE'],
  body: (os, MiniportAdapterHandle, _Dma64BitAddresses, MaximumPhysicalMapping) =>
    initializeScatterGatherDma(os.adapter(MiniportAdapterHandle), MaximumPhysicalMapping),
});

export const NdisMStartBufferPhysicalMapping = exported({
  name: 'NdisMStartBufferPhysicalMapping',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Buffer', pointer('NDIS_BUFFER')),
    input('PhysicalMapRegister', ULONG),
    input('WriteToDevice', BOOLEAN),
    input('PhysicalAddressArray', pointer('NDIS_PHYSICAL_ADDRESS_UNIT')),
    output('ArraySize', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff553646',
  summary: 'Maps a buffer for a bus master and lists its physical ranges; ArraySize in elements.',
  breaks: ['dma/map-register-out-of-range', 'dma/map-register-reused'],
  body: (
    os,
    MiniportAdapterHandle,
    Buffer,
    PhysicalMapRegister,
    WriteToDevice,
    PhysicalAddressArray,
  ) => ({
    ArraySize: startMapping(
      os.adapter(MiniportAdapterHandle),
      Buffer,
      PhysicalMapRegister,
      WriteToDevice,
      PhysicalAddressArray,
    ),
  }),
});

export const NdisMCompleteBufferPhysicalMapping = exported({
  name: 'NdisMCompleteBufferPhysicalMapping',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Buffer', pointer('NDIS_BUFFER')),
    input('PhysicalMapRegister', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff553460',
  summary: 'Ends a mapping of a buffer for a bus master.',
  breaks: ['dma/mapping-not-started'],
  body: (os, MiniportAdapterHandle, Buffer, PhysicalMapRegister) =>
    completeMapping(os.adapter(MiniportAdapterHandle), Buffer, PhysicalMapRegister),
});

export const NdisMGetDmaAlignment = exported({
  name: 'NdisMGetDmaAlignment',
  returns: ULONG,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismgetdmaalignment',
  summary: 'Gives the alignment that DMA needs, in bytes.',
  // A PC's caches are coherent with DMA: no alignment beyond the byte.
  body: () => 1,
});

export const NdisMRegisterDmaChannel = exported({
  name: 'NdisMRegisterDmaChannel',
  returns: NDIS_STATUS,
  args: [
    output('MiniportDmaHandle', NDIS_HANDLE),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('DmaChannel', UINT),
    input('Dma32BitAddresses', BOOLEAN),
    input('DmaDescription', pointer('NDIS_DMA_DESCRIPTION')),
    input('MaximumLength', ULONG),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismregisterdmachannel',
  needsAttributes: true,
  summary: 'Claims the system DMA channel of a description; MaximumLength in bytes.',
  acquires: {
    kind: 'dma-channel',
    key: 'MiniportDmaHandle',
    adapter: 'MiniportAdapterHandle',
  },
  fails: ['NDIS_STATUS_RESOURCE_CONFLICT', 'NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body: (
    os,
    MiniportAdapterHandle,
    _DmaChannel,
    _Dma32BitAddresses,
    DmaDescription,
    MaximumLength,
  ) => registerDmaChannel(os.adapter(MiniportAdapterHandle), DmaDescription, MaximumLength),
});

export const NdisMDeregisterDmaChannel = exported({
  name: 'NdisMDeregisterDmaChannel',
  returns: VOID,
  args: [input('MiniportDmaHandle', handle('dma-channel'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismderegisterdmachannel',
  summary: 'Gives a system DMA channel back.',
  releases: { kind: 'dma-channel', key: 'MiniportDmaHandle' },
  body: (os, MiniportDmaHandle) => deregisterDmaChannel(os, MiniportDmaHandle),
});

// No transfer, no bytes: the channel that was not set up has nothing to move.
export const NdisMReadDmaCounter = exported({
  name: 'NdisMReadDmaCounter',
  returns: ULONG,
  args: [input('MiniportDmaHandle', handle('dma-channel'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismreaddmacounter',
  summary:
    'Gives the bytes that a system DMA transfer has still to move: all, as no device asks for them.',
  body: (os, MiniportDmaHandle) => os.dmaChannels.get(MiniportDmaHandle)!.transfer?.byteCount ?? 0,
});

const TRANSFER_ARGS = [
  output('Status', NDIS_STATUS),
  input('MiniportDmaHandle', handle('dma-channel')),
  input('Buffer', pointer('NDIS_BUFFER')),
  input('Offset', ULONG),
  input('Length', ULONG),
  input('WriteToDevice', BOOLEAN),
] as const;

// In C source it is called NdisMSetupDmaTransfer.
export const NdisSetupDmaTransfer = exported({
  name: 'NdisSetupDmaTransfer',
  returns: VOID,
  args: TRANSFER_ARGS,
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismsetupdmatransfer',
  summary: 'Sets a system DMA channel up for a transfer; Offset and Length in bytes.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body: (os, MiniportDmaHandle, buffer, offset, byteCount, isWriteToDevice) => ({
    Status: setupDmaTransfer(os, os.dmaChannels.get(MiniportDmaHandle)!, {
      buffer,
      offset,
      byteCount,
      isWriteToDevice,
    }),
  }),
});

// In C source it is called NdisMCompleteDmaTransfer.
export const NdisCompleteDmaTransfer = exported({
  name: 'NdisCompleteDmaTransfer',
  returns: VOID,
  args: TRANSFER_ARGS,
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismcompletedmatransfer',
  summary: 'Ends a transfer on a system DMA channel, with the arguments that it was set up with.',
  body: (os, MiniportDmaHandle, buffer, offset, byteCount, isWriteToDevice) => ({
    Status: completeDmaTransfer(os.dmaChannels.get(MiniportDmaHandle)!, {
      buffer,
      offset,
      byteCount,
      isWriteToDevice,
    }),
  }),
});

// On a PC map registers are no hardware that could be counted: ReactOS (dll ndis, misc.c) answers as
// Microsoft's own does there.
export const NdisQueryMapRegisterCount = exported({
  name: 'NdisQueryMapRegisterCount',
  returns: NDIS_STATUS,
  args: [input('BusType', enumeration('NDIS_INTERFACE_TYPE')), output('MapRegisterCount', UINT)],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Gives how many map registers a bus has to offer, where they are hardware.',
  body: () => ({ Result: NDIS_STATUS_NOT_SUPPORTED, MapRegisterCount: 0 }),
});

// Compiles to no call.
export const NdisGetPhysicalAddressLow = exported({
  name: 'NdisGetPhysicalAddressLow',
  form: 'macro',
  returns: ULONG,
  args: [input('PhysicalAddress', NDIS_PHYSICAL_ADDRESS)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisgetphysicaladdresslow',
  summary: 'Gives the low half of a physical address.',
  body: (_os, PhysicalAddress) => PhysicalAddress % TWO_TO_32,
});

// Compiles to no call.
export const NdisGetPhysicalAddressHigh = exported({
  name: 'NdisGetPhysicalAddressHigh',
  form: 'macro',
  returns: ULONG,
  args: [input('PhysicalAddress', NDIS_PHYSICAL_ADDRESS)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisgetphysicaladdresshigh',
  summary: 'Gives the high half of a physical address.',
  body: (_os, PhysicalAddress) => Math.floor(PhysicalAddress / TWO_TO_32),
});

// Compiles to no call.
export const NdisSetPhysicalAddressLow = exported({
  name: 'NdisSetPhysicalAddressLow',
  form: 'macro',
  returns: VOID,
  args: [inout('PhysicalAddress', NDIS_PHYSICAL_ADDRESS), input('Value', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndissetphysicaladdresslow',
  summary: 'Sets the low half of a physical address.',
  body: (_os, PhysicalAddress, Value) => ({
    PhysicalAddress: physical(PhysicalAddress - (PhysicalAddress % TWO_TO_32) + Value),
  }),
});

// Compiles to no call.
export const NdisSetPhysicalAddressHigh = exported({
  name: 'NdisSetPhysicalAddressHigh',
  form: 'macro',
  returns: VOID,
  args: [inout('PhysicalAddress', NDIS_PHYSICAL_ADDRESS), input('Value', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndissetphysicaladdresshigh',
  summary: 'Sets the high half of a physical address.',
  body: (_os, PhysicalAddress, Value) => ({
    PhysicalAddress: physical((PhysicalAddress % TWO_TO_32) + Value * TWO_TO_32),
  }),
});
