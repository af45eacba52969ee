/**
 * Frees a packet pool while a packet of it is out, and the packet afterwards:
 * resource/packet-pool-freed-with-packets-out.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { Status, PoolHandle } = ndis.NdisAllocatePacketPool(4, 16);
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const { Status: allocated, Packet } = ndis.NdisAllocatePacket(PoolHandle);
    ndis.NdisFreePacketPool(PoolHandle);
    if (allocated === NDIS_STATUS_SUCCESS) ndis.NdisFreePacket(Packet);
    return allocated;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/packet-pool-freed-with-packets-out'],
  life: ['resource/packet-pool-freed-with-packets-out'],
  start: ['resource/packet-pool-freed-with-packets-out'],
};
