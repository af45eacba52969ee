/**
 * Sending: four descriptors, used in turn. NDIS hands down one packet at a time and keeps the next
 * while MiniportSend has no descriptor for it. RTL8139C(L) data sheet 6.2, 6.7.
 *
 * A packet of one aligned buffer is read by the device where it lies, and pending until then. Any
 * other is copied, and NDIS has it back at once; its descriptor comes free all the same.
 */
import { NULL } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_INVALID_PACKET,
  NDIS_STATUS_NO_CABLE,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt, txSlot } from './adapter';
import { FRAME_BYTES_MAX, FRAME_BYTES_MIN, HEADER_BYTES } from './frame';
import { copyPacket, mapBuffer } from './packet';
import { readUlong, writeUlong } from './ports';
import { DESCRIPTOR_COUNT, Register, TCR, TSD } from './registers';

/** A whole frame, in units of 32 bytes: sending never waits for the bus in the middle of one. */
const EARLY_THRESHOLD = Math.ceil(FRAME_BYTES_MAX / 32);

export const MiniportSend: Handler<'MiniportSend'> = (ndis, MiniportAdapterContext, Packet) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning) return NDIS_STATUS_FAILURE;
  if (!adapter.IsLinkUp) return NDIS_STATUS_NO_CABLE;
  const { BufferCount, FirstBuffer, TotalPacketLength } = ndis.NdisQueryPacket(Packet);
  if (TotalPacketLength < HEADER_BYTES || TotalPacketLength > FRAME_BYTES_MAX)
    return NDIS_STATUS_INVALID_PACKET;
  if (adapter.TxUsed === DESCRIPTOR_COUNT) {
    adapter.HasRefusedSend = true;
    return NDIS_STATUS_RESOURCES;
  }
  const descriptor = adapter.TxNext;
  const slot = txSlot(ndis, adapter, descriptor);
  const isWhole = BufferCount === 1 && TotalPacketLength >= FRAME_BYTES_MIN;
  const mapped = isWhole ? mapBuffer(ndis, adapter, FirstBuffer, descriptor) : undefined;
  const address = mapped ?? copyPacket(ndis, adapter, FirstBuffer, descriptor);
  if (address === undefined) return NDIS_STATUS_FAILURE;
  slot.Packet = mapped === undefined ? NULL : Packet;
  slot.Buffer = mapped === undefined ? NULL : FirstBuffer;
  adapter.TxNext = (descriptor + 1) % DESCRIPTOR_COUNT;
  adapter.TxUsed++;
  // Writing TSD hands the descriptor over.
  const byteCount = Math.max(TotalPacketLength, FRAME_BYTES_MIN);
  writeUlong(ndis, adapter, Register.TSAD0 + 4 * descriptor, address);
  writeUlong(
    ndis,
    adapter,
    Register.TSD0 + 4 * descriptor,
    byteCount | (EARLY_THRESHOLD << TSD.ERTXTH_SHIFT),
  );
  return mapped === undefined ? NDIS_STATUS_SUCCESS : NDIS_STATUS_PENDING;
};

/** Takes back the descriptors that the device is done with, oldest first. In the DPC. */
export function handleTransmit(ndis: Ndis, adapter: Adapter): void {
  for (let rest = adapter.TxUsed; rest > 0; rest--) {
    const status = readUlong(ndis, adapter, Register.TSD0 + 4 * adapter.TxOldest);
    if ((status & TSD.TABT) !== 0) {
      sendAgain(ndis, adapter);
      break;
    }
    // After an underrun the device has sent the packet anew (6.2).
    if ((status & (TSD.TOK | TSD.TUN)) === 0) break;
    countSent(adapter, status);
    release(ndis, adapter, NDIS_STATUS_SUCCESS);
  }
  offerDescriptors(ndis, adapter);
}

/**
 * Takes back all descriptors, whose packets fail with `status`. Only when the device reads nothing
 * any more: it has been reset or is gone.
 */
export function abortSends(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  adapter.XmitError += adapter.TxUsed;
  for (let rest = adapter.TxUsed; rest > 0; rest--) release(ndis, adapter, status);
  // The device begins at the first descriptor again (6.4).
  adapter.TxNext = 0;
  adapter.TxOldest = 0;
}

/** Lets NDIS send again, if it was refused a packet and there is a descriptor. At DISPATCH_LEVEL. */
export function offerDescriptors(ndis: Ndis, adapter: Adapter): void {
  if (!adapter.HasRefusedSend || adapter.TxUsed === DESCRIPTOR_COUNT) return;
  adapter.HasRefusedSend = false;
  ndis.NdisMSendResourcesAvailable(adapter.MiniportAdapterHandle);
}

/**
 * Too many collisions: the device stands still until it is told to send the packet again (6.7). If
 * that never succeeds, MiniportCheckForHang will notice.
 */
function sendAgain(ndis: Ndis, adapter: Adapter): void {
  adapter.XmitError++;
  adapter.XmitMaxCollisions++;
  writeUlong(ndis, adapter, Register.TCR, TCR.MXDMA_1024 | TCR.IFG_STANDARD | TCR.CLRABT);
}

function countSent(adapter: Adapter, status: number): void {
  const collisionCount = (status & TSD.NCC) >>> TSD.NCC_SHIFT;
  adapter.TxDone++;
  adapter.XmitOk++;
  if (collisionCount === 1) adapter.XmitOneCollision++;
  if (collisionCount > 1) adapter.XmitMoreCollisions++;
  if ((status & TSD.OWC) !== 0) adapter.XmitLateCollisions++;
  if ((status & TSD.CRS) !== 0) adapter.XmitTimesCrsLost++;
}

/** Takes the oldest descriptor back, and gives its packet back to NDIS if it has one. */
function release(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  const { MiniportAdapterHandle, TxOldest } = adapter;
  const slot = txSlot(ndis, adapter, TxOldest);
  const { Packet, Buffer } = slot;
  slot.Packet = NULL;
  slot.Buffer = NULL;
  adapter.TxOldest = (TxOldest + 1) % DESCRIPTOR_COUNT;
  adapter.TxUsed--;
  if (Packet === NULL) return;
  ndis.NdisMCompleteBufferPhysicalMapping(MiniportAdapterHandle, Buffer, TxOldest);
  ndis.NdisMSendComplete(MiniportAdapterHandle, Packet, status);
}
