/** Packet pools, and packet descriptors taken from them. */
import { Irql, incomplete, input, output } from '../row';
import { NDIS_HANDLE, NDIS_STATUS, UINT, VOID, handle, pointer } from '../types';

export const NdisAllocatePacketPool = incomplete({
  name: 'NdisAllocatePacketPool',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('PoolHandle', NDIS_HANDLE),
    input('NumberOfDescriptors', UINT),
    input('ProtocolReservedLength', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550780',
  summary: 'Makes a pool of packet descriptors; ProtocolReservedLength in bytes.',
});

export const NdisAllocatePacketPoolEx = incomplete({
  name: 'NdisAllocatePacketPoolEx',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('PoolHandle', NDIS_HANDLE),
    input('NumberOfDescriptors', UINT),
    input('NumberOfOverflowDescriptors', UINT),
    input('ProtocolReservedLength', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisallocatepacketpoolex',
  summary: 'Makes a pool of packet descriptors that can grow to a second limit.',
});

export const NdisFreePacketPool = incomplete({
  name: 'NdisFreePacketPool',
  returns: VOID,
  args: [input('PoolHandle', handle('packet-pool'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551995',
  summary: 'Frees a pool of packet descriptors.',
});

export const NdisPacketPoolUsage = incomplete({
  name: 'NdisPacketPoolUsage',
  returns: UINT,
  args: [input('PoolHandle', handle('packet-pool'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndispacketpoolusage',
  summary: 'Gives how many packet descriptors of a pool are in use.',
});

export const NdisSetPacketPoolProtocolId = incomplete({
  name: 'NdisSetPacketPoolProtocolId',
  returns: VOID,
  args: [input('PacketPoolHandle', handle('packet-pool')), input('ProtocolId', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisSetPacketPoolProtocolId',
  summary: 'Marks the packets of a pool with their protocol.',
});

export const NdisPacketSize = incomplete({
  name: 'NdisPacketSize',
  returns: UINT,
  args: [input('ProtocolReservedSize', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisPacketSize',
  summary: 'Gives the bytes that a packet descriptor takes with so much reserved for the protocol.',
});

export const NdisAllocatePacket = incomplete({
  name: 'NdisAllocatePacket',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('Packet', pointer('NDIS_PACKET')),
    input('PoolHandle', handle('packet-pool')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550774',
  summary: 'Takes a packet descriptor from a pool.',
});

export const NdisDprAllocatePacket = incomplete({
  name: 'NdisDprAllocatePacket',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('Packet', pointer('NDIS_PACKET')),
    input('PoolHandle', handle('packet-pool')),
  ],
  irql: Irql.DISPATCH,
  page: 'ff551932',
  summary: 'Takes a packet descriptor from a pool at DISPATCH_LEVEL.',
});

export const NdisDprAllocatePacketNonInterlocked = incomplete({
  name: 'NdisDprAllocatePacketNonInterlocked',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('Packet', pointer('NDIS_PACKET')),
    input('PoolHandle', handle('packet-pool')),
  ],
  irql: Irql.DISPATCH,
  page: 'ff551937',
  summary: 'Takes a packet descriptor at DISPATCH_LEVEL from a pool that the caller guards.',
});

export const NdisFreePacket = incomplete({
  name: 'NdisFreePacket',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551993',
  summary: 'Puts a packet descriptor back into its pool.',
});

export const NdisDprFreePacket = incomplete({
  name: 'NdisDprFreePacket',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.DISPATCH,
  page: 'NdisDprFreePacket',
  summary: 'Puts a packet descriptor back into its pool at DISPATCH_LEVEL.',
});

export const NdisDprFreePacketNonInterlocked = incomplete({
  name: 'NdisDprFreePacketNonInterlocked',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.DISPATCH,
  page: 'NdisDprFreePacketNonInterlocked',
  summary: 'Puts a packet descriptor back at DISPATCH_LEVEL into a pool that the caller guards.',
});

export const NdisGetPoolFromPacket = incomplete({
  name: 'NdisGetPoolFromPacket',
  returns: NDIS_HANDLE,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetPoolFromPacket',
  summary: 'Gives the pool that a packet descriptor came from.',
});
