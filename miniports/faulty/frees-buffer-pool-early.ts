/**
 * Frees a buffer pool while a buffer of it is out, and the buffer afterwards:
 * resource/buffer-pool-freed-with-buffers-out.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { ADAPTER } from './small-adapter';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { Status, PoolHandle } = ndis.NdisAllocateBufferPool(4);
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const { Status: allocated, Buffer } = ndis.NdisAllocateBuffer(
      PoolHandle,
      adapter.address,
      ADAPTER.bytes,
    );
    ndis.NdisFreeBufferPool(PoolHandle);
    if (allocated === NDIS_STATUS_SUCCESS) ndis.NdisFreeBuffer(Buffer);
    return allocated;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/buffer-pool-freed-with-buffers-out'],
  life: ['resource/buffer-pool-freed-with-buffers-out'],
  start: ['resource/buffer-pool-freed-with-buffers-out'],
};
