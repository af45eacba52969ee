/**
 * Maps the first megabyte of main memory as if it were its device:
 * resource/io-space-not-device-memory.
 */
import { NDIS_STATUS_SUCCESS, physical } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    ndis.NdisMMapIoSpace(adapter.MiniportAdapterHandle, physical(0), 0x10_0000);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/io-space-not-device-memory'],
  life: ['resource/io-space-not-device-memory'],
  start: ['resource/io-space-not-device-memory'],
};
