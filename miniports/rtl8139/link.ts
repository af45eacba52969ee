/** The link: an interrupt tells of a change, and NDIS hears of it. RTL8139C(L) data sheet 6.12. */
import { NULL } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_MEDIA_CONNECT, NDIS_STATUS_MEDIA_DISCONNECT } from '../../ndis/status';
import type { Adapter } from './adapter';
import { readUchar } from './ports';
import { MSR, Register } from './registers';

/** In units of 100 bit/s, as OID_GEN_LINK_SPEED. */
const SPEED_10_MBPS = 100_000;
export const SPEED_100_MBPS = 1_000_000;
/** MSR of a device that has left its bus. */
const GONE = 0xff;

/** Takes over the link's state from the device; true if it went up or down. */
export function updateLink(ndis: Ndis, adapter: Adapter): boolean {
  const status = readUchar(ndis, adapter, Register.MSR);
  if (status === GONE) return false;
  const isUp = (status & MSR.LINKB) === 0;
  if (isUp) adapter.LinkSpeed = (status & MSR.SPEED_10) !== 0 ? SPEED_10_MBPS : SPEED_100_MBPS;
  const hasChanged = isUp !== adapter.IsLinkUp;
  adapter.IsLinkUp = isUp;
  return hasChanged;
}

/** Looks at the link, and tells the protocols of a change. At DISPATCH_LEVEL. */
export function checkLink(ndis: Ndis, adapter: Adapter): void {
  if (!updateLink(ndis, adapter)) return;
  const status = adapter.IsLinkUp ? NDIS_STATUS_MEDIA_CONNECT : NDIS_STATUS_MEDIA_DISCONNECT;
  ndis.NdisMIndicateStatus(adapter.MiniportAdapterHandle, status, NULL, 0);
  ndis.NdisMIndicateStatusComplete(adapter.MiniportAdapterHandle);
}
