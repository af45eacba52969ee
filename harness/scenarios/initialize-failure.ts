/**
 * Each resource call of MiniportInitialize or ProtocolBindAdapter fails once; then the same image
 * must start as ever.
 */
import { BROADCAST_MAC } from '../../hardware/wire';
import { describeOid } from '../../ndis/oid';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { Scenario } from '../scenario';
import type { Session } from '../session';
import { compareLoads } from './next-load';
import { frameTo, hearsBroadcast, LINK_UP_NS, openBinding, QUESTIONS, TRAFFIC_NS } from './steps';

/** The handlers that bring an adapter up, or a protocol's binding. */
const STARTING = ['MiniportInitialize', 'ProtocolBindAdapter'];

export const initializeFailure: Scenario = {
  name: 'initialize-failure',
  summary: 'Lets each fallible call of MiniportInitialize fail once, then loads the driver again.',
  plan(rehearse) {
    const calls = rehearse().filter(({ boundary }) => STARTING.includes(boundary));
    return calls.map(({ call, occurrence, failures }) => ({
      faults: [{ call, failure: failures[0], occurrence }],
    }));
  },
  play(session) {
    const like = session.nextCleanLoad;
    session.bringUp();
    const hasStarted = session.adapter !== undefined;
    const isFaulty = session.os.injectedFaults !== undefined;
    // A fault in the start of another adapter leaves the first one as it is: it is used.
    const isAlone = hasStarted && isFaulty && session.peers.length < otherCount(session);
    const works = isAlone ? whatWorks(session) : undefined;
    session.halt();
    session.unload();
    if (!isFaulty || (hasStarted && !isAlone)) return;
    // The fault is over: now nothing is in the way, but what was in the way of the first as well.
    const again = session.bringUp();
    if (like !== undefined) compareLoads(session, again, like);
    if (works !== undefined) judgeIndependence(session, works, whatWorks(session));
    session.halt();
    session.unload();
  },
};

/** The NICs beside the first that the driver is to drive. */
function otherCount({ board }: Session): number {
  const [slot, ...others] = board.slots;
  return others.filter(({ device }) => device === slot.device).length;
}

/** What the first adapter does, in words: one that keeps off the network does less. */
function whatWorks(session: Session): ReadonlySet<string> {
  session.idle(LINK_UP_NS);
  openBinding(session);
  const works = new Set<string>();
  for (const oid of QUESTIONS)
    if (session.query(oid).status === NDIS_STATUS_SUCCESS) works.add(`answers ${describeOid(oid)}`);
  if (hearsBroadcast(session)) works.add('receives');
  const { station } = session.board;
  const before = station.frameCount;
  session.protocol?.send([frameTo(BROADCAST_MAC, 100)]);
  session.idle(TRAFFIC_NS);
  if (station.frameCount > before) works.add('sends');
  return works;
}

/** Rule A13: the first adapter does as much with another that failed as with one that runs. */
function judgeIndependence(
  { os }: Session,
  alone: ReadonlySet<string>,
  together: ReadonlySet<string>,
): void {
  const lost = [...together].find((one) => !alone.has(one));
  if (lost === undefined) return;
  os.report('registration/adapters-not-independent', {
    what: `With no failure the first adapter ${lost}; after MiniportInitialize had failed for another it did not.`,
    boundary: 'MiniportInitialize',
  });
}
