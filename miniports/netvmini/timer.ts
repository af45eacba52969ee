/**
 * The network itself: a timer of each adapter, which stands for the time that frames take. It hands
 * up what has arrived, and carries what waits to be sent to the other adapters.
 */
import { NULL } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { type Adapter, adapterAt, GLOBALS, listLock, lockOf } from './adapter';
import { nextPacket, takeAll } from './packet';
import { arrive, indicateArrivals } from './receive';

const DELAY_MS = 1;

/** Sets the timer unless it is set. Under the adapter's lock. */
export function startTimer(ndis: Ndis, adapter: Adapter): void {
  if (adapter.IsTimerActive) return;
  adapter.IsTimerActive = true;
  ndis.NdisMSetTimer(adapter.Timer.address, DELAY_MS);
}

export const timerFunction: Handler<'MiniportTimer'> = (
  ndis,
  _SystemSpecific1,
  FunctionContext,
) => {
  const adapter = adapterAt(ndis, FunctionContext);
  indicateArrivals(ndis, adapter);
  carry(ndis, adapter);
  const lock = lockOf(adapter);
  ndis.NdisDprAcquireSpinLock(lock);
  adapter.IsTimerActive = false;
  if (adapter.Sends.Head !== NULL || adapter.Arrivals.Head !== NULL) startTimer(ndis, adapter);
  ndis.NdisDprReleaseSpinLock(lock);
};

/** Each packet that waits goes to every other adapter that wants it, and back to its protocol. */
function carry(ndis: Ndis, adapter: Adapter): void {
  ndis.NdisDprAcquireSpinLock(lockOf(adapter));
  let packet = takeAll(adapter.Sends);
  ndis.NdisDprReleaseSpinLock(lockOf(adapter));
  while (packet !== NULL) {
    const next = nextPacket(ndis, packet);
    ndis.NdisDprAcquireSpinLock(listLock(ndis));
    for (let at = ndis.global(GLOBALS).First; at !== NULL; at = adapterAt(ndis, at).Next)
      if (at !== adapter.address) arrive(ndis, adapterAt(ndis, at), packet);
    ndis.NdisDprReleaseSpinLock(listLock(ndis));
    adapter.XmitOk++;
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, packet, NDIS_STATUS_SUCCESS);
    packet = next;
  }
}
