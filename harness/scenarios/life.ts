/**
 * A whole life: load, start, questions, frames both ways of many shapes, link down and up, reset,
 * sleep and wake, halt, unload; and once more, because a second load must be like the first.
 */
import { BROADCAST_MAC, type MacAddress } from '../../hardware/wire';
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
} from '../../ndis/constants';
import { OID_GEN_CURRENT_PACKET_FILTER } from '../../ndis/oid';
import { count } from '../count';
import { activityOf } from '../device-audit';
import type { Scenario } from '../scenario';
import type { Session } from '../session';
import { interruptLink } from './link';
import { compareLoads } from './next-load';
import { probeFaults } from './oid-probe';
import { exchangeShown } from './questions';
import {
  exchange,
  exchangeWrapped,
  frameTo,
  LINK_UP_NS,
  MULTICAST,
  openBinding,
  OTHER_MAC,
  QUESTIONS,
  setFilter,
  TRAFFIC_NS,
} from './steps';

/** More than the receive buffers of any sample, so that one that lends them all must copy. */
const HELD_FRAMES = 80;
/** How long a protocol keeps packets when the miniport is being halted. */
const RETURN_NS = 100e6;
const SHAPES = [60, 61, 64, 128, 590, 1024, 1513, 1514];

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

function liveResources(session: Session): number {
  return session.os.ledger.live().length;
}

function live(session: Session): void {
  session.idle(LINK_UP_NS);
  const { mac, supported } = openBinding(session);
  probeFaults(session, supported);
  exchange(session, SHAPES);
  exchangeWrapped(session);
  exchangeShown(session, mac);
  receiveKinds(session, mac);
  holdAndReturn(session);
  interruptLink(session);
  judgeInterruptMask(session);
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
  // An intermediate driver has its own packets out then.
  session.os.packetStacks.isFull = session.adapters.length > 1;
  exchange(session);
  session.os.packetStacks.isFull = false;
  for (const oid of QUESTIONS) session.query(oid);
  session.protocol!.returnHeldIn(RETURN_NS);
}

/**
 * A driver that has handled an interrupt, and now has all of them masked and no timer set, hears of
 * nothing any more: rule E08. Another is not disturbed by the question.
 */
function judgeInterruptMask(session: Session): void {
  const { adapters, board, os, protocol } = session;
  const adapter = adapters.at(-1)!;
  const isDeaf = () =>
    adapter.interrupt?.wasHandled === true &&
    activityOf(board, adapter.handle)?.interruptMask === 0 &&
    os.ledger.live(({ kind }) => kind === 'timer').length === 0;
  if (os.injectedFaults !== undefined || protocol === undefined || !isDeaf()) return;
  const before = protocol.receivedCount;
  const frame = frameTo(BROADCAST_MAC, 100);
  board.stationPort.transmit(frame, frame.length);
  session.idle(LINK_UP_NS);
  if (protocol.receivedCount > before || !isDeaf()) return;
  os.report('interrupt/interrupts-not-reenabled', {
    what: 'MiniportHandleInterrupt has run, and since then all interrupts of the NIC were masked, no timer was set, and a broadcast was not received.',
    boundary: 'MiniportHandleInterrupt',
  });
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
