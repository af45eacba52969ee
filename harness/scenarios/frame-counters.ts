/**
 * What a driver counts of the frames that go through it. (OID_GEN_XMIT_OK: frames transmitted without
 * errors; OID_GEN_RCV_OK: frames received without errors and indicated; NDIS 5.1: both mandatory)
 */
import { count } from '../count';
import { OID_GEN_RCV_OK, OID_GEN_XMIT_OK } from '../../ndis/oid';
import type { Session } from '../session';
import { LINK_UP_NS } from './steps';

interface FrameCounter {
  readonly name: string;
  readonly oid: number;
  readonly done: string;
  /** What has gone through so far, as the protocol has seen it. */
  frames(session: Session): number;
}

export const SENT_FRAMES: FrameCounter = {
  name: 'OID_GEN_XMIT_OK',
  oid: OID_GEN_XMIT_OK,
  done: 'sent',
  frames: ({ protocol }) => protocol!.completedCount - protocol!.failedCount,
};
export const RECEIVED_FRAMES: FrameCounter = {
  name: 'OID_GEN_RCV_OK',
  oid: OID_GEN_RCV_OK,
  done: 'indicated',
  frames: ({ protocol }) => protocol!.receivedCount,
};

/**
 * Lets frames through a NIC, after which the driver's count of them is not what it was before. One that
 * has no such count has nothing to contradict.
 */
export function judgeCounter(session: Session, counter: FrameCounter, act: () => void): void {
  const before = valueOf(session, counter);
  const framesBefore = counter.frames(session);
  act();
  const frameCount = counter.frames(session) - framesBefore;
  if (before === '' || frameCount <= 0 || session.adapter?.location === undefined) return;
  if (valueOf(session, counter) !== before) return;
  // A NIC may tell its counts now and then.
  session.idle(LINK_UP_NS);
  if (valueOf(session, counter) !== before) return;
  session.os.report('oid/answers-inconsistent', {
    what: `${count(frameCount, 'frame')} were ${counter.done}, and the answer to ${counter.name} is still the same.`,
    boundary: 'MiniportQueryInformation',
  });
}

function valueOf(session: Session, { oid }: FrameCounter): string {
  return session.query(oid).bytes.join(' ');
}
