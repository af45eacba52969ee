/** Completes what it sends over a link as a miniport of a LAN does: packet/call-for-other-medium. */
import type { ExpectedFindings } from '../samples';
import { nullModemWith } from '../nullmodem/driver-entry';

export const DriverEntry = nullModemWith({
  complete: (ndis, { MiniportAdapterHandle }, packet, status) =>
    ndis.NdisMSendComplete(MiniportAdapterHandle, packet, status),
});

export const expected: ExpectedFindings = {
  life: ['packet/call-for-other-medium'],
  start: ['packet/call-for-other-medium'],
  'oid-sweep': [],
};
