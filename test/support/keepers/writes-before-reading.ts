/**
 * Copies a block of which it has written the first half, and looks at no more than that: what was
 * never written may be moved, but not used.
 */
import { NDIS_STATUS_SUCCESS, virtual } from '../../../ndis';
import { TAG } from '../../../miniports/faulty/small-adapter';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const BLOCK_BYTES = 16;

export const DriverEntry = smallMiniport({
  reset(ndis) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(BLOCK_BYTES, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    ndis.NdisZeroMemory(VirtualAddress, BLOCK_BYTES / 2);
    const copy = ndis.localBytes(BLOCK_BYTES);
    ndis.NdisMoveMemory(copy, VirtualAddress, BLOCK_BYTES);
    if (ndis.memory.read32(virtual(copy)) !== 0) ndis.NdisStallExecution(1);
    ndis.NdisFreeMemory(VirtualAddress, BLOCK_BYTES, 0);
    return NDIS_STATUS_SUCCESS;
  },
});
