/** Unbinds without NdisCloseAdapter: intermediate/binding-not-closed. */
import type { ExpectedFindings } from '../samples';
import { smallProtocol } from './small-protocol';

export { lower } from './small-protocol';

export const DriverEntry = smallProtocol({ close: () => undefined });

export const expected: ExpectedFindings = {
  life: ['intermediate/binding-not-closed'],
  'initialize-failure': ['intermediate/binding-not-closed'],
};
