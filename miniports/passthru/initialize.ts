/** The virtual miniport comes and goes, at the word of the lower edge. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_ATTRIBUTE_DESERIALIZE,
  NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT,
  NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT,
  NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER,
  NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND,
  NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION,
  NdisInterfaceInternal,
  NdisMedium802_3,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS, NDIS_STATUS_UNSUPPORTED_MEDIA } from '../../ndis/status';
import { adapterAt } from './adapter';

/** What NDIS waits for is done by the driver below, which NDIS watches by itself. */
const ATTRIBUTES =
  NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER |
  NDIS_ATTRIBUTE_DESERIALIZE |
  NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT |
  NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT |
  NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND;
/** How long to sleep between looks at what must end by itself. */
const WAIT_US = 10_000;

export const MiniportInitialize: Handler<'MiniportInitialize'> = (
  ndis,
  MediumArray,
  MediumArraySize,
  MiniportAdapterHandle,
) => {
  const SelectedMediumIndex = findMedium(ndis, MediumArray, MediumArraySize);
  if (SelectedMediumIndex < 0) {
    const code = NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION;
    ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, code, 0);
    return NDIS_STATUS_UNSUPPORTED_MEDIA;
  }
  const context = ndis.NdisIMGetDeviceContext(MiniportAdapterHandle);
  ndis.NdisMSetAttributesEx(MiniportAdapterHandle, context, 0, ATTRIBUTES, NdisInterfaceInternal);
  adapterAt(ndis, context).MiniportHandle = MiniportAdapterHandle;
  return { Result: NDIS_STATUS_SUCCESS, SelectedMediumIndex };
};

function findMedium(ndis: Ndis, MediumArray: VirtualAddress, MediumArraySize: number): number {
  for (let index = 0; index < MediumArraySize; index++)
    if (ndis.memory.read32(virtual(MediumArray + 4 * index)) === NdisMedium802_3) return index;
  return -1;
}

/** Indicates nothing any more, and waits for what the protocols above still keep. */
export const MiniportHalt: Handler<'MiniportHalt'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  adapter.MiniportHandle = NULL as never;
  while (adapter.IndicatedCount > 0) ndis.NdisMSleep(WAIT_US);
};
