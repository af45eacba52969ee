/** Takes an index from the registry without a look at its range: resource/registry-value-not-checked. */
import { NDIS_STATUS_SUCCESS, ULONG, layout, virtual } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { readInteger } from './small-configuration';
import { smallMiniport } from './small-miniport';

const THRESHOLDS = layout('THRESHOLDS', undefined, { Low: ULONG, Middle: ULONG, High: ULONG });

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { status, value } = readInteger(ndis, adapter, 'Threshold', 1);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    const { address } = ndis.global(THRESHOLDS);
    ndis.memory.write32(virtual(address + 4 * value), 64);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  configuration: ['memory/wild-access', 'resource/registry-value-not-checked'],
};
