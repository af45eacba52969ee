/** Frees a block of memory twice: memory/double-free. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(64, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['memory/double-free'],
  life: ['memory/double-free'],
  start: ['memory/double-free'],
};
