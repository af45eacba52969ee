/** Unloads with its protocol registered: intermediate/protocol-not-deregistered. */
import type { ExpectedFindings } from '../samples';
import { smallProtocol } from './small-protocol';

export { lower } from './small-protocol';

export const DriverEntry = smallProtocol({ deregister: () => undefined });

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/protocol-not-deregistered'],
  life: ['intermediate/protocol-not-deregistered'],
  start: ['intermediate/protocol-not-deregistered'],
};
