/** Closes its binding twice: intermediate/binding-used-after-close. */
import type { ExpectedFindings } from '../samples';
import { smallProtocol } from './small-protocol';

export { lower } from './small-protocol';

export const DriverEntry = smallProtocol({
  close(ndis, BindingHandle) {
    const { Status } = ndis.NdisCloseAdapter(BindingHandle);
    ndis.NdisCloseAdapter(BindingHandle);
    return Status;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/binding-used-after-close'],
  life: ['intermediate/binding-used-after-close'],
  start: ['intermediate/binding-used-after-close'],
};
