/** Receives: their indication by a miniport. */
import {
  indicateReceive,
  indicateReceiveComplete,
  indicateReceivePackets,
} from '../wrapper/receive';
import { transferDataComplete } from '../wrapper/transfer-data';
import { exported, input, Irql, optional } from '../row';
import { CONTEXT, NDIS_STATUS, PVOID, UINT, VOID, handle, pointer } from '../types';

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.TDCompleteHandler.
export const NdisMTransferDataComplete = exported({
  name: 'NdisMTransferDataComplete',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Packet', pointer('NDIS_PACKET')),
    input('Status', NDIS_STATUS),
    input('BytesTransferred', UINT),
  ],
  irql: Irql.DISPATCH,
  page: 'ff553652',
  summary: 'Ends a MiniportTransferData that was pending.',
  body: (os, MiniportAdapterHandle, Packet, Status, BytesTransferred) =>
    transferDataComplete(os.adapter(MiniportAdapterHandle), Packet, Status, BytesTransferred),
});

// Calls through NDIS_MINIPORT_BLOCK.PacketIndicateHandler. IRQL: that at which NDIS 5 calls the
// ProtocolReceivePacket and ProtocolReceive behind it ("Porting NDIS Protocol Driver Receive Data
// Handling").
export const NdisMIndicateReceivePacket = exported({
  name: 'NdisMIndicateReceivePacket',
  form: 'macro',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('ReceivePackets', pointer('PNDIS_PACKET')),
    input('NumberOfPackets', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  withLock: 'irql/spin-lock-held-across-call',
  breaks: ['packet/indicated-while-in-use', 'packet/indicated-after-halt'],
  page: 'ff553533',
  afterHalt: 'packet/indicated-after-halt',
  summary: 'Hands an array of received packets up.',
  body: (os, MiniportAdapterHandle, ReceivePackets, NumberOfPackets) =>
    indicateReceivePackets(os.adapter(MiniportAdapterHandle), ReceivePackets, NumberOfPackets),
});

// Calls through NDIS_MINIPORT_BLOCK.EthRxIndicateHandler with EthDB, MiniportReceiveContext,
// HeaderBuffer as the address, HeaderBuffer and the rest.
export const NdisMEthIndicateReceive = exported({
  name: 'NdisMEthIndicateReceive',
  form: 'macro',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('MiniportReceiveContext', CONTEXT),
    input('HeaderBuffer', PVOID),
    input('HeaderBufferSize', UINT),
    optional('LookaheadBuffer', PVOID),
    input('LookaheadBufferSize', UINT),
    input('PacketSize', UINT),
  ],
  irql: Irql.DISPATCH,
  withLock: 'irql/spin-lock-held-across-call',
  page: 'ff553510',
  afterHalt: 'packet/indicated-after-halt',
  summary: 'Hands up the header and the beginning of an Ethernet frame; sizes in bytes.',
  body: (
    os,
    MiniportAdapterHandle,
    MiniportReceiveContext,
    HeaderBuffer,
    HeaderBufferSize,
    LookaheadBuffer,
    LookaheadBufferSize,
    PacketSize,
  ) =>
    indicateReceive(os.adapter(MiniportAdapterHandle), {
      receiveContext: MiniportReceiveContext,
      headerBuffer: HeaderBuffer,
      headerByteCount: HeaderBufferSize,
      lookaheadBuffer: LookaheadBuffer,
      lookaheadByteCount: LookaheadBufferSize,
      packetByteCount: PacketSize,
    }),
});

// Calls through NDIS_MINIPORT_BLOCK.EthRxCompleteHandler with EthDB.
export const NdisMEthIndicateReceiveComplete = exported({
  name: 'NdisMEthIndicateReceiveComplete',
  form: 'macro',
  returns: VOID,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.DISPATCH,
  withLock: 'irql/spin-lock-held-across-call',
  page: 'ff553513',
  summary: 'Tells the protocols that a row of indications has ended.',
  body: (os, MiniportAdapterHandle) => indicateReceiveComplete(os.adapter(MiniportAdapterHandle)),
});
