/** The RTL8139C's driver on a board, bound to a protocol: for tests of its parts. */
import { VIRTUAL_BASE } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { Rtl8139 } from '../../hardware/nic/rtl8139';
import type { Width } from '../../hardware/ports';
import { ethernetFrame, macAddress, patternPayload, type MacAddress } from '../../hardware/wire';
import { Session } from '../../harness/session';
import type { SessionOptions } from '../../harness/session-options';
import * as driver from '../../miniports/rtl8139';
import { request } from '../../ndis/wrapper/requests';

/** What the card's 93C46 says (hardware/nic/rtl8139, unless told otherwise). */
export const CARD_MAC = macAddress('00:e0:4c:00:00:01');
export const STATION_MAC = macAddress('02:00:00:00:00:02');

/** OID_GEN_CURRENT_PACKET_FILTER and its bits (DDK ntddndis.h). */
export const PACKET_FILTER = 0x0001010e;
export const Filter = {
  DIRECTED: 0x01,
  MULTICAST: 0x02,
  ALL_MULTICAST: 0x04,
  BROADCAST: 0x08,
  PROMISCUOUS: 0x20,
} as const;

/** Longer than the driver takes for anything but negotiation. */
export const WHILE_NS = 100e6;
/** Longer than a negotiation takes. */
export const LINK_NS = 5e9;

/** A session on a board with this card, and nothing loaded. */
export function newSession(options: Partial<SessionOptions> = {}): Session {
  return new Session({ driver, driverName: 'rtl8139', device: 'rtl8139', ...options });
}

/** A session in which the driver has been loaded, its NIC started and its link come up. */
export function startedSession(options: Partial<SessionOptions> = {}): Session {
  const session = newSession(options);
  if (!session.load() || !session.start()) throw new Error(JSON.stringify(session.statuses));
  session.idle(LINK_NS);
  session.protocol!.statuses.length = 0;
  session.protocol!.statusCompleteCount = 0;
  return session;
}

/** The same with a packet filter set. */
export function openSession(options: Partial<SessionOptions> = {}): Session {
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

export function nicOf(session: Session): Rtl8139 {
  return session.board.nic as Rtl8139;
}

/** The window of the card's registers, as the bus sees it. */
export function windowOf(nic: Rtl8139) {
  return nic.bars[0]!.window;
}

/** What a register holds, without the side effects of a read. */
export function valueOf(session: Session, name: string): number {
  return nicOf(session)
    .dump()
    .find((register) => register.name === name)!.value;
}

/** Makes a register read otherwise than it should, from its true value. */
export function spoil(nic: Rtl8139, offset: number, spoiled: (value: number) => number): void {
  const window = windowOf(nic);
  const read = window.read.bind(window);
  window.read = (at: number, width: Width) =>
    at === offset ? spoiled(read(at, width)) >>> 0 : read(at, width);
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

/** The answer to a query of 32 bits. */
export function ulongOf(session: Session, oid: number): number {
  return new DataView(session.query(oid).bytes.buffer).getUint32(0, true);
}

/** Frames in a form that compares fast. */
export function hexOf(frames: readonly Uint8Array[]): string[] {
  return frames.map((bytes) => Buffer.from(bytes).toString('hex'));
}

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
  const answer = request(session.adapter!, kind, oid, buffer, bytes.length);
  const after = os.memory.bytes.slice(start, start + bytes.length);
  os.pool.free(buffer);
  const { status, byteCount, bytesNeeded } = answer;
  return { status, byteCount, bytesNeeded, bytes: after };
}

/** The bytes of a ULONG. */
export function ulong(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}
