/** Does all that claims no hardware before NdisMSetAttributesEx. */
import { NDIS_STATUS_SUCCESS } from '../../../ndis';
import { TAG } from '../../../miniports/faulty/small-adapter';
import { RIGHT, smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  setAttributes(ndis, adapter) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(16, TAG);
    if (Result === NDIS_STATUS_SUCCESS) ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    ndis.NdisMSleep(1000);
    RIGHT.setAttributes(ndis, adapter);
  },
});
