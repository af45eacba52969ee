/**
 * A queue of sends for the small miniport: it is deserialized, keeps each packet for a while and
 * completes all of them by a timer, or when they are cancelled. The driver gives the delay.
 */
import {
  NDIS_MINIPORT_TIMER,
  NDIS_PACKET,
  NDIS_SPIN_LOCK,
  NDIS_STATUS_NO_CABLE,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_SUCCESS,
  NDIS51_MINIPORT_CHARACTERISTICS,
  NULL,
  PVOID,
  layout,
  virtual,
  type Handler,
  type Ndis,
  type NdisStatus,
} from '../../ndis';
import { ADAPTER, type Adapter } from './small-adapter';
import { setDeserialized, type Steps } from './small-miniport';

const SENDS = layout('SENDS', undefined, {
  Timer: NDIS_MINIPORT_TIMER,
  Lock: NDIS_SPIN_LOCK,
  /** The packet queued last; in its MiniportReserved is the one before. */
  Head: PVOID,
});
/** Packets at once: as many as the protocol has. */
const PACKETS_MAX = 4096;

/** Completes every packet of the queue. */
export function completeQueue(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  const sends = ndis.global(SENDS);
  ndis.NdisAcquireSpinLock(sends.Lock.address);
  let packet = sends.Head;
  sends.Head = NULL;
  ndis.NdisReleaseSpinLock(sends.Lock.address);
  for (let count = 0; packet !== NULL && count < PACKETS_MAX; count++) {
    const next = virtual(ndis.memory.read32(NDIS_PACKET.at(ndis.memory, packet).MiniportReserved));
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, packet, status);
    packet = next;
  }
}

const expire: Handler<'MiniportTimer'> = (ndis, _SystemSpecific1, FunctionContext) =>
  completeQueue(ndis, ADAPTER.at(ndis.memory, FunctionContext), NDIS_STATUS_NO_CABLE);

/** The step `describe` of a driver that gives cancelled packets back with this status. */
export function cancellingWith(status: NdisStatus): Steps['describe'] {
  // The packets of one protocol, which has one ID.
  const cancel: Handler<'MiniportCancelSendPackets'> = (ndis, MiniportAdapterContext) =>
    completeQueue(ndis, ADAPTER.at(ndis.memory, MiniportAdapterContext), status);
  return (ndis, characteristics) => {
    characteristics.CancelSendPacketsHandler = ndis.addressOf(cancel);
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  };
}

/** The steps of a driver that keeps each packet for so many milliseconds. */
export function queueingSends(delayMs: number): Partial<Steps> {
  return {
    setAttributes: setDeserialized,
    initialize(ndis, adapter) {
      const { Timer, Lock } = ndis.global(SENDS);
      ndis.NdisAllocateSpinLock(Lock.address);
      ndis.NdisMInitializeTimer(
        Timer.address,
        adapter.MiniportAdapterHandle,
        ndis.addressOf(expire),
        adapter.address,
      );
      return NDIS_STATUS_SUCCESS;
    },
    send(ndis, _adapter, Packet) {
      const sends = ndis.global(SENDS);
      ndis.NdisAcquireSpinLock(sends.Lock.address);
      ndis.memory.write32(NDIS_PACKET.at(ndis.memory, Packet).MiniportReserved, sends.Head);
      sends.Head = Packet;
      ndis.NdisReleaseSpinLock(sends.Lock.address);
      ndis.NdisMSetTimer(sends.Timer.address, delayMs);
      return NDIS_STATUS_PENDING;
    },
    halt(ndis) {
      const { Timer, Lock } = ndis.global(SENDS);
      ndis.NdisMCancelTimer(Timer.address);
      ndis.NdisFreeSpinLock(Lock.address);
    },
  };
}
