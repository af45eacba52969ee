/** Asks for memory until it is given: resource/low-memory-not-survived. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const BYTES = 256;

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    for (;;) {
      const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(BYTES, TAG);
      if (Result !== NDIS_STATUS_SUCCESS) continue;
      ndis.NdisFreeMemory(VirtualAddress, BYTES, 0);
      return NDIS_STATUS_SUCCESS;
    }
  },
});

export const expected: ExpectedFindings = {
  sweep: ['resource/low-memory-not-survived'],
};
