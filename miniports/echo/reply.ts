/** Replies: memory for a frame, two buffers that describe it, and a packet around them. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS_PACKET } from '../../ndis/structures/packet';
import { ETHERNET_HEADER_BYTES, REPLY, TAG, type Adapter, type Reply } from './adapter';

/** Makes a reply whose packet has the payload's buffer; NULL if something is short. */
export function createReply(ndis: Ndis, adapter: Adapter, payloadBytes: number): VirtualAddress {
  const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(REPLY.bytes, TAG);
  if (Result !== NDIS_STATUS_SUCCESS) return NULL;
  const reply = REPLY.at(ndis.memory, VirtualAddress);
  reply.HeaderBuffer = createBuffer(ndis, adapter, reply.Header, ETHERNET_HEADER_BYTES);
  reply.PayloadBuffer = createBuffer(ndis, adapter, reply.Payload, payloadBytes);
  const hasBuffers = reply.HeaderBuffer !== NULL && reply.PayloadBuffer !== NULL;
  const packet = hasBuffers ? createPacket(ndis, adapter, reply) : NULL;
  if (packet === NULL) freeParts(ndis, reply);
  return packet;
}

function createPacket(ndis: Ndis, adapter: Adapter, reply: Reply): VirtualAddress {
  const { Status, Packet } = ndis.NdisAllocatePacket(adapter.PacketPool);
  if (Status !== NDIS_STATUS_SUCCESS) return NULL;
  const { ProtocolReserved } = NDIS_PACKET.at(ndis.memory, Packet);
  ndis.memory.write32(ProtocolReserved, reply.address);
  ndis.NdisChainBufferAtFront(Packet, reply.PayloadBuffer);
  return Packet;
}

function createBuffer(
  ndis: Ndis,
  adapter: Adapter,
  address: VirtualAddress,
  byteCount: number,
): VirtualAddress {
  const { Status, Buffer } = ndis.NdisAllocateBuffer(adapter.BufferPool, address, byteCount);
  return Status === NDIS_STATUS_SUCCESS ? Buffer : NULL;
}

/** The reply that a packet is around. */
export function replyOf(ndis: Ndis, packet: VirtualAddress): Reply {
  const { ProtocolReserved } = NDIS_PACKET.at(ndis.memory, packet);
  return REPLY.at(ndis.memory, virtual(ndis.memory.read32(ProtocolReserved)));
}

/** Frees a reply with its packet, which has both buffers. */
export function freeReply(ndis: Ndis, packet: VirtualAddress): void {
  const reply = replyOf(ndis, packet);
  ndis.NdisUnchainBufferAtFront(packet);
  ndis.NdisUnchainBufferAtFront(packet);
  ndis.NdisFreePacket(packet);
  freeParts(ndis, reply);
}

function freeParts(ndis: Ndis, reply: Reply): void {
  if (reply.PayloadBuffer !== NULL) ndis.NdisFreeBuffer(reply.PayloadBuffer);
  if (reply.HeaderBuffer !== NULL) ndis.NdisFreeBuffer(reply.HeaderBuffer);
  ndis.NdisFreeMemory(reply.address, REPLY.bytes, 0);
}
