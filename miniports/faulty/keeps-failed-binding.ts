/**
 * Fails to bind when its virtual device cannot be initialized, and leaves the adapter below open:
 * intermediate/failed-instance-left-binding.
 */
import type { NdisHandle } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { bindWith, releaseAdapter } from '../passthru/bind';
import { passthruWith } from '../passthru/driver-entry';

export { lower } from '../passthru';

export const DriverEntry = passthruWith({
  ProtocolBindAdapter: bindWith((ndis, adapter) => {
    adapter.BindingHandle = 0 as NdisHandle;
    releaseAdapter(ndis, adapter);
  }),
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/failed-instance-left-binding'],
};
