/**
 * Writes to memory that it was not given, because it does not look at the status:
 * memory/null-page.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { VirtualAddress } = ndis.NdisAllocateMemoryWithTag(64, TAG);
    ndis.memory.write32(VirtualAddress, 0);
    ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['memory/null-page'],
};
