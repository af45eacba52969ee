/**
 * The cable is pulled out and put in again: what is sent meanwhile comes to an end, what the driver says
 * of its link is so, and afterwards all is as before. (NDIS 5.1: Indicating Connection Status;
 * OID_GEN_MEDIA_CONNECT_STATUS; MiniportSend)
 */
import { BROADCAST_MAC } from '../../hardware/wire';
import { NdisMediaStateConnected } from '../../ndis/constants';
import { OID_GEN_MEDIA_CONNECT_STATUS } from '../../ndis/oid';
import type { Session } from '../session';
import { awaitSends, frameTo, LINK_UP_NS, lostOf, SENT, trafficOf, type Traffic } from './steps';

/** What a driver has to tell a change of its link in ("Indicating Connection Status", ff546856). */
const TELL_NS = 2e9;

export function interruptLink(session: Session): void {
  const { os, protocol } = session;
  const before = mediaState(session);
  const traffic = trafficOf(session);
  const isIdle = protocol?.outstandingSendCount === 0;
  changeLink(session, false, () => sendOne(session));
  // A driver knows of it by now, or never will.
  sendOne(session);
  changeLink(session, true);
  judgeMediaStatus(session);
  if (isIdle && os.injectedFaults === undefined) awaitSends(session);
  if (lostOf(traffic, session) !== undefined) judgeBack(session, traffic, before);
}

function sendOne({ protocol }: Session): void {
  protocol?.send([frameTo(BROADCAST_MAC, 100)]);
}

/**
 * The link goes down or comes up. A driver that answers that it has must have told so, or tell so
 * when it has learnt it by the question: rule H08.
 *
 * @param act - what happens before the driver can have heard of it.
 */
function changeLink(session: Session, isUp: boolean, act?: () => void): void {
  const before = mediaState(session);
  session.board.wire.setLink(isUp);
  act?.();
  session.idle(LINK_UP_NS);
  const state = mediaState(session);
  if (state === undefined || before === undefined || state === before) return;
  if (isTold(session, state)) return;
  session.idle(TELL_NS);
  if (mediaState(session) !== state || isTold(session, state)) return;
  // A fault may make a driver see a change that is none.
  if (session.os.injectedFaults !== undefined) return;
  const [known, missing] =
    state === NdisMediaStateConnected
      ? ['connected', 'NDIS_STATUS_MEDIA_CONNECT']
      : ['disconnected', 'NDIS_STATUS_MEDIA_DISCONNECT'];
  session.os.report('power/link-change-not-told', {
    what: `OID_GEN_MEDIA_CONNECT_STATUS has said for ${TELL_NS / 1e9} s that the link is ${known}, and ${missing} was not indicated.`,
    boundary: 'MiniportQueryInformation',
  });
}

/** NDIS_MEDIA_STATE, as a driver for NDIS 5 answers; NDIS 4 asks again and again instead. */
function mediaState(session: Session): number | undefined {
  if (session.adapter!.characteristics.MajorNdisVersion < 5) return undefined;
  const { bytes } = session.query(OID_GEN_MEDIA_CONNECT_STATUS);
  return bytes.length === 4 ? new DataView(bytes.buffer).getUint32(0, true) : undefined;
}

function isTold({ adapter }: Session, state: number): boolean {
  return adapter!.isMediaConnected === (state === NdisMediaStateConnected);
}

/** Seconds after the link has changed: rule H08. */
function judgeMediaStatus({ adapters, os }: Session): void {
  if (adapters.every(({ isMediaStatusOpen }) => !isMediaStatusOpen)) return;
  os.report('power/media-status-unpaired', {
    what: 'A change of the link was indicated, and NdisMIndicateStatusComplete was not called after it.',
    boundary: 'MiniportHandleInterrupt',
  });
}

/** Seconds after the link is back something is missing: some more seconds, and it is lost. */
function judgeBack(session: Session, traffic: Traffic, before: number | undefined): void {
  const { os } = session;
  session.idle(TELL_NS + LINK_UP_NS);
  // A run may be compared with the one without faults, so that no less is sent in it.
  const lost = lostOf(traffic, session);
  if (lost === undefined || os.injectedFaults !== undefined) return;
  if (before === NdisMediaStateConnected && mediaState(session) !== before)
    return os.report('oid/answers-inconsistent', {
      what: 'The link went down and is up again for 10 s, and OID_GEN_MEDIA_CONNECT_STATUS does not say so.',
      boundary: 'MiniportQueryInformation',
    });
  os.report('packet/packets-not-conserved', {
    what: `Before the link went down the driver ${lost}; it is up again for 10 s, and there are none.`,
    boundary: lost === SENT ? 'MiniportSend' : 'MiniportHandleInterrupt',
  });
}
