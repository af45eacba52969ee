/** Takes every packet and buffer of its pools, and gives each back before the pools. */
import { NDIS_STATUS_SUCCESS, type Ndis, type VirtualAddress } from '../../../ndis';
import { ADAPTER } from '../../../miniports/faulty/small-adapter';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const PACKET_COUNT = 4;

/** The buffer is chained until just before its packet goes. */
function chainAndUnchain(
  ndis: Ndis,
  packet: VirtualAddress | undefined,
  memory: VirtualAddress,
): void {
  const { Status, PoolHandle } = ndis.NdisAllocateBufferPool(1);
  if (Status !== NDIS_STATUS_SUCCESS) return;
  const allocated = ndis.NdisAllocateBuffer(PoolHandle, memory, ADAPTER.bytes);
  if (allocated.Status === NDIS_STATUS_SUCCESS) {
    if (packet === undefined) ndis.NdisFreeBuffer(allocated.Buffer);
    else {
      ndis.NdisChainBufferAtFront(packet, allocated.Buffer);
      const { Buffer } = ndis.NdisUnchainBufferAtFront(packet);
      ndis.NdisFreeBuffer(Buffer);
    }
  }
  ndis.NdisFreeBufferPool(PoolHandle);
}

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const packets = ndis.NdisAllocatePacketPool(PACKET_COUNT, 16);
    if (packets.Status !== NDIS_STATUS_SUCCESS) return packets.Status;
    const buffers = ndis.NdisAllocateBufferPool(1);
    if (buffers.Status === NDIS_STATUS_SUCCESS) {
      const { Status, Buffer } = ndis.NdisAllocateBuffer(
        buffers.PoolHandle,
        adapter.address,
        ADAPTER.bytes,
      );
      if (Status === NDIS_STATUS_SUCCESS) ndis.NdisFreeBuffer(Buffer);
      ndis.NdisFreeBufferPool(buffers.PoolHandle);
    }
    const taken: VirtualAddress[] = [];
    for (let count = 0; count < PACKET_COUNT; count++) {
      const { Status, Packet } = ndis.NdisAllocatePacket(packets.PoolHandle);
      if (Status === NDIS_STATUS_SUCCESS) taken.push(Packet);
    }
    chainAndUnchain(ndis, taken[0], adapter.address);
    for (const packet of taken) ndis.NdisFreePacket(packet);
    ndis.NdisFreePacketPool(packets.PoolHandle);
    return buffers.Status;
  },
});
