/** Allocates plain memory by NdisAllocateMemory: resource/memory-untagged. */
import { NDIS_STATUS_SUCCESS, physical } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemory(64, 0, physical(0xffff_ffff));
    if (Result === NDIS_STATUS_SUCCESS) ndis.NdisFreeMemory(VirtualAddress, 64, 0);
    return Result;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/memory-untagged'],
  life: ['resource/memory-untagged'],
  start: ['resource/memory-untagged'],
};
