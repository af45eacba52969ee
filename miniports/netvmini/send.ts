/** Sending: packets wait for the timer, unless they are cancelled or traffic stops before. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_INVALID_PACKET,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt, FRAME_BYTES_MAX, HEADER_BYTES, lockOf } from './adapter';
import { append, nextPacket, type PacketList, takeAll } from './packet';
import { startTimer } from './timer';

export const MiniportSendPackets: Handler<'MiniportSendPackets'> = (
  ndis,
  MiniportAdapterContext,
  PacketArray,
  NumberOfPackets,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  for (let index = 0; index < NumberOfPackets; index++) {
    const packet = virtual(ndis.memory.read32(virtual(PacketArray + 4 * index)));
    const status = queue(ndis, adapter, packet);
    if (status === NDIS_STATUS_SUCCESS) continue;
    adapter.XmitError++;
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, packet, status);
  }
};

/** The status with which a packet fails at once, or NDIS_STATUS_SUCCESS: it waits for the timer. */
function queue(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): NdisStatus {
  const { TotalPacketLength } = ndis.NdisQueryPacket(packet);
  if (TotalPacketLength < HEADER_BYTES || TotalPacketLength > FRAME_BYTES_MAX)
    return NDIS_STATUS_INVALID_PACKET;
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  const status = adapter.SendStatus;
  if (status === NDIS_STATUS_SUCCESS) {
    append(ndis, adapter.Sends, packet);
    startTimer(ndis, adapter);
  }
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  return status;
}

export const MiniportCancelSendPackets: Handler<'MiniportCancelSendPackets'> = (
  ndis,
  MiniportAdapterContext,
  CancelId,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const cancelled: PacketList = { Head: NULL, Tail: NULL };
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  for (let packet = takeAll(adapter.Sends); packet !== NULL;) {
    const next = nextPacket(ndis, packet);
    const isCancelled = ndis.NdisGetPacketCancelId(packet) === CancelId;
    append(ndis, isCancelled ? cancelled : adapter.Sends, packet);
    packet = next;
  }
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  complete(ndis, adapter, cancelled.Head, NDIS_STATUS_REQUEST_ABORTED);
};

/** Completes a chain of packets. */
function complete(ndis: Ndis, adapter: Adapter, first: VirtualAddress, status: NdisStatus): void {
  for (let packet = first; packet !== NULL;) {
    const next = nextPacket(ndis, packet);
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, packet, status);
    packet = next;
  }
}

/** There is no device to reset: the packets that wait are given back. */
export const MiniportReset: Handler<'MiniportReset'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  abortSends(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
  return { Result: NDIS_STATUS_SUCCESS, AddressingReset: false };
};

/** Gives back the packets that wait. Those that the timer has taken it completes itself. */
function abortSends(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  const first = takeAll(adapter.Sends);
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  complete(ndis, adapter, first, status);
}

/** From now on packets fail with a status, and no timer is set. */
export function stopTraffic(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  adapter.SendStatus = status;
  for (let packet = takeAll(adapter.Arrivals); packet !== NULL;) {
    const next = nextPacket(ndis, packet);
    append(ndis, adapter.Free, packet);
    packet = next;
  }
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  abortSends(ndis, adapter, status);
  // FALSE: it was not set, or its function is about to run and finds nothing to do.
  const { TimerCancelled } = ndis.NdisMCancelTimer(adapter.Timer.address);
  if (TimerCancelled) adapter.IsTimerActive = false;
}

/** Packets go again. */
export function resumeTraffic(ndis: Ndis, adapter: Adapter): void {
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  adapter.SendStatus = NDIS_STATUS_SUCCESS;
  ndis.NdisReleaseSpinLock(lockOf(adapter));
}
