/**
 * Writes its entry for the error log in the last moment, when the adapter is given back already.
 */
import { NDIS_ERROR_CODE_OUT_OF_RESOURCES, NDIS_HANDLE, layout } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const LAST = layout('LAST', undefined, { MiniportAdapterHandle: NDIS_HANDLE });

export const DriverEntry = smallMiniport({
  writeError(ndis, adapter) {
    ndis.global(LAST).MiniportAdapterHandle = adapter.MiniportAdapterHandle;
  },
  initializeFailed(ndis, status) {
    const { MiniportAdapterHandle } = ndis.global(LAST);
    if (MiniportAdapterHandle !== 0)
      ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, NDIS_ERROR_CODE_OUT_OF_RESOURCES, 0);
    return status;
  },
});
