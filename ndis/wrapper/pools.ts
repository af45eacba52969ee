/** Packet and buffer pools, and the descriptors that come from them. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { OperatingSystem } from '../operating-system';
import { NDIS_PACKET, NDIS_PACKET_EXTENSION, NDIS_PACKET_OOB_DATA } from '../structures';

/** ProtocolReserved begins where NDIS_PACKET shows one byte of it. */
const PROTOCOL_RESERVED_OFFSET = NDIS_PACKET.offsets.ProtocolReserved;

export interface PacketPool {
  readonly handle: number;
  readonly descriptorCount: number;
  /** Bytes for the pool's owner at the end of each descriptor. */
  readonly protocolReservedBytes: number;
  /** Descriptors that are free, and how many exist at all. */
  readonly free: VirtualAddress[];
  readonly all: VirtualAddress[];
  outCount: number;
}

export interface BufferPool {
  readonly handle: number;
  outCount: number;
}

/** Where the out-of-band data of a packet from this pool begin. */
export function oobOffset(pool: PacketPool): number {
  return Math.ceil((PROTOCOL_RESERVED_OFFSET + pool.protocolReservedBytes) / 8) * 8;
}

/** Bytes of one descriptor with everything that belongs to it. */
export function packetBytes(pool: PacketPool): number {
  return oobOffset(pool) + NDIS_PACKET_OOB_DATA.bytes + NDIS_PACKET_EXTENSION.bytes;
}

/** Takes a descriptor, cleared and ready for use; undefined if the pool is empty. */
export function takePacket(os: OperatingSystem, pool: PacketPool): VirtualAddress | undefined {
  let packet = pool.free.shift();
  const byteCount = packetBytes(pool);
  if (packet === undefined) {
    if (pool.all.length >= pool.descriptorCount) return undefined;
    packet = os.pool.allocate(byteCount);
    if (packet === undefined) return undefined;
    pool.all.push(packet);
  }
  os.memory.mark(packet, byteCount, Shadow.PLAIN);
  const start = packet - 0x8000_0000;
  os.memory.bytes.fill(0, start, start + byteCount);
  const { Private } = NDIS_PACKET.at(os.raw, packet);
  Private.Pool = virtual(pool.handle);
  Private.NdisPacketFlags = 0x80;
  Private.NdisPacketOobOffset = oobOffset(pool);
  pool.outCount++;
  return packet;
}

/** Puts a descriptor back; until it is taken again, nobody may look at it. */
export function putPacket(os: OperatingSystem, pool: PacketPool, packet: VirtualAddress): void {
  os.memory.mark(packet, packetBytes(pool), Shadow.FREED);
  pool.free.push(packet);
  pool.outCount--;
}
