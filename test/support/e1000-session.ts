/** The 82540EM's driver on a board, bound to a protocol: for tests of its parts. */
import { ethernetFrame, macAddress, patternPayload, type MacAddress } from '../../hardware/wire';
import { Session } from '../../harness/session';
import type { SessionOptions } from '../../harness/session-options';
import * as driver from '../../miniports/e1000';

/** What the card's EEPROM says (hardware/nic/82540em, unless told otherwise). */
export const CARD_MAC = macAddress('00:0e:0c:00:00:01');
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

/** A session in which the driver has been loaded and its NIC started. */
export function startedSession(options: Partial<SessionOptions> = {}): Session {
  const session = new Session({ driver, driverName: 'e1000', ...options });
  if (!session.load() || !session.start()) throw new Error(JSON.stringify(session.statuses));
  session.idle(WHILE_NS);
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
