/** The link of the small miniport, for the faulty drivers that report its changes. 8254x SDM 13.4.2. */
import {
  NDIS_STATUS_MEDIA_CONNECT,
  NDIS_STATUS_MEDIA_DISCONNECT,
  NULL,
  type Ndis,
} from '../../ndis';
import type { Adapter } from './small-adapter';
import { RIGHT } from './small-miniport';
import { CTRL_SLU, Register, STATUS_LU, readRegister, writeRegister } from './small-registers';

export const isLinkUp = (ndis: Ndis, adapter: Adapter): boolean =>
  (readRegister(ndis, adapter, Register.STATUS) & STATUS_LU) !== 0;

/** The step `enableInterrupts` of a driver that brings the link up. */
export function enableLink(ndis: Ndis, adapter: Adapter): void {
  RIGHT.enableInterrupts(ndis, adapter);
  writeRegister(ndis, adapter, Register.CTRL, CTRL_SLU);
}

/** Indicates how the link is now. */
export function indicateLink(ndis: Ndis, adapter: Adapter): void {
  const status = isLinkUp(ndis, adapter) ? NDIS_STATUS_MEDIA_CONNECT : NDIS_STATUS_MEDIA_DISCONNECT;
  ndis.NdisMIndicateStatus(adapter.MiniportAdapterHandle, status, NULL, 0);
}
