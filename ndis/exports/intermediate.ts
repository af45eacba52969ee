/** The upper edge of intermediate drivers, whose virtual miniports lie over other adapters. */
import { NULL } from '../../hardware/address';
import type { OperatingSystem } from '../operating-system';
import { Irql, exported, incomplete, input, optional, output } from '../row';
import {
  BOOLEAN,
  CONTEXT,
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  UINT,
  VOID,
  type NdisHandle,
  type NdisStatus,
  handle,
  pointer,
} from '../types';
import {
  associateMiniport,
  cancelInitializeDeviceInstance,
  copyPerPacketInfo,
  deinitializeDeviceInstance,
  deregisterLayeredMiniport,
  initializeDeviceInstance,
  registerLayeredMiniport,
} from '../wrapper/intermediate';
import { currentBindOperation } from '../wrapper/bind-operation';
import { passEventUp } from '../wrapper/pnp-event';
import { noteRegistration, SPOILABLE, spoilRegistration } from '../wrapper/registration';

/** For the bind in which it is called. */
function noteInstance(os: OperatingSystem, status: NdisStatus): void {
  const operation = currentBindOperation(os);
  if (operation !== undefined) operation.instanceStatus = status;
}

export const NdisIMRegisterLayeredMiniport = exported({
  name: 'NdisIMRegisterLayeredMiniport',
  returns: NDIS_STATUS,
  args: [
    input('NdisWrapperHandle', handle('wrapper-handle')),
    input('MiniportCharacteristics', pointer('NDIS_MINIPORT_CHARACTERISTICS')),
    input('CharacteristicsLength', UINT),
    output('DriverHandle', NDIS_HANDLE),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimregisterlayeredminiport',
  summary: "Registers the handlers of an intermediate driver's virtual miniports.",
  acquires: { kind: 'layered-miniport-handle', key: 'DriverHandle' },
  fails: [
    'NDIS_STATUS_BAD_CHARACTERISTICS',
    'NDIS_STATUS_BAD_VERSION',
    'NDIS_STATUS_RESOURCES',
    'NDIS_STATUS_FAILURE',
  ],
  spoils: { names: SPOILABLE, apply: spoilRegistration },
  settled: (os, status) => noteRegistration(os, status),
  body: (os, NdisWrapperHandle, MiniportCharacteristics, CharacteristicsLength) =>
    registerLayeredMiniport(os, NdisWrapperHandle, MiniportCharacteristics, CharacteristicsLength),
});

export const NdisIMDeregisterLayeredMiniport = exported({
  name: 'NdisIMDeregisterLayeredMiniport',
  returns: VOID,
  args: [input('DriverHandle', handle('layered-miniport-handle'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimderegisterlayeredminiport',
  summary: "Takes the registration of an intermediate driver's virtual miniports back.",
  releases: { kind: 'layered-miniport-handle', key: 'DriverHandle' },
  breaks: ['intermediate/deregistration-order'],
  body: (os, DriverHandle) => deregisterLayeredMiniport(os, DriverHandle),
});

export const NdisIMAssociateMiniport = exported({
  name: 'NdisIMAssociateMiniport',
  returns: VOID,
  args: [
    input('DriverHandle', handle('layered-miniport-handle')),
    input('ProtocolHandle', handle('protocol-handle')),
  ],
  irql: Irql.PASSIVE,
  badHandle: 'intermediate/associated-without-both',
  page: 'nf-ndis-ndisimassociateminiport',
  summary: 'Tells NDIS that two registrations are the edges of one driver.',
  body: (os, DriverHandle, ProtocolHandle) => associateMiniport(os, DriverHandle, ProtocolHandle),
});

export const NdisIMInitializeDeviceInstance = exported({
  name: 'NdisIMInitializeDeviceInstance',
  returns: NDIS_STATUS,
  args: [
    input('DriverHandle', handle('layered-miniport-handle')),
    input('DeviceInstance', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'ff552161',
  summary: 'Brings a virtual miniport up.',
  fails: ['NDIS_STATUS_NOT_ACCEPTED', 'NDIS_STATUS_FAILURE'],
  settled: noteInstance,
  body: (os, DriverHandle, DeviceInstance) =>
    initializeDeviceInstance(os, DriverHandle, DeviceInstance, NULL),
});

export const NdisIMInitializeDeviceInstanceEx = exported({
  name: 'NdisIMInitializeDeviceInstanceEx',
  returns: NDIS_STATUS,
  args: [
    input('DriverHandle', handle('layered-miniport-handle')),
    input('DriverInstance', pointer('NDIS_STRING')),
    optional('DeviceContext', CONTEXT),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisiminitializedeviceinstanceex',
  summary: "Brings a virtual miniport up with a context of the driver's.",
  fails: ['NDIS_STATUS_NOT_ACCEPTED', 'NDIS_STATUS_FAILURE'],
  settled: noteInstance,
  body: (os, DriverHandle, DriverInstance, DeviceContext) =>
    initializeDeviceInstance(os, DriverHandle, DriverInstance, DeviceContext),
});

export const NdisIMCancelInitializeDeviceInstance = exported({
  name: 'NdisIMCancelInitializeDeviceInstance',
  returns: NDIS_STATUS,
  args: [
    input('DriverHandle', handle('layered-miniport-handle')),
    input('DeviceInstance', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimcancelinitializedeviceinstance',
  summary: 'Takes back the wish to bring a virtual miniport up.',
  body: () => cancelInitializeDeviceInstance(),
});

export const NdisIMDeInitializeDeviceInstance = exported({
  name: 'NdisIMDeInitializeDeviceInstance',
  returns: NDIS_STATUS,
  args: [input('NdisMiniportHandle', handle('miniport-adapter'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimdeinitializedeviceinstance',
  summary: 'Takes a virtual miniport down.',
  releases: { kind: 'im-device-instance', key: 'NdisMiniportHandle' },
  body: (os, NdisMiniportHandle) => deinitializeDeviceInstance(os, NdisMiniportHandle),
});

export const NdisIMGetBindingContext = exported({
  name: 'NdisIMGetBindingContext',
  returns: NDIS_HANDLE,
  args: [input('NdisBindingHandle', handle('binding'))],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-ndis-ndisimgetbindingcontext',
  summary: 'Gives the device context of the virtual miniport that a binding leads to.',
  body: (os, NdisBindingHandle) =>
    os.protocolBindings.get(NdisBindingHandle)!.adapter.deviceContext as number as NdisHandle,
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisIMGetDeviceContext = exported({
  name: 'NdisIMGetDeviceContext',
  returns: CONTEXT,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisimgetdevicecontext',
  summary: 'Gives the context that a virtual miniport was brought up with.',
  body: (os, MiniportAdapterHandle) => os.adapter(MiniportAdapterHandle).deviceContext,
});

export const NdisIMGetCurrentPacketStack = exported({
  name: 'NdisIMGetCurrentPacketStack',
  returns: pointer('NDIS_PACKET_STACK'),
  args: [input('Packet', pointer('NDIS_PACKET')), output('StacksRemaining', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisIMGetCurrentPacketStack',
  summary: 'Gives the part of a packet that belongs to this driver, or NULL.',
  body: (os, Packet) => ({
    Result: os.packetStacks.current(Packet),
    StacksRemaining: os.packetStacks.hasRoom(Packet),
  }),
});

export const NdisIMCopySendPerPacketInfo = exported({
  name: 'NdisIMCopySendPerPacketInfo',
  returns: VOID,
  args: [input('DstPacket', pointer('NDIS_PACKET')), input('SrcPacket', pointer('NDIS_PACKET'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisimcopysendperpacketinfo',
  summary: 'Copies the per-packet information of a packet to be sent.',
  body: (os, DstPacket, SrcPacket) => copyPerPacketInfo(os, DstPacket, SrcPacket),
});

export const NdisIMCopySendCompletePerPacketInfo = exported({
  name: 'NdisIMCopySendCompletePerPacketInfo',
  returns: VOID,
  args: [input('DstPacket', pointer('NDIS_PACKET')), input('SrcPacket', pointer('NDIS_PACKET'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisimcopysendcompleteperpacketinfo',
  summary: 'Copies the per-packet information of a packet that was sent.',
  body: (os, DstPacket, SrcPacket) => copyPerPacketInfo(os, DstPacket, SrcPacket),
});

export const NdisIMNotifyPnPEvent = exported({
  name: 'NdisIMNotifyPnPEvent',
  returns: NDIS_STATUS,
  args: [
    input('MiniportHandle', handle('miniport-adapter')),
    input('NetPnPEvent', pointer('NET_PNP_EVENT')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimnotifypnpevent',
  summary: 'Hands a Plug and Play event up to the protocols above.',
  body: (os, MiniportHandle, NetPnPEvent) => passEventUp(os.adapter(MiniportHandle), NetPnPEvent),
});

// Prototype of the NDIS 4 reference; not in later headers.
export const NdisIMQueueMiniportCallback = incomplete({
  name: 'NdisIMQueueMiniportCallback',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('CallbackRoutine', pointer('W_MINIPORT_CALLBACK')),
    input('CallbackContext', PVOID),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Runs a function under the lock of a virtual miniport.',
});

// Prototype of the NDIS 4 reference; not in later headers.
export const NdisIMSwitchToMiniport = incomplete({
  name: 'NdisIMSwitchToMiniport',
  returns: BOOLEAN,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    output('SwitchHandle', NDIS_HANDLE),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Takes the lock of a virtual miniport.',
});

// Prototype of the NDIS 4 reference; not in later headers.
export const NdisIMRevertBack = incomplete({
  name: 'NdisIMRevertBack',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('SwitchHandle', NDIS_HANDLE),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Gives the lock of a virtual miniport back.',
});
