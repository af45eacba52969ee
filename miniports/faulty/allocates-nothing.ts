/** Allocates room for a list of no elements: resource/memory-zero-bytes. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const ELEMENT_BYTES = 16;

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const byteCount = adapter.PacketFilter * ELEMENT_BYTES;
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(byteCount, TAG);
    if (Result === NDIS_STATUS_SUCCESS) ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    return Result;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/memory-zero-bytes'],
  life: ['resource/memory-zero-bytes'],
  start: ['resource/memory-zero-bytes'],
};
