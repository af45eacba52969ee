/** Packet and buffer pools, and the descriptors that come from them. */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { OperatingSystem } from '../operating-system';
import type { RuleName } from '../rules';
import {
  NDIS_PACKET,
  NDIS_PACKET_EXTENSION,
  NDIS_PACKET_OOB_DATA,
  fPACKET_ALLOCATED_BY_NDIS,
} from '../structures/packet';

/** ProtocolReserved begins where NDIS_PACKET shows one byte of it. */
const PROTOCOL_RESERVED_OFFSET = NDIS_PACKET.offsets.ProtocolReserved;
/** NdisAllocatePacketPoolEx, NumberOfDescriptors. */
const DESCRIPTORS_MAX = 0xffff;
/** NdisPacketOobOffset is a USHORT. */
const OOB_OFFSET_MAX = 0xffff;
/** A pool larger than this gets no memory. */
const POOL_BYTES_MAX = 0x80_0000;

export interface PacketPool {
  readonly handle: number;
  /** The most that can be in use at once. */
  readonly descriptorCount: number;
  /** Where the out-of-band data of a packet begin, and the bytes of all that belongs to it. */
  readonly oobOffset: number;
  readonly packetBytes: number;
  /** Descriptors that are free, and how many exist at all. */
  readonly free: VirtualAddress[];
  readonly all: VirtualAddress[];
  outCount: number;
  /** NdisSetPacketPoolProtocolId: what Private.Flags of a new packet say. */
  protocolId: number;
}

export interface BufferPool {
  readonly handle: number;
  outCount: number;
}

function oobOffset(protocolReservedBytes: number): number {
  return Math.ceil((PROTOCOL_RESERVED_OFFSET + protocolReservedBytes) / 8) * 8;
}

/** Bytes of a descriptor with so much for the protocol and everything else that belongs to it. */
export function packetBytes(protocolReservedBytes: number): number {
  return (
    oobOffset(protocolReservedBytes) + NDIS_PACKET_OOB_DATA.bytes + NDIS_PACKET_EXTENSION.bytes
  );
}

/**
 * Makes a pool of packet descriptors, of which `overflowCount` come into being only when they are
 * needed; undefined if it cannot be as large as that. (NdisAllocatePacketPoolEx)
 */
export function createPacketPool(
  os: OperatingSystem,
  descriptorCount: number,
  overflowCount: number,
  protocolReservedBytes: number,
): PacketPool | undefined {
  const bytes = packetBytes(protocolReservedBytes);
  if (descriptorCount > DESCRIPTORS_MAX || oobOffset(protocolReservedBytes) > OOB_OFFSET_MAX)
    return undefined;
  if (descriptorCount * bytes > POOL_BYTES_MAX) return undefined;
  const pool: PacketPool = {
    handle: os.createHandle(),
    descriptorCount: Math.min(descriptorCount + overflowCount, DESCRIPTORS_MAX),
    oobOffset: oobOffset(protocolReservedBytes),
    packetBytes: bytes,
    free: [],
    all: [],
    outCount: 0,
    protocolId: 0,
  };
  os.packetPools.set(pool.handle, pool);
  return pool;
}

/** Frees a pool with all its descriptors, also those in use. */
export function freePacketPool(os: OperatingSystem, pool: PacketPool): void {
  for (const packet of pool.all) os.pool.free(packet);
  os.packetPools.delete(pool.handle);
  os.freeHandle(pool.handle);
}

/** Takes a descriptor, cleared and ready for use; undefined if the pool is empty. */
export function takePacket(os: OperatingSystem, pool: PacketPool): VirtualAddress | undefined {
  let packet = pool.free.shift();
  const byteCount = pool.packetBytes;
  if (packet === undefined) {
    if (pool.all.length >= pool.descriptorCount) return undefined;
    packet = os.pool.allocate(byteCount);
    if (packet === undefined) return undefined;
    pool.all.push(packet);
  } else os.memory.mark(packet, byteCount, Shadow.PLAIN);
  const start = packet - VIRTUAL_BASE;
  os.memory.bytes.fill(0, start, start + byteCount);
  const { Private } = NDIS_PACKET.at(os.raw, packet);
  Private.Pool = virtual(pool.handle);
  Private.Flags = pool.protocolId;
  Private.NdisPacketFlags = fPACKET_ALLOCATED_BY_NDIS;
  Private.NdisPacketOobOffset = pool.oobOffset;
  pool.outCount++;
  return packet;
}

/**
 * Puts a descriptor back; until it is taken again, nobody may look at it. Who does breaks
 * `afterFree`, if that is a rule of its own.
 */
export function putPacket(
  os: OperatingSystem,
  pool: PacketPool,
  packet: VirtualAddress,
  afterFree?: RuleName,
): void {
  os.memory.mark(packet, pool.packetBytes, Shadow.FREED);
  const block = os.pool.blockAt(packet);
  if (block !== undefined) block.afterFree = afterFree;
  pool.free.push(packet);
  pool.outCount--;
}
