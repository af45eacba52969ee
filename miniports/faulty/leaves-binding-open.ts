/** Unbinds without NdisCloseAdapter: intermediate/binding-not-closed. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallProtocol } from './small-protocol';

export { lower } from './small-protocol';

export const DriverEntry = smallProtocol({ close: () => NDIS_STATUS_SUCCESS });

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/binding-not-closed'],
  life: ['intermediate/binding-not-closed'],
  start: ['intermediate/binding-not-closed'],
};
