/** Never frees a buffer descriptor, nor the pool that it is from: packet/buffer-not-freed. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { ADAPTER } from './small-adapter';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { Status, PoolHandle } = ndis.NdisAllocateBufferPool(4);
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const { Status: allocated } = ndis.NdisAllocateBuffer(
      PoolHandle,
      adapter.address,
      ADAPTER.bytes,
    );
    if (allocated !== NDIS_STATUS_SUCCESS) ndis.NdisFreeBufferPool(PoolHandle);
    return allocated;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['packet/buffer-not-freed', 'resource/buffer-pool-not-freed'],
  life: ['packet/buffer-not-freed', 'resource/buffer-pool-not-freed'],
  start: ['packet/buffer-not-freed', 'resource/buffer-pool-not-freed'],
};
