/** Wide area network miniports. */
import { exported, Irql, input, output } from '../row';
import { NDIS_HANDLE, NDIS_STATUS, UINT, VOID, handle, pointer } from '../types';
import { wanIndicateReceive, wanIndicateReceiveComplete } from '../wrapper/ndiswan';
import { sendComplete } from '../wrapper/send';

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.WanRcvHandler.
// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMWanIndicateReceive = exported({
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
  afterHalt: 'packet/indicated-after-halt',
  breaks: [
    'packet/indicated-after-halt',
    'packet/link-not-up',
    'packet/frame-length-wrong',
    'packet/call-for-other-medium',
  ],
  summary: 'Hands a received frame of a link up; PacketSize in bytes.',
  body: (os, MiniportAdapterHandle, NdisLinkContext, PacketBuffer, PacketSize) => ({
    Status: wanIndicateReceive(
      os.adapter(MiniportAdapterHandle),
      NdisLinkContext,
      PacketBuffer,
      PacketSize,
    ),
  }),
});

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.WanRcvCompleteHandler.
// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMWanIndicateReceiveComplete = exported({
  name: 'NdisMWanIndicateReceiveComplete',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('NdisLinkContext', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMWanIndicateReceiveComplete',
  afterHalt: 'packet/indicated-after-halt',
  breaks: ['packet/link-not-up', 'packet/call-for-other-medium'],
  summary: 'Tells NDIS that a row of indications of a link has ended.',
  body: (os, MiniportAdapterHandle, NdisLinkContext) =>
    wanIndicateReceiveComplete(os.adapter(MiniportAdapterHandle), NdisLinkContext),
});

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.WanSendCompleteHandler.
// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMWanSendComplete = exported({
  name: 'NdisMWanSendComplete',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Packet', pointer('NDIS_WAN_PACKET')),
    input('Status', NDIS_STATUS),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff553668',
  breaks: [
    'packet/completed-twice',
    'packet/foreign-packet-completed',
    'packet/completed-without-result',
    'packet/call-for-other-medium',
  ],
  summary: 'Gives a packet of a link back whose send was pending.',
  body: (os, MiniportAdapterHandle, Packet, Status) =>
    sendComplete(os.adapter(MiniportAdapterHandle), Packet, Status, true),
});
