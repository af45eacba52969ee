/** The link, as status tells it; a change of it interrupts (Virtio 1.0, 5.1.4, 4.1.5.4). */
import { NULL } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_MEDIA_CONNECT, NDIS_STATUS_MEDIA_DISCONNECT } from '../../ndis/status';
import type { Adapter } from './adapter';
import { readWord } from './ports';
import { Feature, LINK_UP, Register } from './registers';
import { refuseWaiting } from './send';

/** In units of 100 bit/s. The device has no speed; this is what other drivers of it tell. */
export const LINK_SPEED = 10_000_000;

/** Without STATUS the link is always up (5.1.4.2). */
export function isLinkUp(ndis: Ndis, adapter: Adapter): boolean {
  if ((adapter.Features & Feature.STATUS) === 0) return true;
  const status = readWord(ndis, adapter, Register.STATUS);
  return (status & LINK_UP) !== 0;
}

/** Looks at the link, and tells the protocols of a change. At DISPATCH_LEVEL, without the lock. */
export function checkLink(ndis: Ndis, adapter: Adapter): void {
  const isUp = isLinkUp(ndis, adapter);
  if (isUp === adapter.IsLinkUp || !adapter.IsRunning) return;
  adapter.IsLinkUp = isUp;
  if (!isUp) refuseWaiting(ndis, adapter);
  const status = isUp ? NDIS_STATUS_MEDIA_CONNECT : NDIS_STATUS_MEDIA_DISCONNECT;
  ndis.NdisMIndicateStatus(adapter.MiniportAdapterHandle, status, NULL, 0);
  ndis.NdisMIndicateStatusComplete(adapter.MiniportAdapterHandle);
}
