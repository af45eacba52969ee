/** The 21143's driver on a board, bound to a protocol: for tests of its parts. */
import type { I21143 } from '../../hardware/nic/i21143';
import { ethernetFrame, macAddress, type MacAddress, patternPayload } from '../../hardware/wire';
import { Session } from '../../harness/session';
import type { SessionOptions } from '../../harness/session-options';
import * as driver from '../../miniports/dc21x4';

/** What the card's serial ROM says. */
export const CARD_MAC = macAddress('08:00:2b:00:00:01');
export const STATION_MAC = macAddress('02:00:00:00:00:02');
export const BROADCAST_MAC = macAddress('ff:ff:ff:ff:ff:ff');
export const GROUP_MAC = macAddress('01:00:5e:00:00:05');
export const OTHER_GROUP_MAC = macAddress('01:00:5e:00:00:06');

/** DDK ntddndis.h. */
export const PACKET_FILTER = 0x0001010e;
export const MULTICAST_LIST = 0x01010103;
export const DIRECTED = 0x01;
export const MULTICAST = 0x02;
export const ALL_MULTICAST = 0x04;
export const BROADCAST = 0x08;
export const PROMISCUOUS = 0x20;

/** Longer than the driver takes for anything but negotiation, and than that. */
export const WHILE_NS = 100e6;
export const LINK_NS = 6e9;

export function newSession(options: Partial<SessionOptions> = {}): Session {
  return new Session({ driver, driverName: 'dc21x4', device: 'i21143', ...options });
}

/** A session in which the driver has been loaded, its NIC started and a packet filter set. */
export function openSession(options: Partial<SessionOptions> = {}): Session {
  const session = newSession(options);
  if (!session.load() || !session.start()) throw new Error(JSON.stringify(session.statuses));
  session.idle(WHILE_NS);
  session.protocol!.statuses.length = 0;
  session.setUlong(PACKET_FILTER, DIRECTED | BROADCAST);
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

/** What a CSR holds, without the side effects of a read. */
export function csr(session: Session, number: number): number {
  return (session.board.nic as I21143).dump()[number].value;
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

/** Frames in a form that compares fast. */
export function hexOf(frames: readonly Uint8Array[]): string[] {
  return frames.map((bytes) => Buffer.from(bytes).toString('hex'));
}

export function sentFrames(session: Session): string[] {
  return hexOf(session.board.station.frames.map(({ bytes }) => bytes));
}

/** The answer to a query of 32 bits. */
export function ulongOf(session: Session, oid: number): number {
  return new DataView(session.query(oid).bytes.buffer).getUint32(0, true);
}
