/** Uses the physical address of its registers as a pointer: memory/wild-access. */
import { NDIS_STATUS_SUCCESS, virtual } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    ndis.memory.read32(virtual(adapter.MemoryStart & 0x7fff_ffff));
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['memory/wild-access'],
  life: ['memory/wild-access'],
  start: ['memory/wild-access'],
};
