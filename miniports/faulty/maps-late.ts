/** Maps device memory after MiniportInitialize: resource/io-space-mapped-outside-initialize. */
import { NDIS_STATUS_SUCCESS, physical } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queueing } from './small-work';

const mapAgain = queueing((ndis, adapter) => {
  const { MiniportAdapterHandle, MemoryStart, MemoryBytes } = adapter;
  const { Result, VirtualAddress } = ndis.NdisMMapIoSpace(
    MiniportAdapterHandle,
    physical(MemoryStart),
    MemoryBytes,
  );
  if (Result === NDIS_STATUS_SUCCESS)
    ndis.NdisMUnmapIoSpace(MiniportAdapterHandle, VirtualAddress, MemoryBytes);
});

export const DriverEntry = smallMiniport({
  reset(ndis, adapter) {
    mapAgain(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['resource/io-space-mapped-outside-initialize'],
  start: ['resource/io-space-mapped-outside-initialize'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
