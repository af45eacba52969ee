/**
 * A whole life: load, start, questions, frames both ways of many shapes, link down and up, reset,
 * sleep and wake, halt, unload; and once more, because a second load must be like the first.
 */
import {
  BROADCAST_MAC,
  ethernetFrame,
  macAddress,
  patternPayload,
  type MacAddress,
} from '../../hardware/wire';
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
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
import { count } from '../count';
import { loadDifference, type LoadRecord } from '../load-record';
import type { Scenario } from '../scenario';
import type { Session } from '../session';

/** Long enough for autonegotiation, and for every timer of a driver to fire. */
const LINK_UP_NS = 5e9;
/** Long enough for a burst to cross the wire, and for interrupt moderation. */
const TRAFFIC_NS = 20e6;
/** An EtherType for experiments (IEEE 802, local experimental). */
const ETHER_TYPE = 0x88b5;
/** More than the receive buffers of any sample, so that one that lends them all must copy. */
const HELD_FRAMES = 80;
/** How long a protocol keeps packets when the miniport is being halted. */
const RETURN_NS = 100e6;
const SHAPES = [60, 61, 64, 128, 590, 1024, 1513, 1514];
const MULTICAST = macAddress('01:00:5e:00:00:fb');
const STATION_MAC = macAddress('02:00:00:00:00:02');
const OTHER_MAC = macAddress('02:00:00:00:00:09');

const QUESTIONS = [
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

export const life: Scenario = {
  name: 'life',
  summary:
    'Load, start, traffic both ways, reset, sleep and wake, halt, unload, and a second load.',
  plan: () => [{ faults: [] }],
  play(session) {
    const first = session.bringUp();
    if (session.adapter !== undefined) live(session);
    session.halt();
    session.unload();
    const firstLost = liveResources(session);
    const faults = session.os.injectedFaults;
    // A fault makes the load that it falls into another one.
    const like = faults === undefined ? first : session.nextCleanLoad;
    const second = session.bringUp();
    if (like !== undefined && session.os.injectedFaults === faults)
      compareLoads(session, second, like);
    if (session.adapter !== undefined) exchange(session);
    session.halt();
    session.unload();
    // What every load loses has been reported at its boundary; this is what only a later one does.
    const secondLost = liveResources(session) - firstLost;
    if (secondLost > firstLost && session.os.injectedFaults === undefined)
      session.os.report('registration/load-unload-grows', {
        what: `The first load and unload left ${count(firstLost, 'resource')}, the second ${count(secondLost, 'resource')}.`,
        boundary: 'MiniportUnload',
      });
  },
};

/** After a fault, the load is compared with that of a run in which nothing failed. */
function compareLoads(session: Session, load: LoadRecord, like: LoadRecord): void {
  const isFaulty = session.os.injectedFaults !== undefined;
  const what = isFaulty ? 'one with no failure before it' : 'the first';
  const difference = loadDifference(load, like, what);
  if (difference === undefined) return;
  session.os.report('registration/second-load-differs', {
    what: `The second load of the image ${difference}.`,
    boundary: 'MiniportInitialize',
  });
}

function liveResources(session: Session): number {
  return session.os.ledger.live().length;
}

function live(session: Session): void {
  const { board } = session;
  session.idle(LINK_UP_NS);
  const mac = openBinding(session);
  exchange(session, SHAPES);
  receiveKinds(session, mac);
  holdAndReturn(session);
  board.wire.setLink(false);
  session.idle(LINK_UP_NS);
  board.wire.setLink(true);
  session.idle(LINK_UP_NS);
  exchange(session);
  session.reset();
  session.idle(LINK_UP_NS);
  setFilter(session);
  exchange(session);
  session.setPower(3);
  session.idle(LINK_UP_NS);
  session.setPower(0);
  session.idle(LINK_UP_NS);
  // What comes from here on is returned while MiniportHalt runs, which must wait for it.
  session.protocol!.holdEvery = 1;
  setFilter(session);
  exchange(session);
  for (const oid of QUESTIONS) session.query(oid);
  session.protocol!.returnHeldIn(RETURN_NS);
}

/** What a protocol does when it binds; the station address of the adapter. */
function openBinding(session: Session): MacAddress {
  for (const oid of QUESTIONS) session.query(oid);
  const mac = session.query(OID_802_3_CURRENT_ADDRESS).bytes.slice(0, 6);
  session.setUlong(OID_GEN_CURRENT_LOOKAHEAD, 256);
  session.set(OID_802_3_MULTICAST_LIST, MULTICAST);
  setFilter(session);
  return (mac.length === 6 ? mac : BROADCAST_MAC) as MacAddress;
}

function setFilter(session: Session): void {
  const filter =
    NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_BROADCAST;
  session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, filter);
}

function frameTo(destination: MacAddress, byteCount: number): Uint8Array {
  return ethernetFrame(
    { destination, source: STATION_MAC },
    ETHER_TYPE,
    patternPayload(byteCount, byteCount - 14),
  );
}

/** Frames down and up, of each length: down in more and more buffers, and then in one burst. */
function exchange(session: Session, lengths: readonly number[] = [60, 1514]): void {
  const { protocol, board } = session;
  if (protocol === undefined) return;
  const frames = lengths.map((length) => frameTo(BROADCAST_MAC, length));
  frames.forEach((frame, index) => protocol.send([frame], index + 1));
  protocol.send(frames);
  session.idle(TRAFFIC_NS);
  for (const frame of frames) board.stationPort.transmit(frame, frame.length);
  session.idle(TRAFFIC_NS);
}

/** Frames of each kind of address, under each filter. */
function receiveKinds(session: Session, mac: MacAddress): void {
  const { board } = session;
  const filters = [
    NDIS_PACKET_TYPE_DIRECTED,
    NDIS_PACKET_TYPE_MULTICAST,
    NDIS_PACKET_TYPE_ALL_MULTICAST,
    NDIS_PACKET_TYPE_BROADCAST,
    NDIS_PACKET_TYPE_PROMISCUOUS,
    0,
  ];
  for (const filter of filters) {
    session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, filter);
    for (const destination of [mac, OTHER_MAC, MULTICAST, BROADCAST_MAC]) {
      const frame = frameTo(destination, 100);
      board.stationPort.transmit(frame, frame.length);
    }
    session.idle(TRAFFIC_NS);
  }
  setFilter(session);
}

/** A protocol that keeps packets for a while, until the driver has few left. */
function holdAndReturn(session: Session): void {
  const { protocol, board } = session;
  if (protocol === undefined) return;
  protocol.holdEvery = 1;
  const frame = frameTo(BROADCAST_MAC, 200);
  for (let index = 0; index < HELD_FRAMES; index++) board.stationPort.transmit(frame, frame.length);
  session.idle(TRAFFIC_NS);
  protocol.holdEvery = 0;
  protocol.returnHeld();
  session.idle(TRAFFIC_NS);
}
