/**
 * Keeps memory, a lock and a lookaside list of the whole driver until the unload handler, as the
 * last that it may.
 */
import {
  NDIS_SPIN_LOCK,
  NDIS_STATUS_SUCCESS,
  NPAGED_LOOKASIDE_LIST,
  NULL,
  PVOID,
  layout,
} from '../../../ndis';
import { TAG } from '../../../miniports/faulty/small-adapter';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const DRIVER = layout('DRIVER', undefined, {
  Memory: PVOID,
  Lock: NDIS_SPIN_LOCK,
  List: NPAGED_LOOKASIDE_LIST,
});

export const DriverEntry = smallMiniport({
  registered(ndis, NdisWrapperHandle) {
    const driver = ndis.global(DRIVER);
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(64, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) {
      ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
      return Result;
    }
    driver.Memory = VirtualAddress;
    ndis.NdisAllocateSpinLock(driver.Lock.address);
    ndis.NdisInitializeNPagedLookasideList(driver.List.address, NULL, NULL, 0, 64, TAG, 0);
    return NDIS_STATUS_SUCCESS;
  },
  unload(ndis) {
    const driver = ndis.global(DRIVER);
    ndis.NdisDeleteNPagedLookasideList(driver.List.address);
    ndis.NdisFreeSpinLock(driver.Lock.address);
    ndis.NdisFreeMemory(driver.Memory, 0, 0);
  },
});
