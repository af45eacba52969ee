/**
 * Receiving. The device writes packets one behind the other into a ring, each after a header of its
 * own; the driver copies one at a time out of it, gives its place back, and shows the copy to NDIS.
 * RTL8139C(L) data sheet 6.1, 6.4, and chapter 6 on CAPR; RTL8139(A/B) programming guide, chapter 2.
 *
 * The ring is one without RCR.WRAP: a packet at its end goes on at its start. Behind a ring with
 * WRAP a packet of any length goes on past the end, and the longest is as long as the sender likes.
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { restartReceiver } from './chip';
import { isWanted } from './filter';
import { FCS_BYTES, FRAME_BYTES_MAX, FRAME_BYTES_MIN, HEADER_BYTES } from './frame';
import { readUchar, writeUshort } from './ports';
import { CR, Register, RX_HEADER_BYTES, RxStatus } from './registers';

/** RCR.RBLEN as programFilter sets it; the sheet has the driver allocate 16 bytes more (6.8). */
const RING_BYTES = 32 * 1024;
export const RX_RING_BYTES = RING_BYTES + 16;
/** CAPR is that far behind what has been read. */
const CAPR_LAG_BYTES = 16;
/** No packet is shorter while RCR.AR and RCR.AER are 0. */
const PACKET_BYTES_MIN = FRAME_BYTES_MIN + FCS_BYTES;
const PACKET_BYTES_MAX = RING_BYTES - RX_HEADER_BYTES;
/**
 * Packets in a full ring. One that comes after the DPC has cleared ISR.ROK sets it anew, so that
 * nothing is forgotten when the DPC stops there.
 */
const PACKET_COUNT_MAX = Math.floor(RING_BYTES / (RX_HEADER_BYTES + PACKET_BYTES_MIN));

/** Indicates what is in the ring. In the DPC. */
export function handleReceive(ndis: Ndis, adapter: Adapter): void {
  let hasIndicated = false;
  for (let count = 0; count < PACKET_COUNT_MAX; count++) {
    if ((readUchar(ndis, adapter, Register.CR) & CR.BUFE) !== 0) break;
    const frameBytes = takeFrame(ndis, adapter);
    if (frameBytes === 0 || !isWanted(ndis, adapter, adapter.FrameBuffer)) continue;
    indicate(ndis, adapter, frameBytes);
    hasIndicated = true;
  }
  if (hasIndicated) ndis.NdisMEthIndicateReceiveComplete(adapter.MiniportAdapterHandle);
}

/** Takes the next packet out of the ring: the bytes of the frame in FrameBuffer, 0 if it is none. */
function takeFrame(ndis: Ndis, adapter: Adapter): number {
  const offset = adapter.RxOffset;
  const header = ndis.memory.read32(virtual(adapter.RxRing.VirtualAddress + offset));
  const status = header & 0xffff;
  const packetBytes = header >>> 16;
  const hasGoodLength = packetBytes >= PACKET_BYTES_MIN && packetBytes <= PACKET_BYTES_MAX;
  if ((status & RxStatus.ROK) === 0 || !hasGoodLength) {
    // With such a header nobody knows where the next one is.
    countError(adapter, status);
    restartReceiver(ndis, adapter);
    return 0;
  }
  const frameBytes = packetBytes - FCS_BYTES;
  const isTooLong = frameBytes > FRAME_BYTES_MAX;
  if (isTooLong) adapter.RcvError++;
  else copyFromRing(ndis, adapter, offset + RX_HEADER_BYTES, frameBytes);
  // The next header is at a multiple of four bytes.
  const next = ((offset + RX_HEADER_BYTES + packetBytes + 3) & ~3) % RING_BYTES;
  adapter.RxOffset = next;
  writeUshort(ndis, adapter, Register.CAPR, (next - CAPR_LAG_BYTES) & 0xffff);
  return isTooLong ? 0 : frameBytes;
}

function countError(adapter: Adapter, status: number): void {
  adapter.RcvError++;
  if ((status & RxStatus.CRC) !== 0) adapter.RcvCrcError++;
  if ((status & RxStatus.FAE) !== 0) adapter.RcvAlignmentError++;
}

/** Copies a frame to FrameBuffer, in two parts if it goes on at the ring's start. */
function copyFromRing(ndis: Ndis, adapter: Adapter, offset: number, byteCount: number): void {
  const { FrameBuffer } = adapter;
  const ring = adapter.RxRing.VirtualAddress;
  const start = offset % RING_BYTES;
  const firstBytes = Math.min(byteCount, RING_BYTES - start);
  ndis.NdisMoveMemory(FrameBuffer, virtual(ring + start), firstBytes);
  if (firstBytes < byteCount)
    ndis.NdisMoveMemory(virtual(FrameBuffer + firstBytes), ring, byteCount - firstBytes);
}

/** Shows NDIS the whole frame, so that there is seldom anything to transfer. */
function indicate(ndis: Ndis, adapter: Adapter, frameBytes: number): void {
  const { MiniportAdapterHandle, FrameBuffer } = adapter;
  const payloadBytes = frameBytes - HEADER_BYTES;
  adapter.RcvOk++;
  adapter.FrameBytes = frameBytes;
  ndis.NdisMEthIndicateReceive(
    MiniportAdapterHandle,
    FrameBuffer,
    FrameBuffer,
    HEADER_BYTES,
    virtual(FrameBuffer + HEADER_BYTES),
    payloadBytes,
    payloadBytes,
  );
  adapter.FrameBytes = 0;
}
