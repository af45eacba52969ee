/** The upper edge of intermediate drivers, whose virtual miniports lie over other adapters. */
import { Irql, incomplete, input, optional, output } from '../row';
import { BOOLEAN, CONTEXT, NDIS_HANDLE, NDIS_STATUS, UINT, VOID, handle, pointer } from '../types';

export const NdisIMRegisterLayeredMiniport = incomplete({
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
});

export const NdisIMDeregisterLayeredMiniport = incomplete({
  name: 'NdisIMDeregisterLayeredMiniport',
  returns: VOID,
  args: [input('DriverHandle', handle('layered-miniport-handle'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimderegisterlayeredminiport',
  summary: "Takes the registration of an intermediate driver's virtual miniports back.",
});

export const NdisIMAssociateMiniport = incomplete({
  name: 'NdisIMAssociateMiniport',
  returns: VOID,
  args: [
    input('DriverHandle', handle('layered-miniport-handle')),
    input('ProtocolHandle', handle('protocol-handle')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimassociateminiport',
  summary: 'Tells NDIS that two registrations are the edges of one driver.',
});

export const NdisIMInitializeDeviceInstance = incomplete({
  name: 'NdisIMInitializeDeviceInstance',
  returns: NDIS_STATUS,
  args: [
    input('DriverHandle', handle('layered-miniport-handle')),
    input('DeviceInstance', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisIMInitializeDeviceInstance',
  summary: 'Brings a virtual miniport up.',
});

export const NdisIMInitializeDeviceInstanceEx = incomplete({
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
});

export const NdisIMCancelInitializeDeviceInstance = incomplete({
  name: 'NdisIMCancelInitializeDeviceInstance',
  returns: NDIS_STATUS,
  args: [
    input('DriverHandle', handle('layered-miniport-handle')),
    input('DeviceInstance', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimcancelinitializedeviceinstance',
  summary: 'Takes back the wish to bring a virtual miniport up.',
});

export const NdisIMDeInitializeDeviceInstance = incomplete({
  name: 'NdisIMDeInitializeDeviceInstance',
  returns: NDIS_STATUS,
  args: [input('NdisMiniportHandle', handle('miniport-adapter'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimdeinitializedeviceinstance',
  summary: 'Takes a virtual miniport down.',
});

export const NdisIMGetBindingContext = incomplete({
  name: 'NdisIMGetBindingContext',
  returns: NDIS_HANDLE,
  args: [input('NdisBindingHandle', handle('binding'))],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-ndis-ndisimgetbindingcontext',
  summary: 'Gives the device context of the virtual miniport that a binding leads to.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL; the laxer holds.
export const NdisIMGetDeviceContext = incomplete({
  name: 'NdisIMGetDeviceContext',
  returns: CONTEXT,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisimgetdevicecontext',
  summary: 'Gives the context that a virtual miniport was brought up with.',
});

export const NdisIMGetCurrentPacketStack = incomplete({
  name: 'NdisIMGetCurrentPacketStack',
  returns: pointer('NDIS_PACKET_STACK'),
  args: [input('Packet', pointer('NDIS_PACKET')), output('StacksRemaining', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisIMGetCurrentPacketStack',
  summary: 'Gives the part of a packet that belongs to this driver, or NULL.',
});

export const NdisIMCopySendPerPacketInfo = incomplete({
  name: 'NdisIMCopySendPerPacketInfo',
  returns: VOID,
  args: [input('DstPacket', pointer('NDIS_PACKET')), input('SrcPacket', pointer('NDIS_PACKET'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisimcopysendperpacketinfo',
  summary: 'Copies the per-packet information of a packet to be sent.',
});

export const NdisIMCopySendCompletePerPacketInfo = incomplete({
  name: 'NdisIMCopySendCompletePerPacketInfo',
  returns: VOID,
  args: [input('DstPacket', pointer('NDIS_PACKET')), input('SrcPacket', pointer('NDIS_PACKET'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisimcopysendcompleteperpacketinfo',
  summary: 'Copies the per-packet information of a packet that was sent.',
});

export const NdisIMNotifyPnPEvent = incomplete({
  name: 'NdisIMNotifyPnPEvent',
  returns: NDIS_STATUS,
  args: [
    input('MiniportHandle', handle('miniport-adapter')),
    input('NetPnPEvent', pointer('NET_PNP_EVENT')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisimnotifypnpevent',
  summary: 'Hands a Plug and Play event up to the protocols above.',
});

// Prototype of the NDIS 4 reference; not in later headers.
export const NdisIMQueueMiniportCallback = incomplete({
  name: 'NdisIMQueueMiniportCallback',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('CallbackRoutine', pointer('W_MINIPORT_CALLBACK')),
    input('CallbackContext', CONTEXT),
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
