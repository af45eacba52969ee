/**
 * The NIC is pulled out: at an access of the driver's to it, as many runs as the plan has, and with
 * nobody at work. What it answered reads as all ones then. (NDIS 5.1: MiniportPnPEventNotify,
 * NdisDevicePnPEventSurpriseRemoved; PCI 2.2, 6.1)
 */
import { OID_GEN_XMIT_OK } from '../../ndis/oid';
import { BROADCAST_MAC } from '../../hardware/wire';
import type { Fault } from '../../ndis/faults';
import { shareInterrupt } from '../disturbance/other-device';
import type { DeviceAccess, Scenario } from '../scenario';
import type { Session } from '../session';
import { spreadPoints } from './points';
import { exchange, frameTo, LINK_UP_NS, openBinding, setFilter } from './steps';

const POINTS_MAX = 48;
/** Long enough for timers and for MiniportCheckForHang to look for the NIC. */
const AFTER_NS = 3e9;

/** A life in steps; after each the PnP manager looks whether the NIC is there. */
const STEPS: readonly ((session: Session) => void)[] = [
  (session) => session.idle(LINK_UP_NS),
  (session) => void openBinding(session),
  (session) => exchange(session),
  (session) => void session.reset(),
  (session) => session.idle(LINK_UP_NS),
  (session) => void session.setPower(3),
  (session) => void session.setPower(0),
  (session) => session.idle(LINK_UP_NS),
  (session) => setFilter(session),
  (session) => exchange(session),
];

export const surpriseRemoval: Scenario = {
  name: 'surprise-removal',
  summary: `Pulls the NIC out at up to ${POINTS_MAX} accesses to it, spread over a life, and when idle.`,
  plan(rehearse) {
    const accesses = rehearse.accesses();
    const tried = spreadPoints(
      accesses.map(({ boundary }) => boundary),
      POINTS_MAX,
    );
    if (tried.length < accesses.length)
      rehearse.note(
        `surprise-removal: ${tried.length} of ${accesses.length} accesses to the NIC are tried; ` +
          '--fail device=gone#N tries any point, the Nth call or access',
      );
    return [{ faults: [] }, ...tried.map((index) => ({ faults: [goneAt(accesses[index])] }))];
  },
  play(session) {
    live(session);
    if (session.os.injectedFaults !== undefined) return;
    // It was there to the end: now it goes while nobody is at work.
    if (session.load() && session.start()) session.idle(LINK_UP_NS);
    session.board.removeNic();
    part(session);
  },
};

/** Before the first call there is no point. */
function goneAt({ point }: DeviceAccess): Fault {
  return { call: 'device', failure: 'gone', occurrence: Math.max(point, 1) };
}

function live(session: Session): void {
  if (session.load()) session.start();
  for (const step of STEPS)
    if (session.adapter !== undefined && session.board.isNicPresent) step(session);
  part(session);
}

/** Halt and unload; if the NIC is gone, the driver hears of it before. */
function part(session: Session): void {
  if (session.adapter !== undefined && !session.board.isNicPresent) {
    // NDIS is the last to hear of it: after the slot's own interrupt, which may be on the same line.
    shareInterrupt(session);
    send(session);
    session.noticeRemoval();
    send(session);
    session.query(OID_GEN_XMIT_OK);
    session.idle(AFTER_NS);
  }
  session.halt();
  session.unload();
}

function send(session: Session): void {
  session.protocol?.send([frameTo(BROADCAST_MAC, 100)]);
}
