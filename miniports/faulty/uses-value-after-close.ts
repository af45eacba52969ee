/**
 * Looks at a configuration value after it has closed the configuration:
 * resource/configuration-value-used-after-close.
 */
import { NDIS_STATUS_SUCCESS, NdisParameterInteger } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(
      adapter.WrapperConfigurationContext,
    );
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const keyword = ndis.unicodeString('NdisVersion');
    const { Status: found, ParameterValue } = ndis.NdisReadConfiguration(
      ConfigurationHandle,
      keyword,
      NdisParameterInteger,
    );
    ndis.NdisCloseConfiguration(ConfigurationHandle);
    if (found === NDIS_STATUS_SUCCESS) ndis.memory.read32(ParameterValue);
    return found;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/configuration-value-used-after-close'],
  life: ['resource/configuration-value-used-after-close'],
  start: ['resource/configuration-value-used-after-close'],
};
