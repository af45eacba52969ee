/** Has as much of each frame transferred as the longest one has: packet/transfer-beyond-frame. */
import {
  NDIS_STATUS_NOT_ACCEPTED,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_SUCCESS,
  NULL,
} from '../../ndis';
import type { Handler } from '../../ndis';
import { adapterAt, PAYLOAD_BYTES_MAX } from '../echo/adapter';
import { echoWith } from '../echo/driver-entry';
import { createReply, freeReply } from '../echo/reply';
import type { ExpectedFindings } from '../samples';

export { lower } from '../echo';

const ProtocolReceive: Handler<'ProtocolReceive'> = (
  ndis,
  ProtocolBindingContext,
  MacReceiveContext,
) => {
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  const packet = createReply(ndis, adapter, PAYLOAD_BYTES_MAX);
  if (packet === NULL) return NDIS_STATUS_NOT_ACCEPTED;
  const { Status } = ndis.NdisTransferData(
    adapter.BindingHandle,
    MacReceiveContext,
    0,
    PAYLOAD_BYTES_MAX,
    packet,
  );
  // What is pending is freed when it is completed.
  if (Status !== NDIS_STATUS_PENDING) freeReply(ndis, packet);
  return NDIS_STATUS_SUCCESS;
};

export const DriverEntry = echoWith({ ProtocolReceive });

export const expected: ExpectedFindings = {
  life: ['packet/transfer-beyond-frame'],
  'hostile-device': ['packet/transfer-beyond-frame'],
  'fresh-memory': ['packet/transfer-beyond-frame'],
};
