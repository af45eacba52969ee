/** Asks for memory three times at most: keeps resource/low-memory-not-survived. */
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../../ndis';
import { TAG } from '../../../miniports/faulty/small-adapter';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const BYTES = 256;
const TRIES = 3;

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    for (let tries = 0; tries < TRIES; tries++) {
      const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(BYTES, TAG);
      if (Result !== NDIS_STATUS_SUCCESS) continue;
      ndis.NdisFreeMemory(VirtualAddress, BYTES, 0);
      return NDIS_STATUS_SUCCESS;
    }
    return NDIS_STATUS_RESOURCES;
  },
});
