/** What a miniport tells NDIS about an adapter, and what it may ask about it. */
import { NDIS_ATTRIBUTE_BUS_MASTER } from '../constants';
import { exported, input, Irql, optionalOutput } from '../row';
import { UNICODE_STRING } from '../structures/string';
import { promote, requestRemoval, setSecondary } from '../wrapper/bundle';
import { deviceProperty, queryInstanceName } from '../wrapper/device-property';
import {
  BOOLEAN,
  CONTEXT,
  NDIS_STATUS,
  UINT,
  ULONG,
  VOID,
  enumeration,
  handle,
  pointer,
} from '../types';

export const NdisMSetAttributes = exported({
  name: 'NdisMSetAttributes',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('MiniportAdapterContext', CONTEXT),
    input('BusMaster', BOOLEAN),
    input('AdapterType', enumeration('NDIS_INTERFACE_TYPE')),
  ],
  irql: Irql.PASSIVE,
  page: 'ff553619',
  summary:
    "Tells NDIS the driver's context for an adapter, whether it is a bus master and on which bus.",
  body: (os, MiniportAdapterHandle, MiniportAdapterContext, BusMaster, AdapterType) =>
    os
      .adapter(MiniportAdapterHandle)
      .setAttributes(
        MiniportAdapterContext,
        BusMaster ? NDIS_ATTRIBUTE_BUS_MASTER : 0,
        0,
        AdapterType,
      ),
});

export const NdisMSetAttributesEx = exported({
  name: 'NdisMSetAttributesEx',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('MiniportAdapterContext', CONTEXT),
    input('CheckForHangTimeInSeconds', UINT),
    input('AttributeFlags', ULONG),
    input('AdapterType', enumeration('NDIS_INTERFACE_TYPE')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismsetattributesex',
  summary:
    "Tells NDIS the driver's context for an adapter, its attributes and how often to check on it.",
  body: (
    os,
    MiniportAdapterHandle,
    MiniportAdapterContext,
    CheckForHangTimeInSeconds,
    AttributeFlags,
    AdapterType,
  ) =>
    os
      .adapter(MiniportAdapterHandle)
      .setAttributes(
        MiniportAdapterContext,
        AttributeFlags,
        CheckForHangTimeInSeconds,
        AdapterType,
      ),
});

export const NdisMSetMiniportSecondary = exported({
  name: 'NdisMSetMiniportSecondary',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('PrimaryMiniportAdapterHandle', handle('miniport-adapter')),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisMSetMiniportSecondary',
  summary: 'Makes an adapter the secondary of a bundle.',
  fails: ['NDIS_STATUS_FAILURE'],
  body: (os, MiniportAdapterHandle, PrimaryMiniportAdapterHandle) =>
    setSecondary(os.adapter(MiniportAdapterHandle), os.adapter(PrimaryMiniportAdapterHandle)),
});

export const NdisMPromoteMiniport = exported({
  name: 'NdisMPromoteMiniport',
  returns: NDIS_STATUS,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMPromoteMiniport',
  summary: 'Makes a secondary adapter the primary of its bundle.',
  fails: ['NDIS_STATUS_FAILURE'],
  body: (os, MiniportAdapterHandle) => promote(os.adapter(MiniportAdapterHandle)),
});

export const NdisMRemoveMiniport = exported({
  name: 'NdisMRemoveMiniport',
  returns: NDIS_STATUS,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismremoveminiport',
  summary: 'Removes an adapter that its driver has found to be beyond repair.',
  fails: ['NDIS_STATUS_FAILURE'],
  body: (os, MiniportAdapterHandle) => requestRemoval(os.adapter(MiniportAdapterHandle)),
});

export const NdisMQueryAdapterInstanceName = exported({
  name: 'NdisMQueryAdapterInstanceName',
  returns: NDIS_STATUS,
  args: [
    input('AdapterInstanceName', pointer('NDIS_STRING')),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismqueryadapterinstancename',
  summary: 'Fills a string with the friendly name of an adapter, in memory that the caller frees.',
  acquires: {
    kind: 'returned-string',
    key: 'AdapterInstanceName',
    keyOffset: UNICODE_STRING.offsets.Buffer,
  },
  fails: ['NDIS_STATUS_RESOURCES'],
  body: (os, AdapterInstanceName, MiniportAdapterHandle) =>
    queryInstanceName(os.adapter(MiniportAdapterHandle), AdapterInstanceName),
});

export const NdisMGetDeviceProperty = exported({
  name: 'NdisMGetDeviceProperty',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    optionalOutput('PhysicalDeviceObject', pointer('DEVICE_OBJECT')),
    optionalOutput('FunctionalDeviceObject', pointer('DEVICE_OBJECT')),
    optionalOutput('NextDeviceObject', pointer('DEVICE_OBJECT')),
    optionalOutput('AllocatedResources', pointer('CM_RESOURCE_LIST')),
    optionalOutput('AllocatedResourcesTranslated', pointer('CM_RESOURCE_LIST')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismgetdeviceproperty',
  summary: 'Gives the device objects of an adapter and the resources it was assigned.',
  body: (os, MiniportAdapterHandle) => ({ ...deviceProperty(os.adapter(MiniportAdapterHandle)) }),
});
