/**
 * Receives until its ring is full; in MiniportHalt it stops the receiver, then frees the ring,
 * then the map registers.
 */
import { NDIS_STATUS_SUCCESS } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { resetNic } from '../../../miniports/faulty/small-registers';
import { allocateRing, freeRing, startReceiver } from '../../../miniports/faulty/small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle } = adapter;
    const status = ndis.NdisMAllocateMapRegisters(MiniportAdapterHandle, 0, 1, 4, 2048);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    const allocated = allocateRing(ndis, adapter);
    if (allocated !== NDIS_STATUS_SUCCESS) {
      ndis.NdisMFreeMapRegisters(MiniportAdapterHandle);
      return allocated;
    }
    startReceiver(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis, adapter) {
    resetNic(ndis, adapter);
    freeRing(ndis, adapter);
    ndis.NdisMFreeMapRegisters(adapter.MiniportAdapterHandle);
  },
});
