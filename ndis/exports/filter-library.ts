/** The filter library of NDIS 3, behind the receive macros of drivers built for it. */
import { Irql, exported, incomplete, input, optional } from '../row';
import { CONTEXT, NDIS_HANDLE, PVOID, UINT, VOID, handle, pointer } from '../types';
import { indicateReceive, indicateReceiveComplete } from '../wrapper/receive';

// Also what NdisMEthIndicateReceive calls, by EthRxIndicateHandler of NDIS_MINIPORT_BLOCK. Filter is
// EthDB of that block, which only NDIS looks into: here it leads back to the block. IRQL: that of the
// macro's page.
export const EthFilterDprIndicateReceive = exported({
  name: 'EthFilterDprIndicateReceive',
  returns: VOID,
  args: [
    input('Filter', handle('miniport-adapter')),
    input('MacReceiveContext', CONTEXT),
    input('Address', pointer('UCHAR')),
    input('HeaderBuffer', PVOID),
    input('HeaderBufferSize', UINT),
    optional('LookaheadBuffer', PVOID),
    input('LookaheadBufferSize', UINT),
    input('PacketSize', UINT),
  ],
  irql: Irql.DISPATCH,
  page: 'ndis.h',
  afterHalt: 'packet/indicated-after-halt',
  summary: 'Hands an Ethernet frame to the protocols whose filter it passes; sizes in bytes.',
  body: (
    os,
    Filter,
    MacReceiveContext,
    _Address,
    HeaderBuffer,
    HeaderBufferSize,
    LookaheadBuffer,
    LookaheadBufferSize,
    PacketSize,
  ) =>
    indicateReceive(os.adapter(Filter), {
      receiveContext: MacReceiveContext,
      headerBuffer: HeaderBuffer,
      headerByteCount: HeaderBufferSize,
      lookaheadBuffer: LookaheadBuffer,
      lookaheadByteCount: LookaheadBufferSize,
      packetByteCount: PacketSize,
    }),
});

// As above, for NdisMEthIndicateReceiveComplete and EthRxCompleteHandler.
export const EthFilterDprIndicateReceiveComplete = exported({
  name: 'EthFilterDprIndicateReceiveComplete',
  returns: VOID,
  args: [input('Filter', handle('miniport-adapter'))],
  irql: Irql.DISPATCH,
  page: 'ndis.h',
  summary: 'Tells the protocols that a row of Ethernet indications has ended.',
  body: (os, Filter) => indicateReceiveComplete(os.adapter(Filter)),
});

export const FddiFilterDprIndicateReceive = incomplete({
  name: 'FddiFilterDprIndicateReceive',
  returns: VOID,
  args: [
    input('Filter', pointer('FDDI_FILTER')),
    input('MacReceiveContext', NDIS_HANDLE),
    input('Address', pointer('UCHAR')),
    input('AddressLength', UINT),
    input('HeaderBuffer', PVOID),
    input('HeaderBufferSize', UINT),
    optional('LookaheadBuffer', PVOID),
    input('LookaheadBufferSize', UINT),
    input('PacketSize', UINT),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Hands an FDDI frame to the protocols whose filter it passes; sizes in bytes.',
});

export const FddiFilterDprIndicateReceiveComplete = incomplete({
  name: 'FddiFilterDprIndicateReceiveComplete',
  returns: VOID,
  args: [input('Filter', pointer('FDDI_FILTER'))],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Tells the protocols that a row of FDDI indications has ended.',
});

export const TrFilterDprIndicateReceive = incomplete({
  name: 'TrFilterDprIndicateReceive',
  returns: VOID,
  args: [
    input('Filter', pointer('TR_FILTER')),
    input('MacReceiveContext', NDIS_HANDLE),
    input('HeaderBuffer', PVOID),
    input('HeaderBufferSize', UINT),
    optional('LookaheadBuffer', PVOID),
    input('LookaheadBufferSize', UINT),
    input('PacketSize', UINT),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Hands a Token Ring frame to the protocols whose filter it passes; sizes in bytes.',
});

export const TrFilterDprIndicateReceiveComplete = incomplete({
  name: 'TrFilterDprIndicateReceiveComplete',
  returns: VOID,
  args: [input('Filter', pointer('TR_FILTER'))],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Tells the protocols that a row of Token Ring indications has ended.',
});

export const ArcFilterDprIndicateReceive = incomplete({
  name: 'ArcFilterDprIndicateReceive',
  returns: VOID,
  args: [
    input('Filter', pointer('ARC_FILTER')),
    input('RawHeader', pointer('UCHAR')),
    input('Data', pointer('UCHAR')),
    input('Length', UINT),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Hands an ARCNET packet to the protocols whose filter it passes; Length in bytes.',
});

export const ArcFilterDprIndicateReceiveComplete = incomplete({
  name: 'ArcFilterDprIndicateReceiveComplete',
  returns: VOID,
  args: [input('Filter', pointer('ARC_FILTER'))],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Tells the protocols that a row of ARCNET indications has ended.',
});
