/** MiniportTransferData: the rest of a frame goes from the card's ring to a protocol's packet. */
import type { VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { type Adapter, adapterAt } from './adapter';
import { BUFFER_END_PAGE, PAGE_BYTES, RING_BYTES } from './registers';
import { beginRead, endTransfer, readBytes } from './remote-dma';

const NOTHING = { Result: NDIS_STATUS_FAILURE, BytesTransferred: 0 };

/**
 * Called from within NdisMEthIndicateReceive, once for each protocol that wants more. What is asked
 * for beyond the end of the frame, or does not fit in the packet, is left out.
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
  const { IndicatedAddress, IndicatedBytes } = adapter;
  if (IndicatedAddress === 0 || ByteOffset > IndicatedBytes) return NOTHING;
  const { TotalPacketLength } = ndis.NdisQueryPacket(Packet);
  const byteCount = Math.min(BytesToTransfer, IndicatedBytes - ByteOffset, TotalPacketLength);
  if (byteCount === 0) return { Result: NDIS_STATUS_SUCCESS, BytesTransferred: 0 };
  const address = ringAddress(IndicatedAddress + ByteOffset);
  if (!fillPacket(ndis, adapter, Packet, address, byteCount)) return NOTHING;
  return { Result: NDIS_STATUS_SUCCESS, BytesTransferred: byteCount };
};

/** Fills the packet's buffers, one after the other, from one transfer. */
function fillPacket(
  ndis: Ndis,
  adapter: Adapter,
  Packet: VirtualAddress,
  address: number,
  byteCount: number,
): boolean {
  const { BufferCount, FirstBuffer } = ndis.NdisQueryPacket(Packet);
  const transfer = beginRead(ndis, adapter, address, byteCount);
  let leftBytes = byteCount;
  let Buffer = FirstBuffer;
  for (let index = 0; index < BufferCount && leftBytes > 0; index++) {
    const { VirtualAddress, Length } = ndis.NdisQueryBuffer(Buffer);
    const partBytes = Math.min(Length, leftBytes);
    readBytes(ndis, adapter, transfer, VirtualAddress, partBytes);
    leftBytes -= partBytes;
    Buffer = ndis.NdisGetNextBuffer(Buffer).NextBuffer;
  }
  return endTransfer(ndis, adapter);
}

/** An address in the ring, from one that may lie behind its end. */
function ringAddress(address: number): number {
  return address < BUFFER_END_PAGE * PAGE_BYTES ? address : address - RING_BYTES;
}
