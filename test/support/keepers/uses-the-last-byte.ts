/**
 * Reads and writes the first and the last byte of its memory until the moment it frees it; takes
 * and frees a block again.
 */
import { NDIS_STATUS_SUCCESS, virtual } from '../../../ndis';
import { TAG } from '../../../miniports/faulty/small-adapter';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    for (let count = 0; count < 2; count++) {
      const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(61, TAG);
      if (Result !== NDIS_STATUS_SUCCESS) return Result;
      ndis.NdisZeroMemory(VirtualAddress, 61);
      ndis.memory.write8(virtual(VirtualAddress + 60), ndis.memory.read8(VirtualAddress));
      ndis.memory.read8(virtual(VirtualAddress + 60));
      ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    }
    return NDIS_STATUS_SUCCESS;
  },
});
