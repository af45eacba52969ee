/**
 * Notes a failure in the registry and then refuses to start for good:
 * registration/second-load-differs.
 */
import {
  NDIS_CONFIGURATION_PARAMETER,
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_SUCCESS,
  NdisParameterInteger,
  type Ndis,
  type NdisHandle,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import type { Adapter } from './small-adapter';
import { RIGHT, smallMiniport } from './small-miniport';

function openParameters(ndis: Ndis, adapter: Adapter): NdisHandle | undefined {
  const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(
    adapter.WrapperConfigurationContext,
  );
  return Status === NDIS_STATUS_SUCCESS ? ConfigurationHandle : undefined;
}

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const configuration = openParameters(ndis, adapter);
    if (configuration === undefined) return NDIS_STATUS_SUCCESS;
    const keyword = ndis.unicodeString('HasFailed');
    const { Status } = ndis.NdisReadConfiguration(configuration, keyword, NdisParameterInteger);
    ndis.NdisCloseConfiguration(configuration);
    return Status === NDIS_STATUS_SUCCESS ? NDIS_STATUS_FAILURE : NDIS_STATUS_SUCCESS;
  },
  writeError(ndis, adapter, status) {
    RIGHT.writeError(ndis, adapter, status);
    const configuration = openParameters(ndis, adapter);
    if (configuration === undefined) return;
    const parameter = ndis.local(NDIS_CONFIGURATION_PARAMETER);
    parameter.ParameterType = NdisParameterInteger;
    parameter.IntegerData = 1;
    const keyword = ndis.unicodeString('HasFailed');
    ndis.NdisWriteConfiguration(configuration, keyword, parameter.address);
    ndis.NdisCloseConfiguration(configuration);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/second-load-differs'],
  'hostile-device': ['registration/second-load-differs'],
};
