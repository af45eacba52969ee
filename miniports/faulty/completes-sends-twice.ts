/**
 * Completes each packet in MiniportSend, and then returns that it was sent: packet/completed-twice.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  send(ndis, adapter, Packet) {
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, Packet, NDIS_STATUS_SUCCESS);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['packet/completed-twice'],
  start: ['packet/completed-twice'],
  'oid-sweep': [],
};
