/** Wide area network miniports. */
import { Irql, incomplete, input, output } from '../row';
import { NDIS_HANDLE, NDIS_STATUS, UINT, VOID, handle, pointer } from '../types';

// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMWanIndicateReceive = incomplete({
  name: 'NdisMWanIndicateReceive',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('NdisLinkContext', NDIS_HANDLE),
    input('PacketBuffer', pointer('UCHAR')),
    input('PacketSize', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff553664',
  summary: 'Hands a received frame of a link up; PacketSize in bytes.',
});

// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMWanIndicateReceiveComplete = incomplete({
  name: 'NdisMWanIndicateReceiveComplete',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('NdisLinkContext', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMWanIndicateReceiveComplete',
  summary: 'Tells NDIS that a row of indications of a link has ended.',
});

// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMWanSendComplete = incomplete({
  name: 'NdisMWanSendComplete',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Packet', pointer('NDIS_WAN_PACKET')),
    input('Status', NDIS_STATUS),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMWanSendComplete',
  summary: 'Gives a packet of a link back.',
});
