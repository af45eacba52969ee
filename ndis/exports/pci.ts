/** The configuration space of an adapter, and what the bus has assigned to it. */
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../status';
import { reportLegacyCall } from '../wrapper/legacy-call';
import { readConfiguration, writeConfiguration } from '../wrapper/pci-configuration';
import { assignedResourceList, resourceListBytes, writeResourceList } from '../wrapper/resources';
import { exported, inout, input, Irql, output } from '../row';
import { NDIS_STATUS, PVOID, UINT, ULONG, VOID, handle, pointer } from '../types';

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisReadPciSlotInformation = exported({
  name: 'NdisReadPciSlotInformation',
  returns: ULONG,
  args: [
    input('NdisAdapterHandle', handle('miniport-adapter')),
    input('SlotNumber', ULONG),
    input('Offset', ULONG),
    input('Buffer', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554554',
  summary: 'Reads PCI configuration space; gives the bytes read.',
  body: (os, NdisAdapterHandle, _SlotNumber, Offset, Buffer, Length) =>
    readConfiguration(os.adapter(NdisAdapterHandle), Offset, Buffer, Length),
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisWritePciSlotInformation = exported({
  name: 'NdisWritePciSlotInformation',
  returns: ULONG,
  args: [
    input('NdisAdapterHandle', handle('miniport-adapter')),
    input('SlotNumber', ULONG),
    input('Offset', ULONG),
    input('Buffer', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['hardware/base-address-rewritten'],
  page: 'ff554871',
  summary: 'Writes PCI configuration space; gives the bytes written.',
  body: (os, NdisAdapterHandle, _SlotNumber, Offset, Buffer, Length) =>
    writeConfiguration(os.adapter(NdisAdapterHandle), Offset, Buffer, Length),
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisImmediateReadPciSlotInformation = exported({
  name: 'NdisImmediateReadPciSlotInformation',
  returns: ULONG,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('SlotNumber', ULONG),
    input('Offset', ULONG),
    input('Buffer', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['resource/legacy-call'],
  page: 'ff552167',
  summary: 'Reads PCI configuration space during initialization; gives the bytes read.',
  body(os, WrapperConfigurationContext, _SlotNumber, Offset, Buffer, Length) {
    reportLegacyCall(os, 'NdisReadPciSlotInformation');
    const adapter = os.configurationContexts.get(WrapperConfigurationContext)!;
    return readConfiguration(adapter, Offset, Buffer, Length);
  },
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisImmediateWritePciSlotInformation = exported({
  name: 'NdisImmediateWritePciSlotInformation',
  returns: ULONG,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('SlotNumber', ULONG),
    input('Offset', ULONG),
    input('Buffer', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['hardware/base-address-rewritten', 'resource/legacy-call'],
  page: 'ff552186',
  summary: 'Writes PCI configuration space during initialization; gives the bytes written.',
  body(os, WrapperConfigurationContext, _SlotNumber, Offset, Buffer, Length) {
    reportLegacyCall(os, 'NdisWritePciSlotInformation');
    const adapter = os.configurationContexts.get(WrapperConfigurationContext)!;
    return writeConfiguration(adapter, Offset, Buffer, Length);
  },
});

export const NdisMPciAssignResources = exported({
  name: 'NdisMPciAssignResources',
  returns: NDIS_STATUS,
  args: [
    input('MiniportHandle', handle('miniport-adapter')),
    input('SlotNumber', ULONG),
    output('AssignedResources', pointer('NDIS_RESOURCE_LIST')),
  ],
  irql: Irql.PASSIVE,
  page: 'ff553562',
  summary: "Gives the resources of a PCI adapter, in memory of the wrapper's.",
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  breaks: ['resource/legacy-call'],
  body(os, MiniportHandle) {
    reportLegacyCall(os, 'NdisMQueryAdapterResources');
    return {
      Result: NDIS_STATUS_SUCCESS,
      AssignedResources: assignedResourceList(os.adapter(MiniportHandle)),
    };
  },
});

export const NdisMQueryAdapterResources = exported({
  name: 'NdisMQueryAdapterResources',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('ResourceList', pointer('NDIS_RESOURCE_LIST')),
    inout('BufferSize', UINT),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisMQueryAdapterResources',
  summary: "Copies the resources of an adapter to the caller's buffer; BufferSize in bytes.",
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  // RESOURCES says that the buffer is too short: never without the size that it should have.
  failed: (os, Status, WrapperConfigurationContext) => ({
    Status,
    BufferSize:
      Status === NDIS_STATUS_RESOURCES
        ? resourceListBytes(os.configurationContexts.get(WrapperConfigurationContext)!)
        : 0,
  }),
  body: (os, WrapperConfigurationContext, ResourceList, BufferSize) => {
    const adapter = os.configurationContexts.get(WrapperConfigurationContext)!;
    const needed = resourceListBytes(adapter);
    adapter.isResourceListShort = BufferSize < needed;
    if (adapter.isResourceListShort) return { Status: NDIS_STATUS_RESOURCES, BufferSize: needed };
    writeResourceList(os.memory, adapter, ResourceList);
    return { Status: NDIS_STATUS_SUCCESS, BufferSize: needed };
  },
});

// No adapter here is a PC Card: nothing is read. IRQL: "Access Attribute Memory of a PCMCIA Device"
// reaches it at DISPATCH_LEVEL at most.
export const NdisReadPcmciaAttributeMemory = exported({
  name: 'NdisReadPcmciaAttributeMemory',
  returns: ULONG,
  args: [
    input('NdisAdapterHandle', handle('miniport-adapter')),
    input('Offset', ULONG),
    input('Buffer', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisReadPcmciaAttributeMemory',
  summary: 'Reads the attribute memory of a PC Card; gives the bytes read.',
  body: () => 0,
});

// As NdisReadPcmciaAttributeMemory.
export const NdisWritePcmciaAttributeMemory = exported({
  name: 'NdisWritePcmciaAttributeMemory',
  returns: ULONG,
  args: [
    input('NdisAdapterHandle', handle('miniport-adapter')),
    input('Offset', ULONG),
    input('Buffer', PVOID),
    input('Length', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisWritePcmciaAttributeMemory',
  summary: 'Writes the attribute memory of a PC Card; gives the bytes written.',
  body: () => 0,
});
