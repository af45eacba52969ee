/**
 * Says that it is unbound while NdisCloseAdapter is pending: intermediate/unbind-completed-early.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallProtocol } from './small-protocol';

export { lower } from './small-protocol';

export const DriverEntry = smallProtocol({
  close(ndis, BindingHandle) {
    ndis.NdisCloseAdapter(BindingHandle);
    return NDIS_STATUS_SUCCESS;
  },
  closeCompleted: () => undefined,
});

export const expected: ExpectedFindings = {
  'bind-unbind': ['intermediate/unbind-completed-early'],
};
