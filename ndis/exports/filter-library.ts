/** The filter library of NDIS 3, behind the receive macros of drivers built for it. */
import { Irql, incomplete, input, optional } from '../row';
import { NDIS_HANDLE, PVOID, UINT, VOID, pointer } from '../types';

export const EthFilterDprIndicateReceive = incomplete({
  name: 'EthFilterDprIndicateReceive',
  returns: VOID,
  args: [
    input('Filter', pointer('ETH_FILTER')),
    input('MacReceiveContext', NDIS_HANDLE),
    input('Address', pointer('UCHAR')),
    input('HeaderBuffer', PVOID),
    input('HeaderBufferSize', UINT),
    optional('LookaheadBuffer', PVOID),
    input('LookaheadBufferSize', UINT),
    input('PacketSize', UINT),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Hands an Ethernet frame to the protocols whose filter it passes; sizes in bytes.',
});

export const EthFilterDprIndicateReceiveComplete = incomplete({
  name: 'EthFilterDprIndicateReceiveComplete',
  returns: VOID,
  args: [input('Filter', pointer('ETH_FILTER'))],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Tells the protocols that a row of Ethernet indications has ended.',
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
