/** Frees a packet with a buffer still chained to it: packet/freed-with-buffers-chained. */
import {
  NDIS_STATUS_SUCCESS,
  type Ndis,
  type NdisHandle,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { ADAPTER } from './small-adapter';
import { smallMiniport } from './small-miniport';

function useOnePacket(
  ndis: Ndis,
  packetPool: NdisHandle,
  bufferPool: NdisHandle,
  memory: VirtualAddress,
): NdisStatus {
  const { Status, Buffer } = ndis.NdisAllocateBuffer(bufferPool, memory, ADAPTER.bytes);
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  const { Status: taken, Packet } = ndis.NdisAllocatePacket(packetPool);
  if (taken === NDIS_STATUS_SUCCESS) {
    ndis.NdisChainBufferAtFront(Packet, Buffer);
    ndis.NdisFreePacket(Packet);
  }
  ndis.NdisFreeBuffer(Buffer);
  return taken;
}

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const packets = ndis.NdisAllocatePacketPool(4, 16);
    if (packets.Status !== NDIS_STATUS_SUCCESS) return packets.Status;
    const buffers = ndis.NdisAllocateBufferPool(4);
    let status = buffers.Status;
    if (status === NDIS_STATUS_SUCCESS) {
      status = useOnePacket(ndis, packets.PoolHandle, buffers.PoolHandle, adapter.address);
      ndis.NdisFreeBufferPool(buffers.PoolHandle);
    }
    ndis.NdisFreePacketPool(packets.PoolHandle);
    return status;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['packet/freed-with-buffers-chained'],
  life: ['packet/freed-with-buffers-chained'],
  start: ['packet/freed-with-buffers-chained'],
};
