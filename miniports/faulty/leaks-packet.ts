/** Never frees a packet, nor the pool that it is from: packet/packet-not-freed. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { Status, PoolHandle } = ndis.NdisAllocatePacketPool(4, 16);
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const { Status: allocated } = ndis.NdisAllocatePacket(PoolHandle);
    if (allocated !== NDIS_STATUS_SUCCESS) ndis.NdisFreePacketPool(PoolHandle);
    return allocated;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['packet/packet-not-freed', 'resource/packet-pool-not-freed'],
  life: ['packet/packet-not-freed', 'resource/packet-pool-not-freed'],
  start: ['packet/packet-not-freed', 'resource/packet-pool-not-freed'],
};
