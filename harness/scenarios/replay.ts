/** A capture played to the NIC: each frame comes from the wire when it came then. */
import { NDIS_PACKET_TYPE_PROMISCUOUS } from '../../ndis/constants';
import { OID_GEN_CURRENT_LOOKAHEAD, OID_GEN_CURRENT_PACKET_FILTER } from '../../ndis/oid';
import type { CapturedFrame } from '../capture';
import type { Scenario } from '../scenario';
import type { Session } from '../session';

/** Long enough for autonegotiation. */
const LINK_UP_NS = 5e9;
/** Long enough for interrupt moderation and for what a driver does with the last frames. */
const SETTLE_NS = 1e9;
const LOOKAHEAD_BYTES = 256;

export const REPLAY = {
  name: 'replay',
  summary: 'Starts the driver, plays the frames of a capture (--in FILE) to it, halts, unloads.',
} as const;

/**
 * The scenario that plays these frames, in order of time.
 *
 * @param input - the path that they are from, for the line that repeats a run.
 */
export function replayScenario(frames: readonly CapturedFrame[], input: string): Scenario {
  return {
    ...REPLAY,
    input,
    plan: () => [{ faults: [] }],
    play(session) {
      if (session.load() && session.start()) receive(session, frames);
      session.halt();
      session.unload();
    },
  };
}

function receive(session: Session, frames: readonly CapturedFrame[]): void {
  const { board, protocol } = session;
  if (protocol !== undefined) protocol.keepsFrames = false;
  session.idle(LINK_UP_NS);
  session.setUlong(OID_GEN_CURRENT_LOOKAHEAD, LOOKAHEAD_BYTES);
  session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, NDIS_PACKET_TYPE_PROMISCUOUS);
  // By the clock, for a frame does not wait until the driver is done with the one before.
  const startNs = board.clock.nowNs;
  const playFrom = (index: number): void => {
    if (index === frames.length) return;
    const { timeNs, bytes } = frames[index];
    const delayNs = Math.max(startNs + timeNs - board.clock.nowNs, 0);
    board.clock.schedule(delayNs, () => {
      board.stationPort.transmit(bytes, bytes.length);
      playFrom(index + 1);
    });
  };
  playFrom(0);
  session.idle((frames.at(-1)?.timeNs ?? 0) + SETTLE_NS);
}
