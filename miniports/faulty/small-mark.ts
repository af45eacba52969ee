/** A mark that a driver keeps in the registry, from one load to the next. */
import {
  NDIS_CONFIGURATION_PARAMETER,
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_SUCCESS,
  NdisParameterInteger,
  type Ndis,
  type NdisStatus,
} from '../../ndis';
import type { Adapter } from './small-adapter';
import { readInteger } from './small-configuration';

const KEYWORD = 'HasFailed';

/** A step of MiniportInitialize that fails where the mark is set. */
export function refuseIfMarked(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { value } = readInteger(ndis, adapter, KEYWORD, 0);
  return value === 1 ? NDIS_STATUS_FAILURE : NDIS_STATUS_SUCCESS;
}

/** Sets the mark to 0 or 1, if it can. */
export function mark(ndis: Ndis, { WrapperConfigurationContext }: Adapter, value: number): void {
  const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(WrapperConfigurationContext);
  if (Status !== NDIS_STATUS_SUCCESS) return;
  const parameter = ndis.local(NDIS_CONFIGURATION_PARAMETER);
  parameter.ParameterType = NdisParameterInteger;
  parameter.IntegerData = value;
  ndis.NdisWriteConfiguration(ConfigurationHandle, ndis.unicodeString(KEYWORD), parameter.address);
  ndis.NdisCloseConfiguration(ConfigurationHandle);
}
