/** What a protocol driver, or the lower edge of an intermediate one, calls. */
import { Irql, incomplete, input, optional, output } from '../row';
import {
  BOOLEAN,
  CONTEXT,
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

export const NdisRegisterProtocol = incomplete({
  name: 'NdisRegisterProtocol',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('NdisProtocolHandle', NDIS_HANDLE),
    input('ProtocolCharacteristics', pointer('NDIS_PROTOCOL_CHARACTERISTICS')),
    input('CharacteristicsLength', UINT),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisregisterprotocol',
  summary: 'Registers the handlers of a protocol driver.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one PASSIVE_LEVEL; the laxer
// holds.
export const NdisDeregisterProtocol = incomplete({
  name: 'NdisDeregisterProtocol',
  returns: VOID,
  args: [output('Status', NDIS_STATUS), input('NdisProtocolHandle', handle('protocol-handle'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisderegisterprotocol',
  summary: 'Takes the registration of a protocol driver back.',
});

export const NdisOpenAdapter = incomplete({
  name: 'NdisOpenAdapter',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('OpenErrorStatus', NDIS_STATUS),
    output('NdisBindingHandle', NDIS_HANDLE),
    output('SelectedMediumIndex', UINT),
    input('MediumArray', pointer('NDIS_MEDIUM')),
    input('MediumArraySize', UINT),
    input('NdisProtocolHandle', handle('protocol-handle')),
    input('ProtocolBindingContext', CONTEXT),
    input('AdapterName', pointer('NDIS_STRING')),
    input('OpenOptions', UINT),
    optional('AddressingInformation', pointer('STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisopenadapter',
  summary: 'Binds a protocol to an adapter.',
});

export const NdisCloseAdapter = incomplete({
  name: 'NdisCloseAdapter',
  returns: VOID,
  args: [output('Status', NDIS_STATUS), input('NdisBindingHandle', handle('binding'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndiscloseadapter',
  summary: 'Ends a binding.',
});

export const NdisCompleteBindAdapter = incomplete({
  name: 'NdisCompleteBindAdapter',
  returns: VOID,
  args: [
    input('BindAdapterContext', NDIS_HANDLE),
    input('Status', NDIS_STATUS),
    input('OpenStatus', NDIS_STATUS),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisCompleteBindAdapter',
  summary: 'Ends a ProtocolBindAdapter that was pending.',
});

export const NdisCompleteUnbindAdapter = incomplete({
  name: 'NdisCompleteUnbindAdapter',
  returns: VOID,
  args: [input('UnbindAdapterContext', NDIS_HANDLE), input('Status', NDIS_STATUS)],
  irql: Irql.PASSIVE,
  page: 'NdisCompleteUnbindAdapter',
  summary: 'Ends a ProtocolUnbindAdapter that was pending.',
});

export const NdisCompletePnPEvent = incomplete({
  name: 'NdisCompletePnPEvent',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisBindingHandle', handle('binding')),
    input('NetPnPEvent', pointer('NET_PNP_EVENT')),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisCompletePnPEvent',
  summary: 'Ends a ProtocolPnPEvent that was pending.',
});

export const NdisReEnumerateProtocolBindings = incomplete({
  name: 'NdisReEnumerateProtocolBindings',
  returns: VOID,
  args: [input('NdisProtocolHandle', handle('protocol-handle'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisreenumerateprotocolbindings',
  summary: 'Makes NDIS offer all adapters to a protocol again.',
});

export const NdisRequest = incomplete({
  name: 'NdisRequest',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('NdisBindingHandle', handle('binding')),
    input('NdisRequest', pointer('NDIS_REQUEST')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisrequest',
  summary: 'Sends an OID request down a binding.',
});

export const NdisReset = incomplete({
  name: 'NdisReset',
  returns: VOID,
  args: [output('Status', NDIS_STATUS), input('NdisBindingHandle', handle('binding'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisReset',
  summary: 'Resets the adapter of a binding.',
});

// Drivers for Windows XP call through NDIS_OPEN_BLOCK.SendHandler.
export const NdisSend = incomplete({
  name: 'NdisSend',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('NdisBindingHandle', handle('binding')),
    input('Packet', pointer('NDIS_PACKET')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisSend',
  summary: 'Sends a packet down a binding.',
});

// Drivers for Windows XP call through NDIS_OPEN_BLOCK.SendPacketsHandler.
export const NdisSendPackets = incomplete({
  name: 'NdisSendPackets',
  returns: VOID,
  args: [
    input('NdisBindingHandle', handle('binding')),
    input('PacketArray', pointer('PNDIS_PACKET')),
    input('NumberOfPackets', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554715',
  summary: 'Sends an array of packets down a binding.',
});

export const NdisCancelSendPackets = incomplete({
  name: 'NdisCancelSendPackets',
  returns: VOID,
  args: [input('NdisBindingHandle', handle('binding')), input('CancelId', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscancelsendpackets',
  summary: 'Cancels the sends of a binding that bear a mark.',
});

// Drivers for Windows XP call through NDIS_OPEN_BLOCK.TransferDataHandler.
export const NdisTransferData = incomplete({
  name: 'NdisTransferData',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('NdisBindingHandle', handle('binding')),
    input('MacReceiveContext', NDIS_HANDLE),
    input('ByteOffset', UINT),
    input('BytesToTransfer', UINT),
    input('Packet', pointer('NDIS_PACKET')),
    output('BytesTransferred', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisTransferData',
  summary: 'Copies the rest of a received frame into a packet.',
});

export const NdisReturnPackets = incomplete({
  name: 'NdisReturnPackets',
  returns: VOID,
  args: [input('PacketsToReturn', pointer('PNDIS_PACKET')), input('NumberOfPackets', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisReturnPackets',
  summary: 'Gives received packets back to their miniports.',
});

export const NdisGetReceivedPacket = incomplete({
  name: 'NdisGetReceivedPacket',
  returns: pointer('NDIS_PACKET'),
  args: [input('NdisBindingHandle', handle('binding')), input('MacContext', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgetreceivedpacket',
  summary: 'Gives the packet of a receive indication, or NULL.',
});

export const NdisGetDriverHandle = incomplete({
  name: 'NdisGetDriverHandle',
  returns: VOID,
  args: [input('NdisBindingHandle', handle('binding')), output('NdisDriverHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetDriverHandle',
  summary: 'Gives the handle of the miniport driver under a binding.',
});

export const NdisQueryAdapterInstanceName = incomplete({
  name: 'NdisQueryAdapterInstanceName',
  returns: NDIS_STATUS,
  args: [
    input('AdapterInstanceName', pointer('NDIS_STRING')),
    input('NdisBindingHandle', handle('binding')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisqueryadapterinstancename',
  summary:
    "Fills a string with the friendly name of a binding's adapter; the caller frees its memory.",
});

// IRQL: of the current reference; the DDK has no page.
export const NdisQueryBindInstanceName = incomplete({
  name: 'NdisQueryBindInstanceName',
  returns: NDIS_STATUS,
  args: [
    input('AdapterInstanceName', pointer('NDIS_STRING')),
    input('BindingContext', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisquerybindinstancename',
  summary: 'Fills a string with the friendly name of the adapter that is being bound.',
});

export const NdisQueryPendingIOCount = incomplete({
  name: 'NdisQueryPendingIOCount',
  returns: NDIS_STATUS,
  args: [input('NdisBindingHandle', handle('binding')), output('IoCount', ULONG)],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Gives how many requests of a binding are pending.',
});

export const NdisSetProtocolFilter = incomplete({
  name: 'NdisSetProtocolFilter',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('NdisBindingHandle', handle('binding')),
    input('ReceiveHandler', pointer('RECEIVE_HANDLER')),
    input('ReceivePacketHandler', pointer('RECEIVE_PACKET_HANDLER')),
    input('Medium', enumeration('NDIS_MEDIUM')),
    input('Offset', UINT),
    input('Size', UINT),
    input('Pattern', pointer('UCHAR')),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Sends frames that match a pattern to handlers of their own.',
});

// No public prototype: only the 8 bytes of arguments are known.
export const NdisMatchPdoWithPacket = incomplete({
  name: 'NdisMatchPdoWithPacket',
  returns: BOOLEAN,
  args: [input('Reserved1', PVOID), input('Reserved2', PVOID)],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Tells whether a packet belongs to a physical device object.',
});

export const NdisRegisterTdiCallBack = incomplete({
  name: 'NdisRegisterTdiCallBack',
  returns: VOID,
  args: [
    input('RegisterCallback', pointer('TDI_REGISTER_CALLBACK')),
    input('PnPHandler', pointer('TDI_PNP_HANDLER')),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Registers the functions of the transport driver interface.',
});

export const NdisDeregisterTdiCallBack = incomplete({
  name: 'NdisDeregisterTdiCallBack',
  returns: VOID,
  args: [],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Takes the functions of the transport driver interface back.',
});
