/** What all connection-oriented protocol drivers call, clients and call managers. */
import { Irql, incomplete, inout, input, optional } from '../row';
import { CONTEXT, NDIS_HANDLE, NDIS_STATUS, UINT, VOID, handle, pointer } from '../types';

export const NdisCoCreateVc = incomplete({
  name: 'NdisCoCreateVc',
  returns: NDIS_STATUS,
  args: [
    input('NdisBindingHandle', handle('binding')),
    optional('NdisAfHandle', NDIS_HANDLE),
    input('ProtocolVcContext', CONTEXT),
    inout('NdisVcHandle', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscocreatevc',
  summary: 'Makes a virtual connection.',
});

export const NdisCoDeleteVc = incomplete({
  name: 'NdisCoDeleteVc',
  returns: NDIS_STATUS,
  args: [input('NdisVcHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscodeletevc',
  summary: 'Deletes a virtual connection.',
});

export const NdisCoRequest = incomplete({
  name: 'NdisCoRequest',
  returns: NDIS_STATUS,
  args: [
    input('NdisBindingHandle', handle('binding')),
    optional('NdisAfHandle', NDIS_HANDLE),
    optional('NdisVcHandle', NDIS_HANDLE),
    optional('NdisPartyHandle', NDIS_HANDLE),
    input('NdisRequest', pointer('NDIS_REQUEST')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551877',
  summary: 'Sends an OID request to a miniport, a call manager or a client.',
});

export const NdisCoRequestComplete = incomplete({
  name: 'NdisCoRequestComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisAfHandle', NDIS_HANDLE),
    optional('NdisVcHandle', NDIS_HANDLE),
    optional('NdisPartyHandle', NDIS_HANDLE),
    input('NdisRequest', pointer('NDIS_REQUEST')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisCoRequestComplete',
  summary: 'Ends a request of another connection-oriented driver that was pending.',
});

export const NdisCoSendPackets = incomplete({
  name: 'NdisCoSendPackets',
  returns: VOID,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('PacketArray', pointer('PNDIS_PACKET')),
    input('NumberOfPackets', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisCoSendPackets',
  summary: 'Sends packets on a virtual connection.',
});

export const NdisCoAssignInstanceName = incomplete({
  name: 'NdisCoAssignInstanceName',
  returns: NDIS_STATUS,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('BaseInstanceName', pointer('NDIS_STRING')),
    input('VcInstanceName', pointer('NDIS_STRING')),
  ],
  irql: Irql.DISPATCH,
  page: 'nf-ndis-ndiscoassigninstancename',
  summary: 'Names a virtual connection for management programs.',
});

export const NdisCoGetTapiCallId = incomplete({
  name: 'NdisCoGetTapiCallId',
  returns: NDIS_STATUS,
  args: [input('NdisVcHandle', NDIS_HANDLE), input('TapiCallId', pointer('UNICODE_STRING'))],
  irql: Irql.DISPATCH,
  page: 'nf-ndis-ndiscogettapicallid',
  summary: 'Fills a string with the telephony identifier of a virtual connection.',
});
