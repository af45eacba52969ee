/**
 * Resets, one after the other and in the midst of everything: with sends and a request under way,
 * with frames arriving, and from a DPC as after MiniportCheckForHang said that the NIC hangs.
 * (NDIS 5.1: MiniportReset, NdisMResetComplete)
 */
import { BROADCAST_MAC } from '../../hardware/wire';
import { hex } from '../../ndis/finding';
import { OID_GEN_CURRENT_LOOKAHEAD, OID_GEN_XMIT_OK } from '../../ndis/oid';
import { DISPATCH_LEVEL } from '../../ndis/row';
import {
  NDIS_STATUS_HARD_ERRORS,
  NDIS_STATUS_NOT_RESETTABLE,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_RESET_IN_PROGRESS,
  NDIS_STATUS_SOFT_ERRORS,
  NDIS_STATUS_SUCCESS,
  statusName,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { resetAdapter } from '../../ndis/wrapper/lifecycle';
import { submitRequest } from '../../ndis/wrapper/requests';
import { Shadow } from '../../hardware/memory';
import type { Scenario } from '../scenario';
import type { Session } from '../session';
import {
  awaitSends,
  exchange,
  frameTo,
  LINK_UP_NS,
  lostOf,
  openBinding,
  SENT,
  trafficOf,
  type Traffic,
} from './steps';

const ROUNDS = 4;
/** More than a ring holds. */
const SENDS_UNDER_WAY = 40;
/** As long as NDIS waits for a reset. */
const RESET_NS = 12e9;
/** Longer than NDIS waits for a request. */
const REQUEST_NS = 13e9;
const LOOKAHEAD_BYTES = 256;
/** What MiniportReset may return or NdisMResetComplete may be given. */
const DOCUMENTED: readonly NdisStatus[] = [
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_NOT_RESETTABLE,
  NDIS_STATUS_RESET_IN_PROGRESS,
  NDIS_STATUS_SOFT_ERRORS,
  NDIS_STATUS_HARD_ERRORS,
];

export const resetStorm: Scenario = {
  name: 'reset-storm',
  summary: 'Resets back to back, with sends, frames and requests under way, and from a DPC.',
  plan: () => [{ faults: [] }],
  play(session) {
    if (session.load() && session.start()) storm(session);
    session.halt();
    session.unload();
  },
};

function storm(session: Session): void {
  session.idle(LINK_UP_NS);
  openBinding(session);
  const before = trafficOf(session);
  for (let round = 0; round < ROUNDS; round++) reset(session);
  for (let round = 0; round < ROUNDS; round++) {
    traffic(session);
    // A protocol's adapter is the one that is reset by then.
    if (session.adapters.length > 1) session.beginResetBelow();
    ask(session);
    if (round % 2 === 0) reset(session);
    else resetFromDpc(session);
    session.idle(round * 1e6);
  }
  session.idle(LINK_UP_NS);
  judgeTraffic(session, awaitSends(session) ? before : before.filter((kind) => kind !== SENT));
  exchange(session);
  awaitRequests(session);
}

function judgeTraffic(session: Session, before: Traffic): void {
  const lost = lostOf(before, session);
  if (lost === undefined) return;
  const rule = lost === SENT ? 'packet/packets-not-conserved' : 'power/reset-lost-settings';
  session.os.report(rule, {
    what: `Before it was reset the driver ${lost}, and after it none.`,
    boundary: 'MiniportReset',
  });
}

/** A request that was pending when a reset came must end nevertheless: rule G09. */
function awaitRequests({ os, adapter }: Session): void {
  os.scheduler.wait(REQUEST_NS, () => adapter!.currentRequest === undefined);
}

/** Frames on their way both down and up. */
function traffic({ protocol, board }: Session): void {
  const frame = frameTo(BROADCAST_MAC, 600);
  protocol?.send(Array.from({ length: SENDS_UNDER_WAY }, () => frame));
  for (let index = 0; index < 3; index++) board.stationPort.transmit(frame, frame.length);
}

/** Requests that may still be pending when the reset comes. */
function ask(session: Session): void {
  const { os, protocol } = session;
  const kinds = [
    { kind: 'query', oid: OID_GEN_XMIT_OK, byteCount: 8 },
    { kind: 'set', oid: OID_GEN_CURRENT_LOOKAHEAD, byteCount: 4 },
  ] as const;
  for (const { kind, oid, byteCount } of kinds) {
    const buffer = os.allocateObject(byteCount, Shadow.PLAIN);
    os.raw.write32(buffer, LOOKAHEAD_BYTES);
    submitRequest(session.adapter!, {
      kind,
      oid,
      buffer,
      byteCount,
      binding: protocol?.binding,
      done: () => void os.pool.free(buffer, 'oid/buffer-used-after-completion'),
    });
  }
}

function reset(session: Session): void {
  const adapter = session.adapter!;
  const before = [...adapter.pendingSends.keys()];
  judge(session, session.reset(), before);
}

/** As NDIS does when MiniportCheckForHang returns TRUE: nobody waits. */
function resetFromDpc(session: Session): void {
  const { os } = session;
  const adapter = session.adapter!;
  const before = [...adapter.pendingSends.keys()];
  os.irql = DISPATCH_LEVEL;
  let status = resetAdapter(adapter);
  os.irql = 0;
  if (status === NDIS_STATUS_PENDING) {
    os.scheduler.wait(RESET_NS, () => !adapter.isResetPending);
    status = adapter.resetStatus?.status ?? status;
  }
  judge(session, status, before);
}

/** The reset has ended: so have the sends that were pending. NDIS ends those of serialized drivers. */
function judge(session: Session, status: NdisStatus, before: readonly number[]): void {
  const { os } = session;
  const adapter = session.adapter!;
  const boundary = 'MiniportReset';
  if (!DOCUMENTED.includes(status)) {
    const what = `The reset came to ${statusName(status) ?? hex(status)}, which is no outcome of a reset.`;
    os.report('power/reset-status-undocumented', { what, boundary });
  }
  if (status !== NDIS_STATUS_SUCCESS || !adapter.isDeserialized) return;
  const kept = before.filter((packet) => adapter.pendingSends.has(packet)).length;
  if (kept > 0)
    os.report('power/reset-kept-pending-sends', {
      what: `The reset succeeded, and ${kept} of ${before.length} sends that were pending still are.`,
      boundary,
    });
}
