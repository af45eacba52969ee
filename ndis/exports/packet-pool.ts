/** Packet pools, and packet descriptors taken from them. */
import { NULL, type VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import type { OperatingSystem } from '../operating-system';
import {
  createPacketPool,
  freePacketPool,
  packetBytes,
  putPacket,
  takePacket,
} from '../wrapper/pools';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../status';
import { NDIS_FLAGS_PROTOCOL_ID_MASK, NDIS_PACKET } from '../structures/packet';
import { exported, input, Irql, output } from '../row';
import { NDIS_HANDLE, NDIS_STATUS, UINT, VOID, handle, pointer, type NdisHandle } from '../types';

const NO_HANDLE = 0 as NdisHandle;

function allocatePool(
  os: OperatingSystem,
  NumberOfDescriptors: number,
  NumberOfOverflowDescriptors: number,
  ProtocolReservedLength: number,
) {
  const pool = createPacketPool(
    os,
    NumberOfDescriptors,
    NumberOfOverflowDescriptors,
    ProtocolReservedLength,
  );
  if (pool === undefined) return { Status: NDIS_STATUS_RESOURCES, PoolHandle: NO_HANDLE };
  return { Status: NDIS_STATUS_SUCCESS, PoolHandle: pool.handle as NdisHandle };
}

export const NdisAllocatePacketPool = exported({
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
  acquires: { kind: 'packet-pool', key: 'PoolHandle' },
  allocates: true,
  fails: ['NDIS_STATUS_RESOURCES'],
  body: (os, NumberOfDescriptors, ProtocolReservedLength) =>
    allocatePool(os, NumberOfDescriptors, 0, ProtocolReservedLength),
});

export const NdisAllocatePacketPoolEx = exported({
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
  acquires: { kind: 'packet-pool', key: 'PoolHandle' },
  allocates: true,
  fails: ['NDIS_STATUS_RESOURCES'],
  body: (os, NumberOfDescriptors, NumberOfOverflowDescriptors, ProtocolReservedLength) =>
    allocatePool(os, NumberOfDescriptors, NumberOfOverflowDescriptors, ProtocolReservedLength),
});

export const NdisFreePacketPool = exported({
  name: 'NdisFreePacketPool',
  returns: VOID,
  args: [input('PoolHandle', handle('packet-pool'))],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['resource/packet-pool-freed-with-packets-out'],
  page: 'ff551995',
  summary: 'Frees a pool of packet descriptors.',
  releases: { kind: 'packet-pool', key: 'PoolHandle' },
  body(os, PoolHandle) {
    const pool = os.packetPools.get(PoolHandle)!;
    if (pool.outCount > 0)
      os.report('resource/packet-pool-freed-with-packets-out', {
        what: `The driver freed a packet pool while ${pool.outCount} packets of it were in use.`,
        resource: os.ledger.findReleased('packet-pool', PoolHandle),
      });
    freePacketPool(os, pool);
  },
});

export const NdisPacketPoolUsage = exported({
  name: 'NdisPacketPoolUsage',
  returns: UINT,
  args: [input('PoolHandle', handle('packet-pool'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndispacketpoolusage',
  summary: 'Gives how many packet descriptors of a pool are in use.',
  body: (os, PoolHandle) => os.packetPools.get(PoolHandle)!.outCount,
});

export const NdisSetPacketPoolProtocolId = exported({
  name: 'NdisSetPacketPoolProtocolId',
  returns: VOID,
  args: [input('PacketPoolHandle', handle('packet-pool')), input('ProtocolId', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisSetPacketPoolProtocolId',
  summary: 'Marks the packets of a pool with their protocol.',
  body(os, PacketPoolHandle, ProtocolId) {
    os.packetPools.get(PacketPoolHandle)!.protocolId = ProtocolId & NDIS_FLAGS_PROTOCOL_ID_MASK;
  },
});

export const NdisPacketSize = exported({
  name: 'NdisPacketSize',
  returns: UINT,
  args: [input('ProtocolReservedSize', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisPacketSize',
  summary: 'Gives the bytes that a packet descriptor takes with so much reserved for the protocol.',
  body: (_os, ProtocolReservedSize) => packetBytes(ProtocolReservedSize),
});

export const NdisAllocatePacket = exported({
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
  acquires: { kind: 'packet', key: 'Packet' },
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, PoolHandle) {
    const Packet = takePacket(os, os.packetPools.get(PoolHandle)!);
    if (Packet === undefined) return { Status: NDIS_STATUS_RESOURCES, Packet: NULL };
    return { Status: NDIS_STATUS_SUCCESS, Packet };
  },
});

export const NdisDprAllocatePacket = exported({
  name: 'NdisDprAllocatePacket',
  returns: VOID,
  args: NdisAllocatePacket.args,
  irql: Irql.DISPATCH,
  page: 'ff551932',
  summary: 'Takes a packet descriptor from a pool at DISPATCH_LEVEL.',
  acquires: NdisAllocatePacket.acquires,
  fails: NdisAllocatePacket.fails,
  body: NdisAllocatePacket.body,
});

export const NdisDprAllocatePacketNonInterlocked = exported({
  name: 'NdisDprAllocatePacketNonInterlocked',
  returns: VOID,
  args: NdisAllocatePacket.args,
  irql: Irql.DISPATCH,
  page: 'ff551937',
  summary: 'Takes a packet descriptor at DISPATCH_LEVEL from a pool that the caller guards.',
  acquires: NdisAllocatePacket.acquires,
  fails: NdisAllocatePacket.fails,
  body: NdisAllocatePacket.body,
});

/**
 * Whether a descriptor in a packet's chain is lost with the packet: it is held by the driver whose
 * packet that was. Those that an intermediate driver puts into a packet of its own, to pass them on,
 * are others'; and one may be freed while it is chained (NdisFreeBuffer, ff551981).
 */
function isLostWith(
  { ledger }: OperatingSystem,
  Packet: VirtualAddress,
  Buffer: VirtualAddress,
): boolean {
  const held = ledger.find('buffer', Buffer);
  return held !== undefined && held.image === ledger.findReleased('packet', Packet)?.image;
}

export const NdisFreePacket = exported({
  name: 'NdisFreePacket',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  withLock: 'packet/freed-under-spin-lock',
  breaks: ['packet/freed-with-buffers-chained'],
  page: 'ff551993',
  summary: 'Puts a packet descriptor back into its pool.',
  releases: { kind: 'packet', key: 'Packet' },
  body(os, Packet) {
    // The ledger has vouched for the address; its pool can be gone, which was reported then.
    const { Private } = NDIS_PACKET.at(os.raw, Packet);
    const pool = os.packetPools.get(Private.Pool);
    if (pool === undefined) return;
    if (isLostWith(os, Packet, Private.Head))
      os.report('packet/freed-with-buffers-chained', {
        what: `The packet at ${hex(Packet)} was freed with buffers chained to it.`,
      });
    putPacket(os, pool, Packet);
  },
});

/** Its page does not ask for locks to be released, as that of NdisFreePacket does. */
export const NdisDprFreePacket = exported({
  name: 'NdisDprFreePacket',
  returns: VOID,
  args: NdisFreePacket.args,
  irql: Irql.DISPATCH,
  page: 'ff551940',
  summary: 'Puts a packet descriptor back into its pool at DISPATCH_LEVEL.',
  releases: NdisFreePacket.releases,
  body: NdisFreePacket.body,
});

export const NdisDprFreePacketNonInterlocked = exported({
  name: 'NdisDprFreePacketNonInterlocked',
  returns: VOID,
  args: NdisFreePacket.args,
  irql: Irql.DISPATCH,
  page: 'NdisDprFreePacketNonInterlocked',
  summary: 'Puts a packet descriptor back at DISPATCH_LEVEL into a pool that the caller guards.',
  releases: NdisFreePacket.releases,
  body: NdisFreePacket.body,
});

export const NdisGetPoolFromPacket = exported({
  name: 'NdisGetPoolFromPacket',
  returns: NDIS_HANDLE,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetPoolFromPacket',
  summary: 'Gives the pool that a packet descriptor came from.',
  body: (os, Packet) => NDIS_PACKET.at(os.memory, Packet).Private.Pool as number as NdisHandle,
});
