/** MiniportHalt, and the one path on which everything is given back. */
import { NULL } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_CLOSING } from '../../ndis/status';
import {
  ADAPTER,
  type Adapter,
  adapterAt,
  GLOBALS,
  listLock,
  lockOf,
  RECEIVE_BYTES,
  RECEIVE_COUNT,
} from './adapter';
import { takeFirst } from './packet';
import { stopTraffic } from './send';

/** How long to sleep between looks at what ends by itself. */
const WAIT_US = 10_000;

export const MiniportHalt: Handler<'MiniportHalt'> = (ndis, MiniportAdapterContext) =>
  releaseAdapter(ndis, adapterAt(ndis, MiniportAdapterContext));

/** Undoes the steps of MiniportInitialize that were done, the last first. */
export function releaseAdapter(ndis: Ndis, adapter: Adapter): void {
  if (adapter.IsListed) leave(ndis, adapter);
  // It was queued before MiniportInitialize returned.
  if (adapter.IsLinkWorkQueued) ndis.NdisWaitEvent(adapter.LinkTold.address, 0);
  if (adapter.HasTimer) {
    stopTraffic(ndis, adapter, NDIS_STATUS_CLOSING);
    // A timer that is past cancelling runs once more, and NDIS gives back what was indicated.
    while (adapter.IsTimerActive || adapter.IndicatedCount > 0) ndis.NdisMSleep(WAIT_US);
    // It told so under the lock: once that is free, the function does not need it any more.
    ndis.NdisAcquireSpinLock(lockOf(adapter));
    ndis.NdisReleaseSpinLock(lockOf(adapter));
  }
  freePackets(ndis, adapter);
  if (adapter.HasLock) ndis.NdisFreeSpinLock(lockOf(adapter));
  ndis.NdisFreeMemory(adapter.address, ADAPTER.bytes, 0);
}

/** Off the network: no other adapter finds this one any more. */
function leave(ndis: Ndis, adapter: Adapter): void {
  const globals = ndis.global(GLOBALS);
  ndis.NdisAcquireSpinLock(listLock(ndis));
  if (globals.First === adapter.address) globals.First = adapter.Next;
  else
    for (let at = globals.First; at !== NULL;) {
      const other = adapterAt(ndis, at);
      if (other.Next === adapter.address) other.Next = adapter.Next;
      at = other.Next;
    }
  adapter.IsListed = false;
  ndis.NdisReleaseSpinLock(listLock(ndis));
}

/** Every packet is in the list of free ones by now. */
function freePackets(ndis: Ndis, adapter: Adapter): void {
  const take = () => takeFirst(ndis, adapter.Free);
  for (let packet = take(); packet !== NULL; packet = take()) {
    const { Buffer } = ndis.NdisUnchainBufferAtFront(packet);
    ndis.NdisFreeBuffer(Buffer);
    ndis.NdisFreePacket(packet);
  }
  if (adapter.BufferPool !== 0) ndis.NdisFreeBufferPool(adapter.BufferPool);
  if (adapter.PacketPool !== 0) ndis.NdisFreePacketPool(adapter.PacketPool);
  if (adapter.ReceiveData !== NULL)
    ndis.NdisFreeMemory(adapter.ReceiveData, RECEIVE_COUNT * RECEIVE_BYTES, 0);
}
