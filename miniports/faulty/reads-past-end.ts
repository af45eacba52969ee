/** Reads the byte behind a block of memory: memory/out-of-bounds. */
import { NDIS_STATUS_SUCCESS, virtual } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(64, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    ndis.memory.read8(virtual(VirtualAddress + 64));
    ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['memory/out-of-bounds'],
  life: ['memory/out-of-bounds'],
  start: ['memory/out-of-bounds'],
};
