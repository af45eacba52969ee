/** Leaves a count of its loads in the registry, and is the same at each of them. */
import {
  NDIS_CONFIGURATION_PARAMETER,
  NDIS_STATUS_SUCCESS,
  NdisParameterInteger,
} from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(
      adapter.WrapperConfigurationContext,
    );
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const keyword = ndis.unicodeString('LoadCount');
    const { Status: found, ParameterValue } = ndis.NdisReadConfiguration(
      ConfigurationHandle,
      keyword,
      NdisParameterInteger,
    );
    const parameter = ndis.local(NDIS_CONFIGURATION_PARAMETER);
    parameter.ParameterType = NdisParameterInteger;
    parameter.IntegerData = 1;
    if (found === NDIS_STATUS_SUCCESS)
      parameter.IntegerData += NDIS_CONFIGURATION_PARAMETER.at(
        ndis.memory,
        ParameterValue,
      ).IntegerData;
    ndis.NdisWriteConfiguration(ConfigurationHandle, keyword, parameter.address);
    // The last look at the value is the last thing before it goes.
    if (found === NDIS_STATUS_SUCCESS) ndis.memory.read32(ParameterValue);
    ndis.NdisCloseConfiguration(ConfigurationHandle);
    return NDIS_STATUS_SUCCESS;
  },
});
