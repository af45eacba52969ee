/**
 * Takes back a packet of its own that was sent, and forgets the one that it stood for:
 * intermediate/original-packet-not-returned.
 */
import type { Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { adapterAt } from '../passthru/adapter';
import { passthruWith } from '../passthru/driver-entry';
import { unwrap } from '../passthru/wrap';

export { lower } from '../passthru';

const ProtocolSendComplete: Handler<'ProtocolSendComplete'> = (
  ndis,
  ProtocolBindingContext,
  Packet,
  Status,
) => {
  const { MiniportHandle, SendPool } = adapterAt(ndis, ProtocolBindingContext);
  if (ndis.NdisGetPoolFromPacket(Packet) === SendPool) unwrap(ndis, Packet);
  else ndis.NdisMSendComplete(MiniportHandle, Packet, Status);
};

export const DriverEntry = passthruWith({ ProtocolSendComplete });

export const expected: ExpectedFindings = {
  life: ['intermediate/original-packet-not-returned'],
  'hostile-device': ['intermediate/original-packet-not-returned'],
  'fresh-memory': ['intermediate/original-packet-not-returned'],
};
