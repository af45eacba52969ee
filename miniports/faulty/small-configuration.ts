/** What faulty drivers read from the registry, and what they do with it. */
import {
  NDIS_STATUS_SUCCESS,
  NdisParameterInteger,
  OID_802_3_CURRENT_ADDRESS,
  ULONG,
  layout,
  virtual,
  NDIS_CONFIGURATION_PARAMETER,
  type Ndis,
  type NdisStatus,
} from '../../ndis';
import type { Adapter } from './small-adapter';
import type { Steps } from './small-miniport';
import { queryInformation } from './small-requests';

const ADDRESS_BYTES = 6;
/** The address lies behind the flag, in two words. */
const STATION = layout('STATION', undefined, { IsGiven: ULONG, Low: ULONG, High: ULONG });

/** Reads an integer of the adapter's key; `fallback` if it is not there. */
export function readInteger(
  ndis: Ndis,
  { WrapperConfigurationContext }: Adapter,
  keyword: string,
  fallback: number,
): { readonly status: NdisStatus; readonly value: number } {
  const opened = ndis.NdisOpenConfiguration(WrapperConfigurationContext);
  if (opened.Status !== NDIS_STATUS_SUCCESS) return { status: opened.Status, value: 0 };
  const { Status, ParameterValue } = ndis.NdisReadConfiguration(
    opened.ConfigurationHandle,
    ndis.unicodeString(keyword),
    NdisParameterInteger,
  );
  const value =
    Status === NDIS_STATUS_SUCCESS
      ? NDIS_CONFIGURATION_PARAMETER.at(ndis.memory, ParameterValue).IntegerData
      : fallback;
  ndis.NdisCloseConfiguration(opened.ConfigurationHandle);
  return { status: NDIS_STATUS_SUCCESS, value };
}

/**
 * The steps of a driver that answers with the network address of the registry, if there is one that
 * it accepts.
 */
export function usingNetworkAddress(accepts: (address: Uint8Array) => boolean): Partial<Steps> {
  return {
    initialize(ndis, { WrapperConfigurationContext }) {
      const opened = ndis.NdisOpenConfiguration(WrapperConfigurationContext);
      if (opened.Status !== NDIS_STATUS_SUCCESS) return opened.Status;
      const { Status, NetworkAddress, NetworkAddressLength } = ndis.NdisReadNetworkAddress(
        opened.ConfigurationHandle,
      );
      const station = ndis.global(STATION);
      station.IsGiven = 0;
      if (Status === NDIS_STATUS_SUCCESS) {
        const address = Uint8Array.from({ length: NetworkAddressLength }, (_, index) =>
          ndis.memory.read8(virtual(NetworkAddress + index)),
        );
        if (accepts(address)) {
          station.IsGiven = 1;
          const byteCount = Math.min(NetworkAddressLength, ADDRESS_BYTES);
          ndis.NdisMoveMemory(virtual(station.address + 4), NetworkAddress, byteCount);
        }
      }
      ndis.NdisCloseConfiguration(opened.ConfigurationHandle);
      return NDIS_STATUS_SUCCESS;
    },
    queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount) {
      const { address, IsGiven } = ndis.global(STATION);
      if (Oid !== OID_802_3_CURRENT_ADDRESS || IsGiven === 0 || byteCount < ADDRESS_BYTES)
        return queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount);
      ndis.NdisMoveMemory(InformationBuffer, virtual(address + 4), ADDRESS_BYTES);
      return { Result: NDIS_STATUS_SUCCESS, BytesWritten: ADDRESS_BYTES, BytesNeeded: 0 };
    },
  };
}
