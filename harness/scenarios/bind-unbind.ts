/**
 * Protocols come and go while the adapter runs: two at a time, in either order, with packets,
 * frames and requests under way; and the adapter itself, or the protocol under test, is stopped and
 * started again without a new load. (NDIS 5.1: NdisOpenAdapter, NdisCloseAdapter, MiniportHalt)
 */
import { BROADCAST_MAC } from '../../hardware/wire';
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
} from '../../ndis/constants';
import { OID_GEN_CURRENT_PACKET_FILTER } from '../../ndis/oid';
import { NDIS_STATUS_OPEN_FAILED } from '../../ndis/status';
import { withdrawAddressing } from '../../ndis/wrapper/requests';
import { count } from '../count';
import { askMiniport } from '../oid-request';
import type { Scenario } from '../scenario';
import type { Session } from '../session';
import { TestProtocol } from '../test-protocol';
import { askBeforeUnbinding } from './questions';
import { exchange, frameTo, hearsBroadcast, LINK_UP_NS, openBinding, TRAFFIC_NS } from './steps';

const STARTS = 3;
const COMPLETION_DELAY_NS = 1e6;
/** As long as a protocol waits for its sends. */
const SENDS_NS = 12e9;
const FILTERS = [
  NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_ALL_MULTICAST | NDIS_PACKET_TYPE_BROADCAST,
] as const;

export const bindUnbind: Scenario = {
  name: 'bind-unbind',
  summary: 'Protocols bind and unbind in every order under traffic; the adapter restarts.',
  plan: () => [{ faults: [] }],
  play(session) {
    let isGood = session.load();
    for (let round = 0; isGood && round < STARTS; round++) isGood = startAndStop(session, round);
    session.unload();
  },
};

/**
 * True if it started. The second time, an adapter below is being reset: opening it is pending, first
 * in vain. The last time it is reset when it is closed, so that this is pending.
 */
function startAndStop(session: Session, round: number): boolean {
  if (round === 1) {
    failLateOpen(session);
    session.beginResetBelow();
  }
  // The last time, what the driver asks while it binds is pending.
  session.os.completionDelayNs = round === STARTS - 1 ? COMPLETION_DELAY_NS : 0;
  const hasStarted = session.start();
  session.os.completionDelayNs = 0;
  if (hasStarted) {
    session.idle(LINK_UP_NS);
    openBinding(session);
    if (hearsBroadcast(session)) changeBindings(session);
    exchange(session);
    sendBeforeUnbinding(session, round);
  } else if (round > 0 && session.os.injectedFaults === undefined)
    session.os.report('registration/second-start-differs', {
      what: `The driver started ${count(round, 'time')}, and after it was stopped it did not start again.`,
      boundary: 'MiniportInitialize',
    });
  if (round === STARTS - 1) session.beginResetBelow();
  else askBeforeUnbinding(session);
  session.halt();
  return hasStarted;
}

/** Opening the adapter below fails, after it was pending. */
function failLateOpen(session: Session): void {
  if (!session.beginResetBelow(NDIS_STATUS_OPEN_FAILED)) return;
  session.start();
  session.halt();
  session.idle(LINK_UP_NS);
}

/** The last time a frame is on its way when what is below is unbound: closing it is pending. */
function sendBeforeUnbinding({ protocol }: Session, round: number): void {
  if (round === STARTS - 1) protocol?.send([frameTo(BROADCAST_MAC, 1000)]);
}

/** Two more protocols, which unbind in the order of binding and in the inverse one. */
function changeBindings(session: Session): void {
  for (const isInverse of [false, true]) {
    const protocols = FILTERS.map((filter) => bind(session, filter));
    const open = new Set(protocols);
    traffic(session, protocols);
    const order = isInverse ? [...protocols].reverse() : protocols;
    for (const protocol of order) {
      unbind(session, protocol);
      open.delete(protocol);
      traffic(session, [...open]);
    }
    judge(session, 'other protocols had come and gone');
  }
}

function bind(session: Session, filter: number): TestProtocol {
  const adapter = session.adapter!;
  const protocol = new TestProtocol(adapter);
  const bytes = new Uint8Array(Uint32Array.of(filter).buffer);
  askMiniport(adapter, 'set', OID_GEN_CURRENT_PACKET_FILTER, bytes, protocol.binding);
  return protocol;
}

/** Every protocol sends, and keeps what it receives until it unbinds. */
function traffic(session: Session, others: readonly TestProtocol[]): void {
  const { board, protocol: first } = session;
  const frame = frameTo(BROADCAST_MAC, 200);
  for (const protocol of others) {
    protocol.holdEvery = 2;
    protocol.send([frame, frame], 2);
  }
  first?.send([frame]);
  for (let index = 0; index < 4; index++) board.stationPort.transmit(frame, frame.length);
}

/** What a protocol does before NdisCloseAdapter: it ends its sends and returns its packets. */
function unbind(session: Session, protocol: TestProtocol): void {
  session.idle(TRAFFIC_NS);
  const isOver = () => protocol.outstandingSendCount === 0;
  if (!isOver()) session.os.scheduler.wait(SENDS_NS, isOver);
  protocol.holdEvery = 0;
  protocol.returnHeld();
  protocol.close();
  withdrawAddressing(session.adapter!, protocol.binding);
}

function judge(session: Session, when: string): void {
  if (hearsBroadcast(session)) return;
  session.os.report('oid/filter-not-programmed', {
    what: `With a packet filter of broadcasts none was received after ${when}.`,
    boundary: 'MiniportSetInformation',
  });
}
