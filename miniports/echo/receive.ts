/**
 * Frames come in, as packets or with their beginning shown; each is copied into a reply, and the
 * reply is sent if the frame asked for one. ("Receiving Data in Protocol Drivers")
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_NOT_ACCEPTED,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { adapterAt, ETHERNET_HEADER_BYTES, PAYLOAD_BYTES_MAX, type Adapter } from './adapter';
import { answer } from './answer';
import { createReply, freeReply, replyOf } from './reply';

export const ProtocolReceivePacket: Handler<'ProtocolReceivePacket'> = (
  ndis,
  ProtocolBindingContext,
  Packet,
) => {
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  const { TotalPacketLength } = ndis.NdisQueryPacketLength(Packet);
  const byteCount = TotalPacketLength - ETHERNET_HEADER_BYTES;
  if (byteCount <= 0 || byteCount > PAYLOAD_BYTES_MAX) return 0;
  const packet = createReply(ndis, adapter, byteCount);
  if (packet === NULL) return 0;
  addHeader(ndis, packet);
  ndis.NdisCopyFromPacketToPacket(packet, 0, TotalPacketLength, Packet, 0);
  sendReply(ndis, adapter, packet);
  // The frame was copied: the packet need not be kept.
  return 0;
};

export const ProtocolReceive: Handler<'ProtocolReceive'> = (
  ndis,
  ProtocolBindingContext,
  MacReceiveContext,
  HeaderBuffer,
  HeaderBufferSize,
  _LookAheadBuffer,
  _LookaheadBufferSize,
  PacketSize,
) => {
  if (HeaderBufferSize !== ETHERNET_HEADER_BYTES) return NDIS_STATUS_NOT_ACCEPTED;
  if (PacketSize === 0 || PacketSize > PAYLOAD_BYTES_MAX) return NDIS_STATUS_NOT_ACCEPTED;
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  const packet = createReply(ndis, adapter, PacketSize);
  if (packet === NULL) return NDIS_STATUS_NOT_ACCEPTED;
  const { Header } = replyOf(ndis, packet);
  ndis.NdisMoveMemory(Header, HeaderBuffer, ETHERNET_HEADER_BYTES);
  const { Status, BytesTransferred } = ndis.NdisTransferData(
    adapter.BindingHandle,
    MacReceiveContext,
    0,
    PacketSize,
    packet,
  );
  if (Status !== NDIS_STATUS_PENDING) transferred(ndis, adapter, packet, Status, BytesTransferred);
  return NDIS_STATUS_SUCCESS;
};

export const ProtocolTransferDataComplete: Handler<'ProtocolTransferDataComplete'> = (
  ndis,
  ProtocolBindingContext,
  Packet,
  Status,
  BytesTransferred,
) => transferred(ndis, adapterAt(ndis, ProtocolBindingContext), Packet, Status, BytesTransferred);

/** The payload is there; if all of it, the reply is as one that came as a packet. */
function transferred(
  ndis: Ndis,
  adapter: Adapter,
  packet: VirtualAddress,
  status: number,
  byteCount: number,
): void {
  const { TotalPacketLength } = ndis.NdisQueryPacketLength(packet);
  addHeader(ndis, packet);
  if (status === NDIS_STATUS_SUCCESS && byteCount === TotalPacketLength)
    sendReply(ndis, adapter, packet);
  else freeReply(ndis, packet);
}

/** The header goes before the payload, which alone a transfer fills. */
function addHeader(ndis: Ndis, packet: VirtualAddress): void {
  ndis.NdisChainBufferAtFront(packet, replyOf(ndis, packet).HeaderBuffer);
}

function sendReply(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): void {
  const { TotalPacketLength } = ndis.NdisQueryPacketLength(packet);
  const byteCount = TotalPacketLength - ETHERNET_HEADER_BYTES;
  if (!answer(ndis, adapter, replyOf(ndis, packet), byteCount)) {
    freeReply(ndis, packet);
    return;
  }
  const { Status } = ndis.NdisSend(adapter.BindingHandle, packet);
  if (Status !== NDIS_STATUS_PENDING) freeReply(ndis, packet);
}

export const ProtocolSendComplete: Handler<'ProtocolSendComplete'> = (
  ndis,
  _ProtocolBindingContext,
  Packet,
) => freeReply(ndis, Packet);

/** Each frame was answered as it came. */
export const ProtocolReceiveComplete: Handler<'ProtocolReceiveComplete'> = () => undefined;
