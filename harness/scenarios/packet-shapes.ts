/**
 * Packets of every length and shape, down and up, compared byte by byte with what is on the wire;
 * frames of every kind of address under every packet filter; and more at once than any ring holds.
 * (NDIS 5.1: MiniportSend, NdisMIndicateReceivePacket, OID_GEN_CURRENT_PACKET_FILTER; IEEE 802.3)
 */
import type { Scenario } from '../scenario';
import type { Session } from '../session';
import type { PacketShape } from '../test-packets';
import { NULL } from '../../hardware/address';
import { BROADCAST_MAC } from '../../hardware/wire';
import { OID_GEN_MEDIA_CONNECT_STATUS, OID_GEN_RCV_OK } from '../../ndis/oid';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { isNdis51 } from '../../ndis/wrapper/driver';
import { count } from '../count';
import { judgeReceived, judgeSent } from './frame-comparison';
import { judgeCounter, RECEIVED_FRAMES, SENT_FRAMES } from './frame-counters';
import { hasOtherBindings, sweepFilters } from './filter-sweep';
import {
  awaitSends,
  frameTo,
  hearsBroadcast,
  LINK_UP_NS,
  openBinding,
  sends,
  setFilter,
  TRAFFIC_NS,
} from './steps';

const HEADER_BYTES = 14;
const FRAME_BYTES_MIN = 60;
const FRAME_BYTES_MAX = 1514;
/** Sends and receives at one time: fewer than a ring holds, and over in TRAFFIC_NS at 10 Mbit/s. */
const BATCH = 8;
const BURST_FRAMES = 300;
/** NDIS gives each driver that cancels an upper byte of its own (NdisGeneratePartialCancelId). */
const CANCEL_IDS = [0x0100_0001, 0x0100_0002];
/** Longer than a driver may queue sends that it does not let be cancelled (ff549359: 1 s). */
const QUEUED_NS = 1.1e9;

/** Awkward ways to lay out a packet. The first buffer holds the header whole. */
const SHAPES: readonly PacketShape[] = [
  { fragments: 2, firstBytes: HEADER_BYTES },
  { fragments: 3, firstBytes: HEADER_BYTES, hasEmptyBuffers: true },
  { fragments: 8, firstBytes: HEADER_BYTES },
  { fragments: 8, firstBytes: HEADER_BYTES, beforePageEnd: 1 },
  // Where a bus master of doublewords could read it, were it one range.
  { fragments: 1, beforePageEnd: 8 },
  { fragments: 40, firstBytes: HEADER_BYTES },
  { fragments: 100, firstBytes: HEADER_BYTES, hasEmptyBuffers: true },
  // One byte a buffer.
  { fragments: FRAME_BYTES_MAX, firstBytes: HEADER_BYTES },
];
const SHAPED_LENGTHS = [14, 17, 59, 60, 61, 127, 128];
const LONG_SHAPED_LENGTHS = [600, 1513, FRAME_BYTES_MAX];
/** By a byte, by a page, and more than any descriptor of a NIC can tell. */
const GIANT_LENGTHS = [FRAME_BYTES_MAX + 1, 2048, 4096, 9014, 65_536];
/** A buffer for each byte of a packet of this length is the most that is tried. */
const FRAGMENTS_MAX = 128;

export const packetShapes: Scenario = {
  name: 'packet-shapes',
  summary: 'Packets of every length and shape both ways, every packet filter, and bursts.',
  plan: () => [{ faults: [] }],
  play(session) {
    if (session.load() && session.start()) exchangeAll(session);
    session.halt();
    session.unload();
  },
};

function exchangeAll(session: Session): void {
  session.idle(LINK_UP_NS);
  receiveBeforeFilter(session);
  openBinding(session);
  if (session.adapter!.isWan) return sendOverLinks(session);
  session.protocol!.checksSends = true;
  const isHeard = sends(session);
  // Other adapters of the driver are in the place of the station where there is no NIC.
  if (isHeard || session.peers.length > 0) sendRunts(session);
  if (isHeard) judgeCounter(session, SENT_FRAMES, () => sendAll(session));
  if (isHeard) sendGiants(session);
  else judgeMute(session);
  session.protocol!.checksSends = false;
  if (hearsBroadcast(session)) {
    judgeCounter(session, RECEIVED_FRAMES, () => receiveAll(session));
    sweepFilters(session);
  } else judgeDeaf(session);
  burst(session);
  cancelSome(session);
}

/** Nobody has asked for anything yet. */
function receiveBeforeFilter(session: Session): void {
  if (hasOtherBindings(session) || !hearsBroadcast(session)) return;
  session.os.report('packet/indicated-without-filter', {
    what: 'A broadcast was indicated before any packet filter had been set.',
    boundary: 'idle',
  });
}

/**
 * Some drivers keep off the network. One that counts frames as received has them to indicate, and so
 * has one with an interrupt that says it is connected and has taken a filter that lets them in.
 */
function judgeDeaf(session: Session): void {
  const report = (what: string) =>
    session.os.report('packet/packets-not-conserved', {
      what,
      boundary: 'MiniportHandleInterrupt',
    });
  if (session.protocol!.receivedCount > 0) return;
  if (session.query(OID_GEN_RCV_OK).bytes.some((byte) => byte !== 0))
    report(
      'OID_GEN_RCV_OK counts frames that were received without error, and none was indicated.',
    );
  else if (
    isOnNetwork(session) &&
    setFilter(session) === NDIS_STATUS_SUCCESS &&
    !hearsLater(session)
  )
    report(
      'The link is connected, as the driver says, and it has taken the packet filter; a broadcast that came was not indicated.',
    );
}

/** Whether a driver with an interrupt says that it is connected. */
function isOnNetwork(session: Session): boolean {
  if (session.adapters.at(-1)?.interrupt === undefined) return false;
  const { bytes } = session.query(OID_GEN_MEDIA_CONNECT_STATUS);
  return bytes.length === 4 && bytes.every((byte) => byte === 0);
}

function hearsLater(session: Session): boolean {
  session.idle(LINK_UP_NS);
  return hearsBroadcast(session);
}

/** So it is of one that keeps off the network, and does not say that it has sent. */
function judgeMute(session: Session): void {
  const { completedCount, failedCount } = session.protocol!;
  if (completedCount === 0 || failedCount > 0 || !isOnNetwork(session) || sends(session)) return;
  session.os.report('packet/packets-not-conserved', {
    what: 'The link is connected, as the driver says, and of two packets that it completed as sent none was on the wire.',
    boundary: 'MiniportSend',
  });
}

function sendAll(session: Session): void {
  for (let first = HEADER_BYTES; first <= FRAME_BYTES_MAX; first += BATCH)
    if (!send(session, lengthsFrom(first), {})) return;
  for (const shape of SHAPES) {
    const isBytewise = (shape.fragments ?? 1) > FRAGMENTS_MAX;
    const lengths = isBytewise ? SHAPED_LENGTHS : [...SHAPED_LENGTHS, ...LONG_SHAPED_LENGTHS];
    if (!send(session, lengths, shape)) return;
  }
}

/** Frames of every length to a WAN miniport. What is at the far end of its links it knows alone. */
function sendOverLinks(session: Session): void {
  const protocol = session.protocol!;
  for (let first = HEADER_BYTES + 1; first <= FRAME_BYTES_MAX; first += BATCH) {
    protocol.send(lengthsFrom(first).map((length) => frameTo(BROADCAST_MAC, length)));
    session.idle(TRAFFIC_NS);
    if (!awaitSends(session)) return;
  }
  const frame = frameTo(BROADCAST_MAC, 100);
  protocol.send(Array.from({ length: BURST_FRAMES }, () => frame));
  session.idle(LINK_UP_NS);
  awaitSends(session);
  judgeReceiveComplete(session);
}

function lengthsFrom(first: number): readonly number[] {
  const count = Math.min(BATCH, FRAME_BYTES_MAX + 1 - first);
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Less than a header: it may fail, but it must come to an end. */
function sendRunts(session: Session): void {
  for (let length = 1; length < HEADER_BYTES; length++) {
    session.protocol!.send([new Uint8Array(length).fill(0xff)]);
    session.idle(TRAFFIC_NS);
    if (!awaitSends(session)) return;
  }
}

/**
 * More than a frame of the medium, which comes to NDIS_STATUS_INVALID_PACKET (NdisSend, Return Value):
 * what becomes of them is the driver's to say, but it must come to an end, and others are sent after.
 */
function sendGiants(session: Session): void {
  for (const length of GIANT_LENGTHS)
    for (const fragments of [1, 2]) {
      session.protocol!.send([frameTo(BROADCAST_MAC, length)], { fragments });
      session.idle(TRAFFIC_NS);
      if (!awaitSends(session)) return;
    }
}

/** False if the sends do not come to an end: what comes after them has nothing to say. */
function send(session: Session, lengths: readonly number[], shape: PacketShape): boolean {
  const { board } = session;
  const protocol = session.protocol!;
  const frames = lengths.map((length) => frameTo(BROADCAST_MAC, length));
  board.station.clear();
  const failedBefore = protocol.failedCount;
  protocol.send(frames, shape);
  session.idle(TRAFFIC_NS);
  if (!awaitSends(session)) return false;
  const arrived = board.station.frames.map(({ bytes }) => bytes);
  const failedCount = protocol.failedCount - failedBefore;
  judgeSent(session.os, frames, arrived, failedCount, (shape.fragments ?? 1) > 1);
  board.station.clear();
  return true;
}

function receiveAll(session: Session): void {
  const { board } = session;
  const protocol = session.protocol!;
  for (let first = FRAME_BYTES_MIN; first <= FRAME_BYTES_MAX; first += BATCH) {
    const frames = lengthsFrom(first).map((length) => frameTo(BROADCAST_MAC, length));
    protocol.received.length = 0;
    for (const frame of frames) board.stationPort.transmit(frame, frame.length);
    session.idle(TRAFFIC_NS);
    judgeReceived(session.os, frames, protocol.received);
  }
  protocol.received.length = 0;
  judgeReceiveComplete(session);
}

function judgeReceiveComplete({ os, protocol }: Session): void {
  if (!protocol!.isReceiving) return;
  os.report('packet/no-receive-complete', {
    what: 'Frames were indicated, and nothing has said since that receiving is complete.',
    boundary: 'MiniportHandleInterrupt',
  });
}

/** More than fits, both ways: some may be lost, but the driver goes on. */
function burst(session: Session): void {
  const { board, protocol } = session;
  const heard = hearsBroadcast(session);
  const frame = frameTo(BROADCAST_MAC, 100);
  protocol!.send(Array.from({ length: BURST_FRAMES }, () => frame));
  for (let index = 0; index < BURST_FRAMES; index++)
    board.stationPort.transmit(frame, frame.length);
  session.idle(LINK_UP_NS);
  awaitSends(session);
  if (heard && !hearsBroadcast(session))
    session.os.report('packet/packets-not-conserved', {
      what: `After a burst of ${BURST_FRAMES} frames the driver received none any more.`,
      boundary: 'MiniportHandleInterrupt',
    });
}

/** Of more sends than a ring holds every other one is cancelled. (MiniportCancelSendPackets) */
function cancelSome(session: Session): void {
  const { board } = session;
  const protocol = session.protocol!;
  const frame = frameTo(BROADCAST_MAC, 100);
  board.station.clear();
  for (let index = 0; index < BURST_FRAMES; index++)
    protocol.send([frame], { cancelId: CANCEL_IDS[index % CANCEL_IDS.length] });
  protocol.cancel(CANCEL_IDS[0]);
  session.idle(QUEUED_NS);
  const queued = queuedCount(session);
  session.idle(LINK_UP_NS);
  awaitSends(session);
  // What never ends is no queue.
  if (queued === 0 || protocol.outstandingSendCount > 0) return;
  session.os.report('packet/cancel-not-supported', {
    what: `${count(queued, 'packet')} had been queued for ${QUEUED_NS / 1e9} s, and the driver has no MiniportCancelSendPackets.`,
    boundary: 'MiniportSend',
  });
}

/** Rule D05: sends that nobody can cancel. One on the wire is not queued, however late it ends. */
function queuedCount({ adapter, board, os }: Session): number {
  const { driver, pendingSends, isMediaConnected, characteristics } = adapter!;
  if (!isMediaConnected || os.injectedFaults !== undefined) return 0;
  if (!isNdis51(driver) || characteristics.CancelSendPacketsHandler !== NULL) return 0;
  return Math.max(0, Math.min(pendingSends.size, BURST_FRAMES - board.station.frameCount));
}
