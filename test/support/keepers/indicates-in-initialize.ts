/** Indicates a status in MiniportInitialize, as a deserialized driver may. */
import { NDIS_STATUS_MEDIA_CONNECT, NDIS_STATUS_SUCCESS, NULL } from '../../../ndis';
import { setDeserialized, smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle } = adapter;
    ndis.NdisMIndicateStatus(MiniportAdapterHandle, NDIS_STATUS_MEDIA_CONNECT, NULL, 0);
    ndis.NdisMIndicateStatusComplete(MiniportAdapterHandle);
    return NDIS_STATUS_SUCCESS;
  },
});
