/**
 * Reads a register behind the range that it has mapped, where there is nothing:
 * hardware/access-outside-claimed-range.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { readRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    readRegister(ndis, adapter, adapter.MemoryBytes);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/access-outside-claimed-range'],
  life: ['hardware/access-outside-claimed-range'],
  start: ['hardware/access-outside-claimed-range'],
};
