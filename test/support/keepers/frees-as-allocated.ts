/**
 * Frees noncached memory with its exact length, and one tagged byte with none, which does not count.
 */
import { NDIS_MEMORY_NONCACHED, NDIS_STATUS_SUCCESS, physical } from '../../../ndis';
import { TAG } from '../../../miniports/faulty/small-adapter';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const noncached = ndis.NdisAllocateMemory(4096, NDIS_MEMORY_NONCACHED, physical(0xffff_ffff));
    if (noncached.Result !== NDIS_STATUS_SUCCESS) return noncached.Result;
    ndis.NdisFreeMemory(noncached.VirtualAddress, 4096, NDIS_MEMORY_NONCACHED);
    const tagged = ndis.NdisAllocateMemoryWithTag(1, TAG);
    if (tagged.Result === NDIS_STATUS_SUCCESS) ndis.NdisFreeMemory(tagged.VirtualAddress, 0, 0);
    return tagged.Result;
  },
});
