/** Never closes the configuration that it has opened: resource/configuration-not-closed. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { Status } = ndis.NdisOpenConfiguration(adapter.WrapperConfigurationContext);
    return Status;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/configuration-not-closed'],
  life: ['resource/configuration-not-closed'],
  start: ['resource/configuration-not-closed'],
};
