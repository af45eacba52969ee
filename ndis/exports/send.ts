/** Sends: their completion by a miniport. */
import { sendComplete } from '../wrapper/send';
import { sendResourcesAvailable } from '../wrapper/send-queue';
import { exported, input, Irql } from '../row';
import { NDIS_STATUS, VOID, handle, pointer } from '../types';

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.SendCompleteHandler.
// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMSendComplete = exported({
  name: 'NdisMSendComplete',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Packet', pointer('NDIS_PACKET')),
    input('Status', NDIS_STATUS),
  ],
  irql: Irql.UP_TO_DISPATCH,
  withLock: 'irql/spin-lock-held-across-call',
  page: 'ff553613',
  summary: 'Gives a packet back whose send was pending.',
  body: (os, MiniportAdapterHandle, Packet, Status) =>
    sendComplete(os.adapter(MiniportAdapterHandle), Packet, Status),
});

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.SendResourcesHandler.
export const NdisMSendResourcesAvailable = exported({
  name: 'NdisMSendResourcesAvailable',
  returns: VOID,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.DISPATCH,
  page: 'ff553617',
  summary: 'Tells NDIS that the adapter can take packets again.',
  body: (os, MiniportAdapterHandle) => sendResourcesAvailable(os.adapter(MiniportAdapterHandle)),
});
