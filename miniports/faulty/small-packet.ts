/**
 * One receive packet for the faulty drivers that indicate: a frame of the driver's own making,
 * which it indicates when a packet filter is set, and takes back in MiniportReturnPacket.
 */
import {
  NDIS_HANDLE,
  NDIS_STATUS_SUCCESS,
  OID_GEN_CURRENT_PACKET_FILTER,
  PVOID,
  UCHAR,
  ULONG,
  array,
  layout,
  virtual,
  type Ndis,
  type NdisHandle,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';
import { ADAPTER } from './small-adapter';
import type { Steps } from './small-miniport';
import { setInformation } from './small-requests';

/** The shortest Ethernet frame, without its checksum. */
const FRAME_BYTES = 60;
const ADDRESS_BYTES = 6;
/** How long to sleep between looks at whether the packet is back. */
const WAIT_US = 1000;

const RECEIVE = layout('RECEIVE', undefined, {
  PacketPool: NDIS_HANDLE,
  BufferPool: NDIS_HANDLE,
  Packet: PVOID,
  Buffer: PVOID,
  /** Whether the packet is NDIS's at present. */
  IsOut: ULONG,
  Frame: array(UCHAR, FRAME_BYTES),
});

/** The step `initialize`: makes the packet. */
export function preparePacket(ndis: Ndis): NdisStatus {
  const receive = ndis.global(RECEIVE);
  receive.IsOut = 0;
  // A broadcast; the rest is zeros.
  ndis.NdisZeroMemory(receive.Frame, FRAME_BYTES);
  ndis.NdisFillMemory(receive.Frame, ADDRESS_BYTES, 0xff);
  const packets = ndis.NdisAllocatePacketPool(1, 16);
  if (packets.Status !== NDIS_STATUS_SUCCESS) return packets.Status;
  receive.PacketPool = packets.PoolHandle;
  const buffers = ndis.NdisAllocateBufferPool(1);
  let status = buffers.Status;
  if (status === NDIS_STATUS_SUCCESS) {
    receive.BufferPool = buffers.PoolHandle;
    status = chainBuffer(ndis);
    if (status !== NDIS_STATUS_SUCCESS) ndis.NdisFreeBufferPool(receive.BufferPool);
  }
  if (status !== NDIS_STATUS_SUCCESS) ndis.NdisFreePacketPool(receive.PacketPool);
  return status;
}

function chainBuffer(ndis: Ndis): NdisStatus {
  const receive = ndis.global(RECEIVE);
  const { Status, Packet } = ndis.NdisAllocatePacket(receive.PacketPool);
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  const taken = ndis.NdisAllocateBuffer(receive.BufferPool, receive.Frame, FRAME_BYTES);
  if (taken.Status !== NDIS_STATUS_SUCCESS) {
    ndis.NdisFreePacket(Packet);
    return taken.Status;
  }
  ndis.NdisChainBufferAtFront(Packet, taken.Buffer);
  receive.Packet = Packet;
  receive.Buffer = taken.Buffer;
  return NDIS_STATUS_SUCCESS;
}

/** Where the data of the frame are, and what describes them. */
export const frameOf = (ndis: Ndis): VirtualAddress => ndis.global(RECEIVE).Frame;
export const bufferOf = (ndis: Ndis): VirtualAddress => ndis.global(RECEIVE).Buffer;

/** Gives the packet and its pools back. */
export function freePacket(ndis: Ndis): void {
  const { Packet, PacketPool, BufferPool } = ndis.global(RECEIVE);
  const { Buffer } = ndis.NdisUnchainBufferAtFront(Packet);
  ndis.NdisFreeBuffer(Buffer);
  ndis.NdisFreePacket(Packet);
  ndis.NdisFreeBufferPool(BufferPool);
  ndis.NdisFreePacketPool(PacketPool);
}

/** Indicates the packet in an array that names it `count` times, unless it is out. */
export function indicatePacket(
  ndis: Ndis,
  MiniportAdapterHandle: NdisHandle,
  count = 1,
  status: NdisStatus = NDIS_STATUS_SUCCESS,
): void {
  const receive = ndis.global(RECEIVE);
  if (receive.IsOut !== 0) return;
  receive.IsOut = 1;
  const { Packet } = receive;
  const packets = ndis.localBytes(4 * count);
  for (let index = 0; index < count; index++)
    ndis.memory.write32(virtual(packets + 4 * index), Packet);
  ndis.NDIS_SET_PACKET_STATUS(Packet, status);
  ndis.NdisMIndicateReceivePacket(MiniportAdapterHandle, packets, count);
}

/** The step `setInformation` of a driver that has something to indicate once a filter is set. */
export function indicatingOnFilter(
  indicate: (ndis: Ndis, MiniportAdapterHandle: NdisHandle) => void,
): Steps['setInformation'] {
  return (ndis, MiniportAdapterContext, Oid, ...buffer) => {
    const answer = setInformation(ndis, MiniportAdapterContext, Oid, ...buffer);
    const adapter = ADAPTER.at(ndis.memory, MiniportAdapterContext);
    if (Oid === OID_GEN_CURRENT_PACKET_FILTER && adapter.PacketFilter !== 0)
      indicate(ndis, adapter.MiniportAdapterHandle);
    return answer;
  };
}

/** The step `returnPacket`. */
export function takePacketBack(ndis: Ndis): void {
  ndis.global(RECEIVE).IsOut = 0;
}

/** Waits until NDIS has given the packet back (NDIS 5.1: Halting a Miniport Driver). */
export function awaitPacket(ndis: Ndis): void {
  while (ndis.global(RECEIVE).IsOut !== 0) ndis.NdisMSleep(WAIT_US);
}

/** The steps of a driver that indicates its packet once, with a buffer that it makes so long. */
export function indicatingBytes(byteCount: number): Partial<Steps> {
  return {
    initialize(ndis) {
      const status = preparePacket(ndis);
      if (status === NDIS_STATUS_SUCCESS) ndis.NdisAdjustBufferLength(bufferOf(ndis), byteCount);
      return status;
    },
    setInformation: indicatingOnFilter(indicatePacket),
    returnPacket: takePacketBack,
    halt(ndis) {
      awaitPacket(ndis);
      freePacket(ndis);
    },
  };
}
