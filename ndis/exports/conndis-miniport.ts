/** Connection-oriented miniports, and those with a call manager of their own (NdisMCm). */
import { Irql, incomplete, input, optional, output } from '../row';
import {
  CONTEXT,
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  UINT,
  ULONG,
  VOID,
  handle,
  pointer,
} from '../types';

// IRQL: the DDK's reference says PASSIVE_LEVEL and below DISPATCH_LEVEL; the laxer holds.
export const NdisMCmRegisterAddressFamily = incomplete({
  name: 'NdisMCmRegisterAddressFamily',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('AddressFamily', pointer('CO_ADDRESS_FAMILY')),
    input('CmCharacteristics', pointer('NDIS_CALL_MANAGER_CHARACTERISTICS')),
    input('SizeOfCmCharacteristics', UINT),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'ff553429',
  summary: "Offers an address family of a miniport's own to clients.",
});

export const NdisMCmCreateVc = incomplete({
  name: 'NdisMCmCreateVc',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('NdisAfHandle', NDIS_HANDLE),
    input('MiniportVcContext', CONTEXT),
    output('NdisVcHandle', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismcmcreatevc',
  summary: 'Makes a virtual connection for a call that comes in.',
});

export const NdisMCmDeleteVc = incomplete({
  name: 'NdisMCmDeleteVc',
  returns: NDIS_STATUS,
  args: [input('NdisVcHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismcmdeletevc',
  summary: 'Deletes a virtual connection.',
});

export const NdisMCmActivateVc = incomplete({
  name: 'NdisMCmActivateVc',
  returns: NDIS_STATUS,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismcmactivatevc',
  summary: 'Tells NDIS that a virtual connection is ready for data.',
});

export const NdisMCmDeactivateVc = incomplete({
  name: 'NdisMCmDeactivateVc',
  returns: NDIS_STATUS,
  args: [input('NdisVcHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismcmdeactivatevc',
  summary: 'Tells NDIS that a virtual connection is no longer ready for data.',
});

export const NdisMCmRequest = incomplete({
  name: 'NdisMCmRequest',
  returns: NDIS_STATUS,
  args: [
    input('NdisAfHandle', NDIS_HANDLE),
    optional('NdisVcHandle', NDIS_HANDLE),
    optional('NdisPartyHandle', NDIS_HANDLE),
    input('NdisRequest', pointer('NDIS_REQUEST')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMCmRequest',
  summary: 'Sends an OID request to a client.',
});

export const NdisMCoActivateVcComplete = incomplete({
  name: 'NdisMCoActivateVcComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismcoactivatevccomplete',
  summary: 'Ends a MiniportCoActivateVc that was pending.',
});

export const NdisMCoDeactivateVcComplete = incomplete({
  name: 'NdisMCoDeactivateVcComplete',
  returns: VOID,
  args: [input('Status', NDIS_STATUS), input('NdisVcHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismcodeactivatevccomplete',
  summary: 'Ends a MiniportCoDeactivateVc that was pending.',
});

export const NdisMCoIndicateReceivePacket = incomplete({
  name: 'NdisMCoIndicateReceivePacket',
  returns: VOID,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('PacketArray', pointer('PNDIS_PACKET')),
    input('NumberOfPackets', UINT),
  ],
  irql: Irql.DISPATCH,
  page: 'ff553455',
  summary: 'Hands received packets of a virtual connection up.',
});

export const NdisMCoReceiveComplete = incomplete({
  name: 'NdisMCoReceiveComplete',
  returns: VOID,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.DISPATCH,
  page: 'NdisMCoReceiveComplete',
  summary: 'Tells the protocols that a row of indications has ended.',
});

export const NdisMCoIndicateStatus = incomplete({
  name: 'NdisMCoIndicateStatus',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    optional('NdisVcHandle', NDIS_HANDLE),
    input('GeneralStatus', NDIS_STATUS),
    optional('StatusBuffer', PVOID),
    input('StatusBufferSize', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff553458',
  summary: 'Reports a change of state of an adapter or a virtual connection.',
});

export const NdisMCoRequestComplete = incomplete({
  name: 'NdisMCoRequestComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Request', pointer('NDIS_REQUEST')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMCoRequestComplete',
  summary: 'Ends a MiniportCoRequest that was pending.',
});

export const NdisMCoSendComplete = incomplete({
  name: 'NdisMCoSendComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisVcHandle', NDIS_HANDLE),
    input('Packet', pointer('NDIS_PACKET')),
  ],
  irql: Irql.DISPATCH,
  page: 'ff553475',
  summary: 'Gives a packet of a virtual connection back.',
});
