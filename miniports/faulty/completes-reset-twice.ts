/**
 * Completes the reset in MiniportReset, and then returns that it is done:
 * power/reset-completed-unexpectedly.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset(ndis, adapter) {
    ndis.NdisMResetComplete(adapter.MiniportAdapterHandle, NDIS_STATUS_SUCCESS, false);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['power/reset-completed-unexpectedly'],
  start: ['power/reset-completed-unexpectedly'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
