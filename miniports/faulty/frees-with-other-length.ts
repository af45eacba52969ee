/**
 * Frees noncached memory with another length than it was allocated with:
 * resource/memory-freed-with-other-arguments.
 */
import { NDIS_MEMORY_NONCACHED, NDIS_STATUS_SUCCESS, physical } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemory(
      4096,
      NDIS_MEMORY_NONCACHED,
      physical(0xffff_ffff),
    );
    if (Result === NDIS_STATUS_SUCCESS)
      ndis.NdisFreeMemory(VirtualAddress, 4095, NDIS_MEMORY_NONCACHED);
    return Result;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/memory-freed-with-other-arguments'],
  life: ['resource/memory-freed-with-other-arguments'],
  start: ['resource/memory-freed-with-other-arguments'],
};
