/**
 * Sends that end with an interrupt, for the small miniport: it has no cable, but keeps one packet at
 * a time until the NIC has interrupted, which software can make it do (8254x SDM 13.4.18, ICS).
 */
import {
  NDIS_STATUS_NO_CABLE,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
  NULL,
  PVOID,
  layout,
  type Ndis,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';
import type { Adapter } from './small-adapter';
import { setDeserialized, type Steps } from './small-miniport';
import { INTERRUPT_LSC, Register, writeRegister } from './small-registers';

const SENT = layout('SENT', undefined, { Packet: PVOID });

export const pendingPacket = (ndis: Ndis): VirtualAddress => ndis.global(SENT).Packet;

function complete(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  const sent = ndis.global(SENT);
  const { Packet } = sent;
  if (Packet === NULL) return;
  sent.Packet = NULL;
  ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, Packet, status);
}

export const LATE_SENDS: Partial<Steps> = {
  setAttributes: setDeserialized,
  send(ndis, adapter, Packet) {
    const sent = ndis.global(SENT);
    if (sent.Packet !== NULL) return NDIS_STATUS_NO_CABLE;
    sent.Packet = Packet;
    writeRegister(ndis, adapter, Register.ICS, INTERRUPT_LSC);
    return NDIS_STATUS_PENDING;
  },
  handleInterrupt: (ndis, adapter) => complete(ndis, adapter, NDIS_STATUS_SUCCESS),
  reset(ndis, adapter) {
    complete(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
    return NDIS_STATUS_SUCCESS;
  },
};
