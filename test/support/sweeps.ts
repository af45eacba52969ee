/** Sweeps made by hand, for what is done with them. */
import type { Fault } from '../../ndis/faults';
import { sweepResult } from '../../harness/sweep/gather';
import {
  WHOLE,
  type Place,
  type RunOutcome,
  type Shard,
  type Swept,
  type Told,
} from '../../harness/sweep/outcome';
import type { SweepPlayer } from '../../harness/sweep/player';
import type { SweepRequest } from '../../harness/sweep/request';
import type { SweepResult } from '../../harness/sweep/result';

export const A: Fault = {
  call: 'NdisMMapIoSpace',
  failure: 'NDIS_STATUS_RESOURCES',
  occurrence: 1,
};
export const B: Fault = {
  call: 'NdisMRegisterInterrupt',
  failure: 'NDIS_STATUS_FAILURE',
  occurrence: 1,
};

export const REQUEST: SweepRequest = {
  driver: 'driver.ts',
  device: '82540em',
  profile: 'strict',
  seed: 1,
  kinds: ['call'],
  pairs: false,
};

const RULE = 'resource/memory-not-freed';

export function outcome(
  place: Place,
  faults: readonly Fault[],
  fingerprints: readonly string[] = [],
): RunOutcome {
  const seen = fingerprints.map((fingerprint) => ({ rule: RULE, fingerprint }) as const);
  return { place, faults, verdict: seen.length > 0 ? 'findings' : 'clean', seen, unwind: [] };
}

export function telling(fingerprint: string): Told {
  return {
    rule: RULE,
    fingerprint,
    message: 'The memory was not given back. Free it.',
    boundary: 'MiniportInitialize',
    at: 'src/my driver.ts:12',
    replay: 'ndislab run driver.ts --fail ...',
  };
}

/** A sweep of two faults; `found` is what the first shows. */
export function swept(found: readonly string[], shard: Shard = WHOLE): Swept {
  const faults = [A, B].map((fault) => ({ kind: 'call', fault }) as const);
  const all = [outcome([1, 0], [A], found), outcome([2, 0], [B])];
  const mine = all.filter((_one, at) => at % shard.count === shard.index - 1);
  const told = mine.flatMap(({ seen }) => seen.map(({ fingerprint }) => telling(fingerprint)));
  return {
    request: REQUEST,
    shard,
    digest: 'd',
    faults,
    outcomes: [outcome([0, 0], []), ...mine],
    told,
  };
}

export function result(found: readonly string[]): SweepResult {
  return sweepResult(swept(found));
}

/** What there is to tell of a first fault: of it alone, and with each second if there are pairs. */
export function playFirst(player: SweepPlayer, first: number, fault: Fault): readonly RunOutcome[] {
  const play = (from: number, to: number) =>
    player.play({ first, fault, from, to }, () => undefined).outcomes;
  const [alone] = play(0, 1);
  return [alone, ...play(1, 1 + (alone.seconds ?? 0))];
}
