/** What the registry says of an adapter: how many buffers, and an address in place of its own. */
import { virtual } from '../../hardware/address';
import { NdisParameterInteger } from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS_CONFIGURATION_PARAMETER } from '../../ndis/structures/configuration';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import { ADDRESS_BYTES, type Adapter } from './adapter';
import { DESCRIPTOR_COUNT_UNIT } from './descriptors';
import { copyBytes } from './memory';

/** A number in the registry: its keyword, what it is without, and what it may be. */
interface Keyword {
  readonly name: string;
  readonly byDefault: number;
  readonly min: number;
  readonly max: number;
}

const TRANSMIT_BUFFERS: Keyword = { name: 'TransmitBuffers', byDefault: 64, min: 32, max: 256 };
const RECEIVE_BUFFERS: Keyword = { name: 'ReceiveBuffers', byDefault: 64, min: 16, max: 256 };

/** Reads the adapter's parameters. */
export function readConfiguration(
  ndis: Ndis,
  adapter: Adapter,
  WrapperConfigurationContext: NdisHandle,
): NdisStatus {
  const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(WrapperConfigurationContext);
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  adapter.TxCount = roundUp(readNumber(ndis, ConfigurationHandle, TRANSMIT_BUFFERS));
  adapter.RxBufferCount = readNumber(ndis, ConfigurationHandle, RECEIVE_BUFFERS);
  // The ring never fills up, for then it would look empty (8254x SDM 3.2.6).
  adapter.RxCount = roundUp(adapter.RxBufferCount + 1);
  readNetworkAddress(ndis, adapter, ConfigurationHandle);
  ndis.NdisCloseConfiguration(ConfigurationHandle);
  return NDIS_STATUS_SUCCESS;
}

/** A parameter; its default if it is missing, no number or out of range. */
function readNumber(ndis: Ndis, ConfigurationHandle: NdisHandle, keyword: Keyword): number {
  const { Status, ParameterValue } = ndis.NdisReadConfiguration(
    ConfigurationHandle,
    ndis.unicodeString(keyword.name),
    NdisParameterInteger,
  );
  if (Status !== NDIS_STATUS_SUCCESS) return keyword.byDefault;
  const { ParameterType, IntegerData } = NDIS_CONFIGURATION_PARAMETER.at(
    ndis.memory,
    ParameterValue,
  );
  const isGood =
    ParameterType === NdisParameterInteger &&
    IntegerData >= keyword.min &&
    IntegerData <= keyword.max;
  return isGood ? IntegerData : keyword.byDefault;
}

/** Takes an address that the user has set, if a station can have it. */
function readNetworkAddress(ndis: Ndis, adapter: Adapter, ConfigurationHandle: NdisHandle): void {
  const { Status, NetworkAddress, NetworkAddressLength } =
    ndis.NdisReadNetworkAddress(ConfigurationHandle);
  if (Status !== NDIS_STATUS_SUCCESS || NetworkAddressLength !== ADDRESS_BYTES) return;
  if (!isStationAddress(ndis, NetworkAddress)) return;
  copyBytes(ndis, adapter.CurrentAddress, NetworkAddress, ADDRESS_BYTES);
  adapter.HasNetworkAddress = true;
}

/** Whether six bytes are an address that a station can have: no group's, and not all zeros. */
export function isStationAddress({ memory }: Ndis, address: number): boolean {
  const low = memory.read32(virtual(address));
  const high = memory.read16(virtual(address + 4));
  return (low & 1) === 0 && (low !== 0 || high !== 0);
}

function roundUp(descriptorCount: number): number {
  return Math.ceil(descriptorCount / DESCRIPTOR_COUNT_UNIT) * DESCRIPTOR_COUNT_UNIT;
}
