/** MiniportTransferData: a protocol wants a part of the frame that is being indicated to it. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { type Adapter, adapterAt } from './adapter';
import { HEADER_BYTES } from './frame';
import { NormalPagePriority } from './send';

/**
 * Copies from the frame, which is there for as long as NdisMEthIndicateReceive runs.
 * ByteOffset counts from behind the header.
 */
export const MiniportTransferData: Handler<'MiniportTransferData'> = (
  ndis,
  Packet,
  MiniportAdapterContext,
  _MiniportReceiveContext,
  ByteOffset,
  BytesToTransfer,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const start = HEADER_BYTES + ByteOffset;
  if (start > adapter.FrameBytes) return { Result: NDIS_STATUS_FAILURE, BytesTransferred: 0 };
  const byteCount = Math.min(BytesToTransfer, adapter.FrameBytes - start);
  const BytesTransferred = copyToPacket(ndis, adapter, start, byteCount, Packet);
  const hasRoom = BytesTransferred === byteCount;
  return { Result: hasRoom ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE, BytesTransferred };
};

/** Fills the buffers of a packet as far as they go; how many bytes that took. */
function copyToPacket(
  ndis: Ndis,
  adapter: Adapter,
  start: number,
  byteCount: number,
  packet: VirtualAddress,
): number {
  let copiedBytes = 0;
  // The chain ends: NdisQueryPacket has counted its bytes.
  let buffer = ndis.NdisQueryPacket(packet).FirstBuffer;
  while (buffer !== NULL && copiedBytes < byteCount) {
    const { VirtualAddress, Length } = ndis.NdisQueryBufferSafe(buffer, NormalPagePriority);
    if (VirtualAddress === NULL) break;
    const partBytes = Math.min(Length, byteCount - copiedBytes);
    if (partBytes > 0)
      ndis.NdisMoveMemory(VirtualAddress, virtual(adapter.Frame + start + copiedBytes), partBytes);
    copiedBytes += partBytes;
    buffer = ndis.NdisGetNextBuffer(buffer).NextBuffer;
  }
  return copiedBytes;
}
