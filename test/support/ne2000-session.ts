/** The RTL8029AS's driver on a board, bound to a protocol: for tests of its parts. */
import { NULL, VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { Rtl8029 } from '../../hardware/nic/rtl8029';
import { ethernetFrame, macAddress, patternPayload, type MacAddress } from '../../hardware/wire';
import { Session } from '../../harness/session';
import type { SessionOptions } from '../../harness/session-options';
import * as driver from '../../miniports/ne2000';
import { request } from '../../ndis/wrapper/requests';
import { MiniportTransferData } from '../../ndis/handlers';
import { DISPATCH_LEVEL } from '../../ndis/row';
import { MDL, NDIS_PACKET } from '../../ndis/structures';
import type { NdisHandle } from '../../ndis/types';
import { createPacketPool, takePacket } from '../../ndis/wrapper/pools';

/** What the card's 93C46 says (hardware/nic/rtl8029, unless told otherwise). */
export const CARD_MAC = macAddress('00:e0:4c:00:00:01');
export const STATION_MAC = macAddress('02:00:00:00:00:02');

/** OID_GEN_CURRENT_PACKET_FILTER and its bits, OID_GEN_CURRENT_LOOKAHEAD (DDK ntddndis.h). */
export const PACKET_FILTER = 0x0001010e;
export const Filter = {
  DIRECTED: 0x01,
  MULTICAST: 0x02,
  ALL_MULTICAST: 0x04,
  BROADCAST: 0x08,
  PROMISCUOUS: 0x20,
} as const;
export const LOOKAHEAD = 0x0001010f;

/** Longer than the driver takes for anything but the next look at the card. */
export const WHILE_NS = 100e6;

export type SessionChanges = Partial<SessionOptions>;

/** A session in which nothing has been loaded yet. */
export function newSession(options: SessionChanges = {}): Session {
  return new Session({ driver, driverName: 'ne2000', device: 'rtl8029', ...options });
}

/** A session in which the driver has been loaded and its NIC started. */
export function startedSession(options: SessionChanges = {}): Session {
  const session = newSession(options);
  if (!session.load() || !session.start()) throw new Error(JSON.stringify(session.statuses));
  return session;
}

/** The same with a packet filter set. */
export function openSession(options: SessionChanges = {}): Session {
  const session = startedSession(options);
  session.setUlong(PACKET_FILTER, Filter.DIRECTED | Filter.BROADCAST);
  return session;
}

/** Halts and unloads; what the run found, in words. */
export function closeSession(session: Session): string[] {
  session.halt();
  session.unload();
  const findings = session.os.findings.map(({ rule, message }) => `${rule}: ${message}`);
  session.dispose();
  return findings;
}

export function nicOf(session: Session): Rtl8029 {
  return session.board.nic as Rtl8029;
}

/** Makes ports read as they should not, from what they would give. */
export function spoilReads(
  session: Session,
  spoil: (port: number, value: number) => number | undefined,
): void {
  const { window } = nicOf(session).bars[0];
  const read = window.read.bind(window);
  window.read = (port, width) => {
    const value = read(port, width);
    return spoil(port, value) ?? value;
  };
}

/** Tells of every write to a port. */
export function watchWrites(session: Session, watch: (port: number, value: number) => void): void {
  const { window } = nicOf(session).bars[0];
  const write = window.write.bind(window);
  window.write = (port, width, value) => {
    watch(port, value);
    write(port, width, value);
  };
}

/** A frame for `destination` with a payload of its own. */
export function frame(destination: MacAddress, byteCount: number, number = 1): Uint8Array {
  const fields = { destination, source: STATION_MAC };
  return ethernetFrame(fields, 0x88b5, patternPayload(number, byteCount - 14));
}

/** Lets a frame come in from the wire. */
export function arrive(session: Session, bytes: Uint8Array): void {
  session.board.stationPort.transmit(bytes, bytes.length);
}

/** What has arrived at the far end of the wire. */
export function sentFrames(session: Session): Uint8Array[] {
  return session.board.station.frames.map(({ bytes }) => bytes);
}

/** What a request gave. */
export interface Answer {
  readonly status: number;
  readonly byteCount: number;
  readonly bytesNeeded: number;
  readonly bytes: Uint8Array;
}

/** A request with a buffer of exactly that many bytes, between guard bytes. */
export function ask(
  session: Session,
  kind: 'query' | 'set',
  oid: number,
  bytes: Uint8Array,
): Answer {
  const { os } = session;
  const buffer = os.allocateObject(bytes.length, Shadow.PLAIN);
  const start = buffer - VIRTUAL_BASE;
  os.memory.bytes.set(bytes, start);
  const { status, byteCount, bytesNeeded } = request(
    session.adapter!,
    kind,
    oid,
    buffer,
    bytes.length,
  );
  const after = os.memory.bytes.slice(start, start + bytes.length);
  os.pool.free(buffer);
  return { status, byteCount, bytesNeeded, bytes: after };
}

/** Four bytes, lowest first. */
export function ulong(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

/** Frames as text, which is compared far faster than arrays of bytes. */
export function hexOf(frames: readonly Uint8Array[]): string[] {
  return frames.map((bytes) => Buffer.from(bytes).toString('hex'));
}

/** A counter of the driver's, in 32 bits. */
export function counter(session: Session, oid: number): number {
  return new DataView(session.query(oid).bytes.buffer).getUint32(0, true);
}

/** A protocol's packet with buffers of these lengths, and what lies in them. */
export interface EmptyPacket {
  readonly packet: VirtualAddress;
  read(): Uint8Array;
}

/** Makes a packet whose buffers hold EEh, which is freed with the board. */
export function emptyPacket({ os }: Session, lengths: readonly number[]): EmptyPacket {
  const packet = takePacket(os, createPacketPool(os, 1, 0, 16)!)!;
  const { Private } = NDIS_PACKET.at(os.raw, packet);
  const buffers = lengths.map((byteCount) => {
    const data = os.allocateObject(byteCount, Shadow.PLAIN);
    const start = data - VIRTUAL_BASE;
    os.memory.bytes.fill(0xee, start, start + byteCount);
    const mdl = MDL.at(os.raw, os.allocateObject(MDL.bytes + 8, Shadow.PLAIN));
    mdl.Next = NULL;
    mdl.Size = MDL.bytes;
    mdl.MdlFlags = 4;
    mdl.MappedSystemVa = data;
    mdl.StartVa = virtual(data - (data & 0xfff));
    mdl.ByteCount = byteCount;
    mdl.ByteOffset = data & 0xfff;
    return { mdl, start, byteCount };
  });
  buffers.forEach(({ mdl }, index) => {
    mdl.Next = buffers[index + 1]?.mdl.address ?? NULL;
  });
  Private.Head = buffers[0]?.mdl.address ?? NULL;
  Private.Tail = buffers.at(-1)?.mdl.address ?? NULL;
  Private.TotalLength = lengths.reduce((sum, length) => sum + length, 0);
  Private.Count = lengths.length;
  Private.PhysicalCount = lengths.length;
  Private.ValidCounts = true;
  const read = () =>
    Uint8Array.from(
      buffers.flatMap(({ start, byteCount }) => [
        ...os.memory.bytes.subarray(start, start + byteCount),
      ]),
    );
  return { packet, read };
}

/** Calls MiniportTransferData, as NDIS does for a protocol. */
export function transferData(
  { os, adapter }: Session,
  receiveContext: number,
  packet: VirtualAddress,
  offset: number,
  byteCount: number,
): { readonly status: number; readonly byteCount: number } {
  const { irql } = os;
  os.irql = DISPATCH_LEVEL;
  const { Result, BytesTransferred } = adapter!.call(
    MiniportTransferData,
    adapter!.characteristics.TransferDataHandler,
    packet,
    adapter!.context,
    receiveContext as NdisHandle,
    offset,
    byteCount,
  );
  os.irql = irql;
  return { status: Result, byteCount: BytesTransferred };
}
