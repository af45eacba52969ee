/** Tests a flag in memory that it has never written: memory/uninitialized-read. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const FLAG_BYTES = 4;

export const DriverEntry = smallMiniport({
  reset(ndis) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(FLAG_BYTES, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    if (ndis.memory.read32(VirtualAddress) !== 0) ndis.NdisStallExecution(1);
    ndis.NdisFreeMemory(VirtualAddress, FLAG_BYTES, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'fresh-memory': ['memory/uninitialized-read'],
};
