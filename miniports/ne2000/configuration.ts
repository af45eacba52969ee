/** What the registry says of an adapter: an address in place of the card's own. */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import type { Adapter } from './adapter';
import { ADDRESS_BYTES } from './frame';

/** Reads the keyword NetworkAddress; one that no station can have is passed over. */
export function readConfiguration(
  ndis: Ndis,
  adapter: Adapter,
  WrapperConfigurationContext: NdisHandle,
): NdisStatus {
  const opened = ndis.NdisOpenConfiguration(WrapperConfigurationContext);
  if (opened.Status !== NDIS_STATUS_SUCCESS) return opened.Status;
  const { Status, NetworkAddress, NetworkAddressLength } = ndis.NdisReadNetworkAddress(
    opened.ConfigurationHandle,
  );
  if (
    Status === NDIS_STATUS_SUCCESS &&
    NetworkAddressLength === ADDRESS_BYTES &&
    isStationAddress(ndis, NetworkAddress)
  ) {
    ndis.NdisMoveMemory(adapter.CurrentAddress, NetworkAddress, ADDRESS_BYTES);
    adapter.HasNetworkAddress = true;
  }
  ndis.NdisCloseConfiguration(opened.ConfigurationHandle);
  return NDIS_STATUS_SUCCESS;
}

/** Whether six bytes are an address that a station can have: no group's, and not all zeros. */
export function isStationAddress({ memory }: Ndis, address: number): boolean {
  const low = memory.read32(virtual(address));
  const high = memory.read16(virtual(address + 4));
  return (low & 1) === 0 && (low !== 0 || high !== 0);
}
