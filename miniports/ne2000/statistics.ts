/** The card's three tally counters (DP8390D 10.3): a read clears them, so they are added up. */
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { isGone, readPort } from './card';
import { Port } from './registers';

/** Adds what the card has counted since the last time. */
export function collectTallies(ndis: Ndis, adapter: Adapter): void {
  if (isGone(ndis, adapter)) return;
  const { Statistics } = adapter;
  const alignment = readPort(ndis, adapter, Port.CNTR0);
  const crc = readPort(ndis, adapter, Port.CNTR1);
  const missed = readPort(ndis, adapter, Port.CNTR2);
  Statistics.RcvAlignmentError += alignment;
  Statistics.RcvCrcError += crc;
  Statistics.RcvError += alignment + crc;
  // In monitor mode every frame is missed, and none is wanted.
  if (adapter.PacketFilter !== 0) Statistics.RcvNoBuffer += missed;
}
