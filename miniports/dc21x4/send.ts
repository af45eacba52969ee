/**
 * Sending: every packet is copied to the buffer of a descriptor, and NDIS has it back at once. NDIS
 * hands down one packet at a time and keeps the next while there is no descriptor for it. HRM,
 * "Transmit Descriptors", "Transmit Process".
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_INVALID_PACKET,
  NDIS_STATUS_NO_CABLE,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { type Adapter, adapterAt } from './adapter';
import { programFilter } from './filter';
import { FRAME_BYTES_MAX, HEADER_BYTES } from './frame';
import { DESCRIPTOR_COUNT, handOver, txBuffer, txDescriptor } from './lists';
import { writeCsr } from './ports';
import { ALL_ONES, ES, OWN, Register, Tdes0, Tdes1 } from './registers';

/** One descriptor is kept for a setup frame. */
const PACKET_COUNT_MAX = DESCRIPTOR_COUNT - 1;
/** MM_PAGE_PRIORITY (DDK wdm.h): how hard the system tries to map a buffer. */
export const NormalPagePriority = 16;

export const MiniportSend: Handler<'MiniportSend'> = (ndis, MiniportAdapterContext, Packet) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning) return NDIS_STATUS_FAILURE;
  if (!adapter.IsLinkUp) return NDIS_STATUS_NO_CABLE;
  const { FirstBuffer, TotalPacketLength } = ndis.NdisQueryPacket(Packet);
  if (TotalPacketLength < HEADER_BYTES || TotalPacketLength > FRAME_BYTES_MAX)
    return NDIS_STATUS_INVALID_PACKET;
  if (adapter.TxUsed >= PACKET_COUNT_MAX) {
    adapter.HasRefusedSend = true;
    return NDIS_STATUS_RESOURCES;
  }
  const index = adapter.TxNext;
  if (!copyPacket(ndis, FirstBuffer, txBuffer(adapter, index))) return NDIS_STATUS_FAILURE;
  // The device pads what is too short.
  handOver(ndis, adapter, index, TotalPacketLength, Tdes1.FS | Tdes1.LS | Tdes1.IC);
  adapter.TxNext = (index + 1) % DESCRIPTOR_COUNT;
  adapter.TxUsed++;
  writeCsr(ndis, adapter, Register.CSR1, ALL_ONES);
  return NDIS_STATUS_SUCCESS;
};

/** Takes back the descriptors that the device is done with, oldest first. In the DPC. */
export function handleTransmit(ndis: Ndis, adapter: Adapter): void {
  for (let rest = adapter.TxUsed; rest > 0; rest--) {
    const { Status, Control } = txDescriptor(ndis, adapter, adapter.TxOldest);
    if ((Status & OWN) !== 0) break;
    if ((Control & Tdes1.SET) !== 0) adapter.HasSetup = false;
    else countSent(adapter, Status);
    adapter.TxOldest = (adapter.TxOldest + 1) % DESCRIPTOR_COUNT;
    adapter.TxUsed--;
    adapter.TxDone++;
  }
  if (adapter.IsFilterStale) programFilter(ndis, adapter);
  offerDescriptors(ndis, adapter);
}

function countSent(adapter: Adapter, status: number): void {
  if ((status & ES) !== 0) {
    adapter.XmitError++;
    return;
  }
  const collisionCount = (status & Tdes0.CC) >>> Tdes0.CC_SHIFT;
  adapter.XmitOk++;
  if (collisionCount === 1) adapter.XmitOneCollision++;
  if (collisionCount > 1) adapter.XmitMoreCollisions++;
}

/** Forgets what the device had to send. Only when it reads nothing any more. */
export function abortSends(adapter: Adapter): void {
  adapter.XmitError += adapter.TxUsed - (adapter.HasSetup ? 1 : 0);
  adapter.TxNext = 0;
  adapter.TxOldest = 0;
  adapter.TxUsed = 0;
  adapter.HasSetup = false;
  adapter.IsFilterStale = false;
}

/** Lets NDIS send again, if it was refused a packet and there is a descriptor. At DISPATCH_LEVEL. */
export function offerDescriptors(ndis: Ndis, adapter: Adapter): void {
  if (!adapter.HasRefusedSend || adapter.TxUsed >= PACKET_COUNT_MAX) return;
  adapter.HasRefusedSend = false;
  ndis.NdisMSendResourcesAvailable(adapter.MiniportAdapterHandle);
}

/** Copies the buffers of a packet; false if one cannot be mapped. */
function copyPacket(ndis: Ndis, firstBuffer: VirtualAddress, to: VirtualAddress): boolean {
  let byteCount = 0;
  // The chain ends: NdisQueryPacket has counted its bytes.
  for (let buffer = firstBuffer; buffer !== NULL;) {
    const { VirtualAddress, Length } = ndis.NdisQueryBufferSafe(buffer, NormalPagePriority);
    if (VirtualAddress === NULL || byteCount + Length > FRAME_BYTES_MAX) return false;
    if (Length > 0) ndis.NdisMoveMemory(virtual(to + byteCount), VirtualAddress, Length);
    byteCount += Length;
    buffer = ndis.NdisGetNextBuffer(buffer).NextBuffer;
  }
  return true;
}
