/** MiniportInitialize: memory and a timer, which will bring the lines up; and MiniportHalt. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_ERROR_CODE_OUT_OF_RESOURCES,
  NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION,
  NdisInterfaceInternal,
  NdisMediumWan,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS, NDIS_STATUS_UNSUPPORTED_MEDIA } from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { ADAPTER, adapterAt, POOL_TAG } from './adapter';
import { turnOn, type Lines } from './lines';

/** How long to sleep between looks whether the timer's function has run. */
const WAIT_US = 10_000;

export function initializeWith({ timerFunction }: Lines): Handler<'MiniportInitialize'> {
  return (ndis, MediumArray, MediumArraySize, MiniportAdapterHandle) => {
    const fail = (errorCode: number, status: NdisStatus): NdisStatus => {
      ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, errorCode, 0);
      return status;
    };
    const SelectedMediumIndex = findMedium(ndis, MediumArray, MediumArraySize);
    if (SelectedMediumIndex < 0)
      return fail(NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION, NDIS_STATUS_UNSUPPORTED_MEDIA);
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(ADAPTER.bytes, POOL_TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return fail(NDIS_ERROR_CODE_OUT_OF_RESOURCES, Result);
    ndis.NdisZeroMemory(VirtualAddress, ADAPTER.bytes);
    const adapter = adapterAt(ndis, VirtualAddress);
    adapter.MiniportAdapterHandle = MiniportAdapterHandle;
    ndis.NdisMSetAttributesEx(MiniportAdapterHandle, VirtualAddress, 0, 0, NdisInterfaceInternal);
    ndis.NdisMInitializeTimer(
      adapter.Timer.address,
      MiniportAdapterHandle,
      ndis.addressOf(timerFunction),
      VirtualAddress,
    );
    turnOn(ndis, adapter);
    return { Result: NDIS_STATUS_SUCCESS, SelectedMediumIndex };
  };
}

function findMedium({ memory }: Ndis, media: VirtualAddress, count: number): number {
  for (let index = 0; index < count; index++)
    if (memory.read32(virtual(media + 4 * index)) === NdisMediumWan) return index;
  return -1;
}

export function haltWith({ turnOff }: Lines): Handler<'MiniportHalt'> {
  return (ndis, MiniportAdapterContext) => {
    const adapter = adapterAt(ndis, MiniportAdapterContext);
    turnOff(ndis, adapter);
    // A timer that is past cancelling runs once more.
    while (adapter.IsTimerActive) ndis.NdisMSleep(WAIT_US);
    ndis.NdisFreeMemory(adapter.address, ADAPTER.bytes, 0);
  };
}
