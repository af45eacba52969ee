/** Passes every packet on as it is, with room on its stack or not: intermediate/packet-stack-full. */
import type { ExpectedFindings } from '../samples';
import { passthruWith } from '../passthru/driver-entry';
import { sendPacketsWith } from '../passthru/send';

export { lower } from '../passthru';

export const DriverEntry = passthruWith({
  MiniportSendPackets: sendPacketsWith({ hasRoom: () => true }),
});

export const expected: ExpectedFindings = {
  life: ['intermediate/packet-stack-full'],
  'hostile-device': ['intermediate/packet-stack-full'],
  'fresh-memory': ['intermediate/packet-stack-full'],
};
