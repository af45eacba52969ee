/**
 * Receives until its ring is full, and meanwhile gives memory back that the NIC was never given; in
 * MiniportHalt it stops the receiver, then frees the ring, then the map registers.
 */
import { NDIS_STATUS_SUCCESS, NULL, type NdisHandle, type Ndis } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { resetNic } from '../../../miniports/faulty/small-registers';
import { allocateRing, freeRing, startReceiver } from '../../../miniports/faulty/small-ring';

const BYTES = 4096;

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
    tryForMore(ndis, MiniportAdapterHandle);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis, adapter) {
    resetNic(ndis, adapter);
    freeRing(ndis, adapter);
    ndis.NdisMFreeMapRegisters(adapter.MiniportAdapterHandle);
  },
});

/** Buffers for later would be good to have; the NIC works without. */
function tryForMore(ndis: Ndis, handle: NdisHandle): void {
  const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(handle, BYTES, false);
  if (VirtualAddress !== NULL)
    ndis.NdisMFreeSharedMemory(handle, BYTES, false, VirtualAddress, PhysicalAddress);
}
