/** Steps that scenarios have in common: what is asked, what is sent, and how long it takes. */
import {
  BROADCAST_MAC,
  ethernetFrame,
  EtherType,
  macAddress,
  patternPayload,
  type MacAddress,
} from '../../hardware/wire';
import {
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
} from '../../ndis/constants';
import {
  OID_802_3_CURRENT_ADDRESS,
  OID_802_3_MULTICAST_LIST,
  OID_802_3_PERMANENT_ADDRESS,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_DRIVER_VERSION,
  OID_GEN_HARDWARE_STATUS,
  OID_GEN_LINK_SPEED,
  OID_GEN_MAXIMUM_FRAME_SIZE,
  OID_GEN_MAXIMUM_TOTAL_SIZE,
  OID_GEN_MEDIA_CONNECT_STATUS,
  OID_GEN_MEDIA_IN_USE,
  OID_GEN_MEDIA_SUPPORTED,
  OID_GEN_RCV_OK,
  OID_GEN_SUPPORTED_LIST,
  OID_GEN_VENDOR_DESCRIPTION,
  OID_GEN_VENDOR_ID,
  OID_GEN_XMIT_OK,
  OID_PNP_CAPABILITIES,
} from '../../ndis/oid';
import type { NdisStatus } from '../../ndis/types';
import type { Session } from '../session';

/** Long enough for autonegotiation, and for every timer of a driver to fire. */
export const LINK_UP_NS = 5e9;
/** Long enough for a burst to cross the wire, and for interrupt moderation. */
export const TRAFFIC_NS = 20e6;
export const MULTICAST = macAddress('01:00:5e:00:00:fb');
/** How long a send may take (Driver Verifier, NdisTimedDataSend). */
const SENDS_NS = 30e9;
const HEADER_BYTES = 14;
/** NDIS gives each driver that cancels an upper byte of its own (NdisGeneratePartialCancelId). */
const CANCEL_ID = 0x0100_0001;
/** A pattern begins with its number. */
const PATTERN_BYTES_MIN = 4;
const STATION_MAC = macAddress('02:00:00:00:00:02');
/** Of the kinds of traffic, what goes out. */
export const SENT = 'sent packets';
/** A station that is not there. */
export const OTHER_MAC = macAddress('02:00:00:00:00:09');

/** What a protocol asks of an adapter. */
export const QUESTIONS = [
  OID_GEN_SUPPORTED_LIST,
  OID_GEN_HARDWARE_STATUS,
  OID_GEN_MEDIA_SUPPORTED,
  OID_GEN_MEDIA_IN_USE,
  OID_GEN_MAXIMUM_FRAME_SIZE,
  OID_GEN_LINK_SPEED,
  OID_GEN_VENDOR_ID,
  OID_GEN_VENDOR_DESCRIPTION,
  OID_GEN_DRIVER_VERSION,
  OID_GEN_MAXIMUM_TOTAL_SIZE,
  OID_GEN_MEDIA_CONNECT_STATUS,
  OID_GEN_XMIT_OK,
  OID_GEN_RCV_OK,
  OID_802_3_PERMANENT_ADDRESS,
  OID_PNP_CAPABILITIES,
];

/** What a protocol learns when it binds. */
export interface Bound {
  /** The station address of the adapter. */
  readonly mac: MacAddress;
  /** The OIDs that it says it supports. */
  readonly supported: readonly number[];
}

/** What a protocol does when it binds. */
export function openBinding(session: Session): Bound {
  const [{ bytes: list }] = QUESTIONS.map((oid) => session.query(oid));
  const mac = session.query(OID_802_3_CURRENT_ADDRESS).bytes.slice(0, 6);
  session.setUlong(OID_GEN_CURRENT_LOOKAHEAD, 256);
  session.set(OID_802_3_MULTICAST_LIST, MULTICAST);
  setFilter(session);
  return {
    mac: (mac.length === 6 ? mac : BROADCAST_MAC) as MacAddress,
    supported: [...new Uint32Array(list.buffer, 0, list.length >> 2)],
  };
}

/** What a protocol wants to hear: all that concerns it. */
export function setFilter(session: Session): NdisStatus {
  const filter =
    NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_BROADCAST;
  return session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, filter);
}

/** A frame of so many bytes from 14 on, of which those of less than 60 are for a driver to pad. */
export function frameTo(destination: MacAddress, byteCount: number): Uint8Array {
  const payload = patternPayload(byteCount, Math.max(byteCount - HEADER_BYTES, PATTERN_BYTES_MIN));
  const fields = { destination, source: STATION_MAC };
  return ethernetFrame(fields, EtherType.LOCAL_EXPERIMENTAL, payload).subarray(0, byteCount);
}

/** Frames down and up, of each length: down in more and more buffers, and then in one burst. */
export function exchange(session: Session, lengths: readonly number[] = [60, 1514]): void {
  const { protocol, board } = session;
  if (protocol === undefined) return;
  const frames = lengths.map((length) => frameTo(BROADCAST_MAC, length));
  frames.forEach((frame, index) => protocol.send([frame], index + 1));
  protocol.send(frames);
  session.idle(TRAFFIC_NS);
  for (const frame of frames) board.stationPort.transmit(frame, frame.length);
  session.idle(TRAFFIC_NS);
  for (const { protocol: other } of session.peers) {
    other?.send(frames);
    session.idle(TRAFFIC_NS);
  }
}

/** Through an intermediate driver that may not pass packets on as they are: the stack is full. */
export function exchangeWrapped(session: Session): void {
  const { protocol, board, os } = session;
  if (protocol === undefined || session.adapters.length < 2) return;
  const { holdEvery } = protocol;
  os.packetStacks.isFull = true;
  protocol.holdEvery = 2;
  const frame = frameTo(BROADCAST_MAC, 200);
  for (let index = 0; index < 4; index++) {
    protocol.send([frame], { fragments: 2, cancelId: CANCEL_ID });
    board.stationPort.transmit(frame, frame.length);
  }
  session.idle(TRAFFIC_NS);
  protocol.holdEvery = holdEvery;
  protocol.returnHeld();
  session.idle(TRAFFIC_NS);
  os.packetStacks.isFull = false;
}

/** Whether what is sent arrives at all: some drivers keep off the network. */
export function sends(session: Session): boolean {
  const { protocol, board } = session;
  if (protocol === undefined) return false;
  board.station.clear();
  protocol.send([frameTo(BROADCAST_MAC, 100)]);
  session.idle(TRAFFIC_NS);
  return board.station.frameCount > 0;
}

/** Whether a broadcast from the wire reaches the protocols. */
export function hearsBroadcast(session: Session): boolean {
  return hearsFrameTo(session, BROADCAST_MAC);
}

/** What goes through a driver, one frame of each kind: by what the driver did if it went through. */
const KINDS: Readonly<Record<string, (session: Session) => boolean>> = {
  'received broadcasts': hearsBroadcast,
  'received frames to an address of its multicast list': (session) =>
    hearsFrameTo(session, MULTICAST),
  [SENT]: sends,
};
export type Traffic = readonly string[];

/** Of the frames that come to nobody else, and of those that are sent, what goes through. */
export function trafficOf(session: Session): Traffic {
  return Object.keys(KINDS).filter((kind) => KINDS[kind](session));
}

/** What of what went through does not any more; undefined if all does. */
export function lostOf(traffic: Traffic, session: Session): string | undefined {
  return traffic.find((kind) => !KINDS[kind](session));
}

function hearsFrameTo(session: Session, destination: MacAddress): boolean {
  const { board, protocol } = session;
  if (protocol === undefined) return false;
  const before = protocol.receivedCount;
  const frame = frameTo(destination, 100);
  board.stationPort.transmit(frame, frame.length);
  session.idle(TRAFFIC_NS);
  return protocol.receivedCount > before;
}

/** A send ends in bounded time; what NDIS holds back for want of resources is given again. */
export function awaitSends({ os, protocol, adapter }: Session): boolean {
  const isOver = () => protocol!.outstandingSendCount === 0;
  if (isOver() || os.scheduler.wait(SENDS_NS, isOver)) return true;
  const { pendingSends, sendQueue, isSendBlocked } = adapter!;
  if (pendingSends.size === 0 && sendQueue.length > 0 && isSendBlocked)
    os.report('packet/no-send-resources-available', {
      what: `${sendQueue.length} sends have waited for 30 s since the driver answered NDIS_STATUS_RESOURCES.`,
      boundary: 'MiniportSend',
    });
  else
    os.report('packet/send-stalled', {
      what: `A send has been pending for ${SENDS_NS / 1e9} s.`,
      boundary: 'MiniportSend',
    });
  return false;
}
