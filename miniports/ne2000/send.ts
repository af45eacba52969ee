/**
 * Sending: a frame is copied to one of two buffers on the card, and with that the packet is NDIS's
 * again. While one goes out the next can be filled. DP8390D 6.0 (packet transmission), 10.3 (TSR),
 * 10.4 (TPSR, TBCR, NCR).
 */
import type { VirtualAddress } from '../../hardware/address';
import { virtual } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_INVALID_PACKET,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { type Adapter, adapterAt } from './adapter';
import { readPort, writePort } from './card';
import { FRAME_BYTES_MAX, FRAME_BYTES_MIN, HEADER_BYTES } from './frame';
import {
  BUFFER_START_PAGE,
  CR,
  ISR,
  Page,
  PAGE_BYTES,
  Port,
  RemoteCommand,
  TSR,
  TX_BUFFER_COUNT,
  TX_BUFFER_PAGES,
} from './registers';
import { beginWrite, endTransfer, writeBytes, writeZeros } from './remote-dma';

export const MiniportSend: Handler<'MiniportSend'> = (
  ndis,
  MiniportAdapterContext,
  Packet,
  _Flags,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning || adapter.NeedsReset) return NDIS_STATUS_FAILURE;
  const { TotalPacketLength } = ndis.NdisQueryPacket(Packet);
  if (TotalPacketLength < HEADER_BYTES || TotalPacketLength > FRAME_BYTES_MAX)
    return NDIS_STATUS_INVALID_PACKET;
  if (adapter.TxUsed === TX_BUFFER_COUNT) {
    // NDIS keeps the packet until NdisMSendResourcesAvailable.
    adapter.IsSendBlocked = true;
    return NDIS_STATUS_RESOURCES;
  }
  const buffer = (adapter.TxFirst + adapter.TxUsed) % TX_BUFFER_COUNT;
  // The chip pads nothing (DP8390D 6.0).
  const byteCount = Math.max(TotalPacketLength, FRAME_BYTES_MIN);
  if (!copyToCard(ndis, adapter, Packet, buffer, byteCount)) return NDIS_STATUS_FAILURE;
  ndis.memory.write32(virtual(adapter.TxByteCounts + 4 * buffer), byteCount);
  adapter.TxUsed++;
  if (adapter.TxUsed === 1) transmitFirst(ndis, adapter);
  return NDIS_STATUS_SUCCESS;
};

function bufferPage(buffer: number): number {
  return BUFFER_START_PAGE + buffer * TX_BUFFER_PAGES;
}

/** Copies the packet's buffers, and zeros up to `byteCount`. False if the card has failed. */
function copyToCard(
  ndis: Ndis,
  adapter: Adapter,
  Packet: VirtualAddress,
  buffer: number,
  byteCount: number,
): boolean {
  const { BufferCount, FirstBuffer } = ndis.NdisQueryPacket(Packet);
  const transfer = beginWrite(ndis, adapter, bufferPage(buffer) * PAGE_BYTES, byteCount);
  let leftBytes = byteCount;
  let Buffer = FirstBuffer;
  for (let index = 0; index < BufferCount && leftBytes > 0; index++) {
    const { VirtualAddress, Length } = ndis.NdisQueryBuffer(Buffer);
    const partBytes = Math.min(Length, leftBytes);
    writeBytes(ndis, adapter, transfer, VirtualAddress, partBytes);
    leftBytes -= partBytes;
    Buffer = ndis.NdisGetNextBuffer(Buffer).NextBuffer;
  }
  writeZeros(ndis, adapter, transfer, leftBytes);
  return endTransfer(ndis, adapter);
}

/** Sends the frame in the first buffer. */
function transmitFirst(ndis: Ndis, adapter: Adapter): void {
  const { TxFirst, TxByteCounts } = adapter;
  const byteCount = ndis.memory.read32(virtual(TxByteCounts + 4 * TxFirst));
  writePort(ndis, adapter, Port.TPSR, bufferPage(TxFirst));
  writePort(ndis, adapter, Port.TBCR0, byteCount & 0xff);
  writePort(ndis, adapter, Port.TBCR1, byteCount >>> 8);
  transmit(ndis, adapter);
}

/** Gives the transmit command, for the frame that TPSR and TBCR say. */
export function transmit(ndis: Ndis, adapter: Adapter): void {
  writePort(ndis, adapter, Port.CR, Page.ZERO | RemoteCommand.ABORT | CR.TXP | CR.STA);
}

/** PTX or TXE: the first buffer is through, and the other may follow. */
export function handleTransmit(ndis: Ndis, adapter: Adapter): void {
  writePort(ndis, adapter, Port.ISR, ISR.PTX | ISR.TXE);
  if (adapter.TxUsed === 0) return;
  countTransmission(ndis, adapter);
  adapter.TxFirst = (adapter.TxFirst + 1) % TX_BUFFER_COUNT;
  adapter.TxUsed--;
  adapter.TxCompleted++;
  if (adapter.TxUsed > 0) transmitFirst(ndis, adapter);
  resumeSends(ndis, adapter);
}

/** Tells NDIS that there is room again, if it waits for that. */
export function resumeSends(ndis: Ndis, adapter: Adapter): void {
  if (!adapter.IsSendBlocked) return;
  adapter.IsSendBlocked = false;
  ndis.NdisMSendResourcesAvailable(adapter.MiniportAdapterHandle);
}

function countTransmission(ndis: Ndis, adapter: Adapter): void {
  const { Statistics } = adapter;
  const tsr = readPort(ndis, adapter, Port.TSR);
  const collisionCount = readPort(ndis, adapter, Port.NCR);
  if ((tsr & TSR.CRS) !== 0) Statistics.XmitTimesCrsLost++;
  if ((tsr & TSR.CDH) !== 0) Statistics.XmitHeartbeatFailure++;
  if ((tsr & TSR.OWC) !== 0) Statistics.XmitLateCollisions++;
  if ((tsr & TSR.PTX) === 0) {
    Statistics.XmitError++;
    if ((tsr & TSR.ABT) !== 0) Statistics.XmitMaxCollisions++;
    return;
  }
  Statistics.XmitOk++;
  if ((tsr & TSR.COL) === 0) return;
  if (collisionCount === 1) Statistics.XmitOneCollision++;
  else Statistics.XmitMoreCollisions++;
}

/** The card has been reset: the frames on it are lost. */
export function dropTransmissions(ndis: Ndis, adapter: Adapter): void {
  adapter.Statistics.XmitError += adapter.TxUsed;
  adapter.TxUsed = 0;
  adapter.TxFirst = 0;
  adapter.HangCount = 0;
  resumeSends(ndis, adapter);
}
