/**
 * 100,000 frames each way, a few at a time, each compared with what was sent; some of those received
 * are kept for a while. It takes long, and is played only where it is asked for.
 */
import { BROADCAST_MAC } from '../../hardware/wire';
import { count } from '../count';
import type { Scenario } from '../scenario';
import type { Session } from '../session';
import { judgeReceived, judgeSent } from './frame-comparison';
import { frameTo, hearsBroadcast, LINK_UP_NS, openBinding, TRAFFIC_NS } from './steps';

const FRAMES = 100_000;
/** Frames on their way at a time: fewer than a ring holds, and over in TRAFFIC_NS at 10 Mbit/s. */
const BATCH = 8;
const FRAGMENTS_MAX = 3;
const LENGTH_MIN = 60;
const LENGTH_MAX = 1514;
/** A prime, so that the lengths follow each other in no order until all have come. */
const STRIDE = 367;
/** Each frame takes some dozens of calls and accesses. */
const LIMITS = { virtualTimeNs: 7_200e9, calls: 100_000_000 };

export const soak: Scenario = {
  name: 'soak',
  summary: `Sends ${FRAMES} frames and receives as many, and compares each.`,
  limits: LIMITS,
  plan: () => [{ faults: [] }],
  play(session) {
    if (session.load() && session.start()) exchangeAll(session);
    session.halt();
    session.unload();
  },
};

function exchangeAll(session: Session): void {
  session.idle(LINK_UP_NS);
  openBinding(session);
  const { board, os, protocol } = session;
  protocol!.send([frameTo(BROADCAST_MAC, LENGTH_MIN)]);
  session.idle(TRAFFIC_NS);
  const sends = board.station.frameCount > 0;
  const receives = hearsBroadcast(session);
  if (!sends && !receives)
    os.inconclusive(
      `the driver keeps off the network: none of ${count(FRAMES, 'frame')} crosses it`,
    );
  // The first fault ends it: the same one would come again and again.
  for (let first = 0; first < FRAMES && os.findings.length === 0; first += BATCH) {
    const frames = Array.from({ length: BATCH }, (_, index) => frameAt(first + index));
    if (sends) send(session, frames, 1 + ((first / BATCH) % FRAGMENTS_MAX));
    if (receives) receive(session, frames);
  }
}

function frameAt(index: number): Uint8Array {
  const length = LENGTH_MIN + ((index * STRIDE) % (LENGTH_MAX + 1 - LENGTH_MIN));
  return frameTo(BROADCAST_MAC, length);
}

function send(session: Session, frames: readonly Uint8Array[], fragments: number): void {
  const { board, os } = session;
  const protocol = session.protocol!;
  const failedBefore = protocol.failedCount;
  board.station.clear();
  protocol.send(frames, fragments);
  session.idle(TRAFFIC_NS);
  const arrived = board.station.frames.map(({ bytes }) => bytes);
  judgeSent(os, frames, arrived, protocol.failedCount - failedBefore, fragments > 1);
}

function receive(session: Session, frames: readonly Uint8Array[]): void {
  const { board, os } = session;
  const protocol = session.protocol!;
  protocol.received.length = 0;
  protocol.holdEvery = 3;
  for (const frame of frames) board.stationPort.transmit(frame, frame.length);
  session.idle(TRAFFIC_NS);
  protocol.holdEvery = 0;
  protocol.returnHeld();
  judgeReceived(os, frames, protocol.received);
}
