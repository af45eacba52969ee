/** Indicates a status in MiniportHalt, when the adapter is still its own. */
import { NDIS_STATUS_MEDIA_DISCONNECT, NULL } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  halt(ndis, adapter) {
    const { MiniportAdapterHandle } = adapter;
    ndis.NdisMIndicateStatus(MiniportAdapterHandle, NDIS_STATUS_MEDIA_DISCONNECT, NULL, 0);
    ndis.NdisMIndicateStatusComplete(MiniportAdapterHandle);
  },
});
