/** Takes the status of a send for a truth value: packet/completed-without-result. */
import { NDIS_STATUS_PENDING, type NdisStatus } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const TRUE = 1 as NdisStatus;

export const DriverEntry = smallMiniport({
  send(ndis, adapter, Packet) {
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, Packet, TRUE);
    return NDIS_STATUS_PENDING;
  },
});

export const expected: ExpectedFindings = {
  life: ['packet/completed-without-result'],
  start: ['packet/completed-without-result'],
  'oid-sweep': [],
};
