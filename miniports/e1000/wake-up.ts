/**
 * Waking the system: magic packets and link changes. 8254x SDM 6.4.2, 13.6.2. The system itself
 * sets PMCSR.PME_En when it wants to be woken.
 */
import {
  NDIS_PNP_WAKE_UP_LINK_CHANGE,
  NDIS_PNP_WAKE_UP_MAGIC_PACKET,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
} from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import { type Adapter, receiveLock } from './adapter';
import { clearMulticastTable, programFilter } from './filter';
import { readRegister, writeRegister } from './hardware';
import { CTRL, Register, WUFC } from './registers';

/** What OID_PNP_ENABLE_WAKE_UP may ask for, if the card can wake at all. */
export const SUPPORTED_WAKE_UPS = NDIS_PNP_WAKE_UP_MAGIC_PACKET | NDIS_PNP_WAKE_UP_LINK_CHANGE;

/**
 * Leaves a device that has been reset as it shall sleep. To be woken by a packet it must let
 * packets in (6.4.2); without a ring they go nowhere.
 */
export function armWakeUp(ndis: Ndis, adapter: Adapter): void {
  const enabled = adapter.WakeUpEnabled;
  let wufc = 0;
  if ((enabled & NDIS_PNP_WAKE_UP_MAGIC_PACKET) !== 0) wufc |= WUFC.MAG;
  if ((enabled & NDIS_PNP_WAKE_UP_LINK_CHANGE) !== 0) wufc |= WUFC.LNKC;
  if (wufc === 0) return;
  const ctrl = readRegister(ndis, adapter, Register.CTRL);
  writeRegister(ndis, adapter, Register.CTRL, ctrl | CTRL.SLU | CTRL.ASDE | CTRL.ADVD3WUC);
  if ((wufc & WUFC.MAG) !== 0) admitPackets(ndis, adapter);
  writeRegister(ndis, adapter, Register.WUFC, wufc);
}

function admitPackets(ndis: Ndis, adapter: Adapter): void {
  ndis.NdisAcquireSpinLock(receiveLock(adapter));
  clearMulticastTable(ndis, adapter);
  programFilter(ndis, adapter, NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST);
  ndis.NdisReleaseSpinLock(receiveLock(adapter));
}
