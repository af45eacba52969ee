/**
 * Asks for its resources with no buffer, and then with one as long as needed; maps the last byte of
 * its memory; uses a lookaside list twice over; makes a device object, asks for its own name, claims
 * a DMA channel twice over, and gives each of them back.
 */
import {
  MAJOR_FUNCTION_COUNT,
  NDIS_HANDLE,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
  NPAGED_LOOKASIDE_LIST,
  NULL,
  UNICODE_STRING,
  layout,
  physical,
  type Ndis,
  type NdisStatus,
} from '../../../ndis';
import { TAG, type Adapter } from '../../../miniports/faulty/small-adapter';
import { claimChannel, setSubordinate } from '../../../miniports/faulty/small-dma-channel';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const OWN = layout('OWN', undefined, { List: NPAGED_LOOKASIDE_LIST, Device: NDIS_HANDLE });

export const DriverEntry = smallMiniport({
  registered(ndis, NdisWrapperHandle) {
    const majorFunctions = ndis.localBytes(4 * MAJOR_FUNCTION_COUNT);
    ndis.NdisZeroMemory(majorFunctions, 4 * MAJOR_FUNCTION_COUNT);
    const { Result, NdisDeviceHandle } = ndis.NdisMRegisterDevice(
      NdisWrapperHandle,
      ndis.unicodeString('\\Device\\Small'),
      ndis.unicodeString('\\DosDevices\\Small'),
      majorFunctions,
    );
    if (Result === NDIS_STATUS_SUCCESS) ndis.global(OWN).Device = NdisDeviceHandle;
    return NDIS_STATUS_SUCCESS;
  },
  setAttributes: setSubordinate,
  initialize(ndis, adapter) {
    const steps = [askForResources, mapLastByte, useList, askForName, useChannel, useChannel];
    for (const step of steps) {
      const status = step(ndis, adapter);
      if (status !== NDIS_STATUS_SUCCESS) return status;
    }
    return NDIS_STATUS_SUCCESS;
  },
  unload(ndis) {
    const { Device } = ndis.global(OWN);
    if (Device !== 0) ndis.NdisMDeregisterDevice(Device);
  },
});

function askForResources(ndis: Ndis, { WrapperConfigurationContext }: Adapter): NdisStatus {
  const short = ndis.NdisMQueryAdapterResources(WrapperConfigurationContext, ndis.localBytes(4), 0);
  if (short.Status !== NDIS_STATUS_RESOURCES || short.BufferSize === 0) return short.Status;
  const buffer = ndis.localBytes(short.BufferSize);
  return ndis.NdisMQueryAdapterResources(WrapperConfigurationContext, buffer, short.BufferSize)
    .Status;
}

function mapLastByte(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { MiniportAdapterHandle, MemoryStart, MemoryBytes } = adapter;
  const last = physical(MemoryStart + MemoryBytes - 1);
  const { Result, VirtualAddress } = ndis.NdisMMapIoSpace(MiniportAdapterHandle, last, 1);
  if (Result === NDIS_STATUS_SUCCESS)
    ndis.NdisMUnmapIoSpace(MiniportAdapterHandle, VirtualAddress, 1);
  return Result;
}

/** An entry that could not be had is none that is out. */
function useList(ndis: Ndis): NdisStatus {
  const { address } = ndis.global(OWN).List;
  for (let count = 0; count < 2; count++) {
    ndis.NdisInitializeNPagedLookasideList(address, NULL, NULL, 0, 64, TAG, 0);
    const entry = ndis.NdisAllocateFromNPagedLookasideList(address);
    if (entry !== NULL) ndis.NdisFreeToNPagedLookasideList(address, entry);
    ndis.NdisDeleteNPagedLookasideList(address);
  }
  return NDIS_STATUS_SUCCESS;
}

function askForName(ndis: Ndis, { MiniportAdapterHandle }: Adapter): NdisStatus {
  const name = ndis.local(UNICODE_STRING);
  const status = ndis.NdisMQueryAdapterInstanceName(name.address, MiniportAdapterHandle);
  if (status === NDIS_STATUS_SUCCESS) ndis.NdisFreeMemory(name.Buffer, name.MaximumLength, 0);
  return status;
}

function useChannel(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { Result, MiniportDmaHandle } = claimChannel(ndis, adapter);
  if (Result === NDIS_STATUS_SUCCESS) ndis.NdisMDeregisterDmaChannel(MiniportDmaHandle);
  return Result;
}
