/** What NDIS offers as MediumArray; a miniport picks one. */
import { NdisMedium802_3, NdisMediumWan } from '../constants';
import type { Characteristics } from './driver';

export const NDIS_MEDIA: readonly number[] = [NdisMedium802_3, NdisMediumWan];

/**
 * Those of the media that a driver could drive: a WAN miniport has none of the handlers for packets
 * of a LAN. ("Differences Between WAN and LAN Miniports", DDK)
 */
export function mediaFor(media: readonly number[], has: Characteristics): readonly number[] {
  const isOfLan =
    has.SendPacketsHandler !== 0 || has.ReturnPacketHandler !== 0 || has.TransferDataHandler !== 0;
  return isOfLan ? media.filter((medium) => medium !== NdisMediumWan) : media;
}
