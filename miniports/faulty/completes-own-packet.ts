/** Completes a packet of its own as if it had been sent: packet/foreign-packet-completed. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { Status, PoolHandle } = ndis.NdisAllocatePacketPool(1, 16);
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const { Status: taken, Packet } = ndis.NdisAllocatePacket(PoolHandle);
    if (taken === NDIS_STATUS_SUCCESS) {
      ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, Packet, NDIS_STATUS_SUCCESS);
      ndis.NdisFreePacket(Packet);
    }
    ndis.NdisFreePacketPool(PoolHandle);
    return taken;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['packet/foreign-packet-completed'],
  life: ['packet/foreign-packet-completed'],
  start: ['packet/foreign-packet-completed'],
};
