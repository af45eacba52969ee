/** Names a link by its own handle, and not by the context that NDISWAN gave it: packet/link-not-up. */
import type { ExpectedFindings } from '../samples';
import { nullModemWith } from '../nullmodem/driver-entry';

export const DriverEntry = nullModemWith({ contextOf: ({ address }) => address as never });

export const expected: ExpectedFindings = {
  life: ['packet/link-not-up'],
  start: ['packet/link-not-up'],
  'oid-sweep': [],
};
