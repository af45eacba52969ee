/**
 * Whether a cable is there. The chip tells of no change, so that MiniportCheckForHang looks. LS009.0
 * 5.1 (CONFIG0, CONFIG2).
 */
import { NULL } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_MEDIA_CONNECT, NDIS_STATUS_MEDIA_DISCONNECT } from '../../ndis/status';
import type { Adapter } from './adapter';
import { readConfigurationPage, synchronize } from './card';
import { CONFIG0_BNC, CONFIG2_PL, CONFIG2_PL_AUTO } from './registers';

/**
 * Whether the card has a link. Where it chooses the medium itself it takes thin coax if 10BASE-T has
 * none; where the user has chosen, nothing can be known.
 */
export function readLink(ndis: Ndis, adapter: Adapter): boolean {
  synchronize(ndis, adapter, readConfigurationPage);
  const isChosen = (adapter.Config2 & CONFIG2_PL) !== CONFIG2_PL_AUTO;
  return isChosen || (adapter.Config0 & CONFIG0_BNC) === 0;
}

/** Tells NDIS if the link came or went. */
export function watchLink(ndis: Ndis, adapter: Adapter): void {
  const isUp = readLink(ndis, adapter);
  if (isUp === adapter.IsLinkUp) return;
  adapter.IsLinkUp = isUp;
  const { MiniportAdapterHandle } = adapter;
  const status = isUp ? NDIS_STATUS_MEDIA_CONNECT : NDIS_STATUS_MEDIA_DISCONNECT;
  ndis.NdisMIndicateStatus(MiniportAdapterHandle, status, NULL, 0);
  ndis.NdisMIndicateStatusComplete(MiniportAdapterHandle);
}
