/**
 * Sends packets of its own without what came with those that they stand for:
 * intermediate/packet-information-not-copied.
 */
import type { ExpectedFindings } from '../samples';
import { passthruWith } from '../passthru/driver-entry';
import { sendPacketsWith } from '../passthru/send';

export { lower } from '../passthru';

export const DriverEntry = passthruWith({
  MiniportSendPackets: sendPacketsWith({ copyInformation: () => undefined }),
});

export const expected: ExpectedFindings = {
  life: ['intermediate/packet-information-not-copied'],
  'hostile-device': ['intermediate/packet-information-not-copied'],
  'fresh-memory': ['intermediate/packet-information-not-copied'],
};
