/**
 * Says that it is bound whatever NdisOpenAdapter gave, and before a pending one has ended:
 * intermediate/open-completion-mishandled.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallProtocol } from './small-protocol';

export { lower } from './small-protocol';

export const DriverEntry = smallProtocol({
  opened: () => NDIS_STATUS_SUCCESS,
  openCompleted: () => undefined,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/open-completion-mishandled'],
  'bind-unbind': ['intermediate/open-completion-mishandled'],
};
