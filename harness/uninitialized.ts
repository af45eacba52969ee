/**
 * Looks for memory that a driver uses without having written it: with other bytes in all of it a
 * driver does what it always does; if not, one block after the other shows which it was.
 */
import type { Fault } from '../ndis/faults';
import { openSession, playThrough, type RunOptions } from './run';

/** No pointer and no count that makes sense; FALSE, where other bytes were there before; TRUE. */
const BYTES = ['0xCC', '0x00', '0x01'] as const;
/** So many tell enough. */
const FOUND_MAX = 8;

/** A fault for each block that is used so, and for the stack. */
export function findUninitialized(options: RunOptions): readonly Fault[] {
  for (const byte of BYTES) {
    const every: Fault = { call: 'memory', failure: `every:${byte}`, occurrence: 1 };
    const { isDifferent, blockCount } = play(options, every);
    if (!isDifferent) continue;
    const found = [];
    for (const fault of candidates(byte, blockCount)) {
      if (play(options, fault).isDifferent) found.push(fault);
      if (found.length === FOUND_MAX) break;
    }
    return found.length > 0 ? found : [every];
  }
  return [];
}

function candidates(byte: string, blockCount: number): Fault[] {
  const blocks = Array.from({ length: blockCount }, (_, index) => ({
    call: 'memory',
    failure: byte,
    occurrence: index + 1,
  }));
  return [...blocks, { call: 'stack', failure: byte, occurrence: 1 }];
}

function play(options: RunOptions, fault: Fault) {
  const session = openSession(options, { faults: [fault] }, undefined);
  playThrough(options, session);
  const { os, blockCount } = session;
  session.dispose();
  return {
    isDifferent: os.findings.some(({ rule }) => rule === 'memory/uninitialized-read'),
    blockCount,
  };
}
