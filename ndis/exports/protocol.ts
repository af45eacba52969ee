/** What a protocol driver, or the lower edge of an intermediate one, calls. */
import { NULL } from '../../hardware/address';
import { Irql, exported, incomplete, input, optional, output } from '../row';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_PENDING, NDIS_STATUS_SUCCESS } from '../status';
import { completeBindOperation, currentBindOperation } from '../wrapper/bind-operation';
import { storeInstanceName } from '../wrapper/instance-name';
import { closeAdapter, openAdapter } from '../wrapper/open-adapter';
import { deregisterProtocol, offerAdapters, registerProtocol } from '../wrapper/protocol';
import {
  requestFor,
  resetFor,
  returnPackets,
  sendArray,
  sendFor,
  transferFor,
} from '../wrapper/protocol-calls';
import { noteRegistration } from '../wrapper/registration';
import { cancelSendPackets } from '../wrapper/send';
import {
  BOOLEAN,
  CONTEXT,
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  UINT,
  ULONG,
  VOID,
  type NdisHandle,
  enumeration,
  handle,
  pointer,
} from '../types';

export const NdisRegisterProtocol = exported({
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
  acquires: { kind: 'protocol-handle', key: 'NdisProtocolHandle' },
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_BAD_CHARACTERISTICS', 'NDIS_STATUS_BAD_VERSION'],
  settled: (os, status) => noteRegistration(os, status),
  body: (os, ProtocolCharacteristics, CharacteristicsLength) =>
    registerProtocol(os, ProtocolCharacteristics, CharacteristicsLength),
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one PASSIVE_LEVEL; the laxer
// holds.
export const NdisDeregisterProtocol = exported({
  name: 'NdisDeregisterProtocol',
  returns: VOID,
  args: [output('Status', NDIS_STATUS), input('NdisProtocolHandle', handle('protocol-handle'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisderegisterprotocol',
  summary: 'Takes the registration of a protocol driver back.',
  releases: { kind: 'protocol-handle', key: 'NdisProtocolHandle' },
  body(os, NdisProtocolHandle) {
    deregisterProtocol(os, NdisProtocolHandle);
    return { Status: NDIS_STATUS_SUCCESS };
  },
});

export const NdisOpenAdapter = exported({
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
  acquires: { kind: 'binding', key: 'NdisBindingHandle' },
  fails: [
    'NDIS_STATUS_OPEN_FAILED',
    'NDIS_STATUS_RESOURCES',
    'NDIS_STATUS_ADAPTER_NOT_FOUND',
    'NDIS_STATUS_UNSUPPORTED_MEDIA',
    'NDIS_STATUS_CLOSING',
  ],
  settled(os, status) {
    const operation = currentBindOperation(os);
    if (operation !== undefined) operation.openStatus = status;
  },
  body: (os, mediumArray, mediumCount, protocolHandle, context, adapterName) =>
    openAdapter(os, { mediumArray, mediumCount, protocolHandle, context, adapterName }),
});

export const NdisCloseAdapter = exported({
  name: 'NdisCloseAdapter',
  returns: VOID,
  args: [output('Status', NDIS_STATUS), input('NdisBindingHandle', handle('binding'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndiscloseadapter',
  summary: 'Ends a binding.',
  releases: {
    kind: 'binding',
    key: 'NdisBindingHandle',
    twice: 'intermediate/binding-used-after-close',
  },
  body: (os, NdisBindingHandle) => ({ Status: closeAdapter(os, NdisBindingHandle) }),
});

export const NdisCompleteBindAdapter = exported({
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
  body: (os, BindAdapterContext, Status) => completeBindOperation(os, BindAdapterContext, Status),
});

export const NdisCompleteUnbindAdapter = exported({
  name: 'NdisCompleteUnbindAdapter',
  returns: VOID,
  args: [input('UnbindAdapterContext', NDIS_HANDLE), input('Status', NDIS_STATUS)],
  irql: Irql.PASSIVE,
  page: 'ff551048',
  summary: 'Ends a ProtocolUnbindAdapter that was pending.',
  body: (os, UnbindAdapterContext, Status) =>
    completeBindOperation(os, UnbindAdapterContext, Status),
});

export const NdisCompletePnPEvent = exported({
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
  body: (os, Status, _NdisBindingHandle, NetPnPEvent) =>
    completeBindOperation(os, NetPnPEvent, Status),
});

export const NdisReEnumerateProtocolBindings = exported({
  name: 'NdisReEnumerateProtocolBindings',
  returns: VOID,
  args: [input('NdisProtocolHandle', handle('protocol-handle'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisreenumerateprotocolbindings',
  summary: 'Makes NDIS offer all adapters to a protocol again.',
  body: (os, NdisProtocolHandle) => {
    offerAdapters(os, os.protocols.get(NdisProtocolHandle)!);
  },
});

export const NdisRequest = exported({
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
  breaks: ['registration/nonsense-argument', 'oid/request-in-use'],
  body: (os, NdisBindingHandle, NdisRequest) => ({
    Status: requestFor(os.protocolBindings.get(NdisBindingHandle)!, NdisRequest),
  }),
});

export const NdisReset = exported({
  name: 'NdisReset',
  returns: VOID,
  args: [output('Status', NDIS_STATUS), input('NdisBindingHandle', handle('binding'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554691',
  summary: 'Resets the adapter of a binding.',
  body: (os, NdisBindingHandle) => ({
    Status: resetFor(os.protocolBindings.get(NdisBindingHandle)!),
  }),
});

// Drivers for Windows XP call through NDIS_OPEN_BLOCK.SendHandler.
export const NdisSend = exported({
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
  body(os, NdisBindingHandle, Packet) {
    sendFor(os.protocolBindings.get(NdisBindingHandle)!, [Packet]);
    return { Status: NDIS_STATUS_PENDING };
  },
});

// Drivers for Windows XP call through NDIS_OPEN_BLOCK.SendPacketsHandler.
export const NdisSendPackets = exported({
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
  body: (os, NdisBindingHandle, PacketArray, NumberOfPackets) =>
    sendArray(os.protocolBindings.get(NdisBindingHandle)!, PacketArray, NumberOfPackets),
});

export const NdisCancelSendPackets = exported({
  name: 'NdisCancelSendPackets',
  returns: VOID,
  args: [input('NdisBindingHandle', handle('binding')), input('CancelId', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscancelsendpackets',
  summary: 'Cancels the sends of a binding that bear a mark.',
  body: (os, NdisBindingHandle, CancelId) =>
    cancelSendPackets(os.protocolBindings.get(NdisBindingHandle)!.adapter, CancelId),
});

// Drivers for Windows XP call through NDIS_OPEN_BLOCK.TransferDataHandler.
export const NdisTransferData = exported({
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
  breaks: ['packet/transfer-beyond-frame'],
  body(os, NdisBindingHandle, MacReceiveContext, ByteOffset, BytesToTransfer, Packet) {
    const binding = os.protocolBindings.get(NdisBindingHandle)!;
    const { status, byteCount } = transferFor(
      binding,
      MacReceiveContext,
      ByteOffset,
      BytesToTransfer,
      Packet,
    );
    return { Status: status, BytesTransferred: byteCount };
  },
});

export const NdisReturnPackets = exported({
  name: 'NdisReturnPackets',
  returns: VOID,
  args: [input('PacketsToReturn', pointer('PNDIS_PACKET')), input('NumberOfPackets', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisReturnPackets',
  summary: 'Gives received packets back to their miniports.',
  body: (os, PacketsToReturn, NumberOfPackets) =>
    returnPackets(os, PacketsToReturn, NumberOfPackets),
});

export const NdisGetReceivedPacket = exported({
  name: 'NdisGetReceivedPacket',
  returns: pointer('NDIS_PACKET'),
  args: [input('NdisBindingHandle', handle('binding')), input('MacContext', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgetreceivedpacket',
  summary: 'Gives the packet of a receive indication, or NULL.',
  body(os, NdisBindingHandle, MacContext) {
    const { shown } = os.protocolBindings.get(NdisBindingHandle)!;
    return shown?.packet === (MacContext as number) ? shown.packet : NULL;
  },
});

export const NdisGetDriverHandle = exported({
  name: 'NdisGetDriverHandle',
  returns: VOID,
  args: [input('NdisBindingHandle', handle('binding')), output('NdisDriverHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetDriverHandle',
  summary: 'Gives the handle of the miniport driver under a binding.',
  body: (os, NdisBindingHandle) => ({
    NdisDriverHandle: os.protocolBindings.get(NdisBindingHandle)!.adapter.driver
      .handle as NdisHandle,
  }),
});

export const NdisQueryAdapterInstanceName = exported({
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
  fails: ['NDIS_STATUS_RESOURCES'],
  body: (os, AdapterInstanceName, NdisBindingHandle) =>
    storeInstanceName(os, AdapterInstanceName, os.protocolBindings.get(NdisBindingHandle)!.adapter),
});

// IRQL: of the current reference; the DDK has no page.
export const NdisQueryBindInstanceName = exported({
  name: 'NdisQueryBindInstanceName',
  returns: NDIS_STATUS,
  args: [
    input('AdapterInstanceName', pointer('NDIS_STRING')),
    input('BindingContext', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisquerybindinstancename',
  summary: 'Fills a string with the friendly name of the adapter that is being bound.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, AdapterInstanceName, BindingContext) {
    const adapter = os.bindOperations.get(BindingContext)?.adapter;
    if (adapter === undefined) return NDIS_STATUS_FAILURE;
    return storeInstanceName(os, AdapterInstanceName, adapter);
  },
});

export const NdisQueryPendingIOCount = exported({
  name: 'NdisQueryPendingIOCount',
  returns: NDIS_STATUS,
  args: [input('NdisBindingHandle', handle('binding')), output('IoCount', ULONG)],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Gives how many requests of a binding are pending.',
  body: (os, NdisBindingHandle) => ({
    Result: NDIS_STATUS_SUCCESS,
    IoCount: os.protocolBindings.get(NdisBindingHandle)!.binding.pendingCount,
  }),
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
