/** Reads from a configuration that could not be opened: resource/failure-not-tested. */
import { NDIS_STATUS_SUCCESS, NdisParameterInteger } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, { WrapperConfigurationContext }) {
    const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(WrapperConfigurationContext);
    const keyword = ndis.unicodeString('Speed');
    ndis.NdisReadConfiguration(ConfigurationHandle, keyword, NdisParameterInteger);
    if (Status === NDIS_STATUS_SUCCESS) ndis.NdisCloseConfiguration(ConfigurationHandle);
    return Status;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/failure-not-tested'],
};
