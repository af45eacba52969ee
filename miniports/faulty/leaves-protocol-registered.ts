/** Unloads with its protocol registered: intermediate/protocol-not-deregistered. */
import type { ExpectedFindings } from '../samples';
import { smallProtocol } from './small-protocol';

export { lower } from './small-protocol';

export const DriverEntry = smallProtocol({ deregister: () => undefined });

const leak = ['intermediate/protocol-not-deregistered'] as const;

export const expected: ExpectedFindings = {
  life: leak,
  'initialize-failure': leak,
};
