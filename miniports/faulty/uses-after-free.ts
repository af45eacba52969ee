/** Writes to memory that it has freed: memory/use-after-free. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(64, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    ndis.memory.write32(VirtualAddress, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['memory/use-after-free'],
  life: ['memory/use-after-free'],
  start: ['memory/use-after-free'],
};
