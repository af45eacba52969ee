/** Frees an address within a block of memory, and then the block: memory/interior-free. */
import { NDIS_STATUS_SUCCESS, virtual } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(64, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    ndis.NdisFreeMemory(virtual(VirtualAddress + 8), 0, 0);
    ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['memory/interior-free'],
  life: ['memory/interior-free'],
  start: ['memory/interior-free'],
};
