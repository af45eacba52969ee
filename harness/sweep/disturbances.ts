/** The faults that no call returns, for a run that was recorded: what, and at which points. */
import type { Fault } from '../../ndis/faults';
import { formatOid } from '../../ndis/oid';
import type { FaultKind } from './kinds';
import type { DeviceRead, Moment, Recorder } from './recorder';

/** In a loop, the same thing is disturbed the first two times and the last. */
const FIRST_KEPT = 2;
/** A bit that is waited for has been read at least that often. */
const POLL_READS_MIN = 2;

/** What a system short of memory may still give at a time: less than a page, a page, some pages. */
const ALLOCATION_BYTES_MAX = [256, 4096, 32768];

type Lister = (recorder: Recorder) => Fault[];

/**
 * The kinds that can befall a protocol or an intermediate driver: what else there is befalls the
 * driver below, which is not the one under test.
 */
export const KINDS_ABOVE: readonly FaultKind[] = ['call', 'timer', 'shortage', 'memory', 'oid'];

export type DisturbanceKind = Exclude<FaultKind, 'call' | 'memory'>;

/** For each kind, all of its faults, in the order of the run. */
export const DISTURBANCES_OF: Readonly<Record<DisturbanceKind, Lister>> = {
  gone: ({ accesses }) => at(thinned(accesses), 'device', 'gone'),
  dead: ({ reads }) =>
    reads.length === 0 ? [] : [{ call: 'registers', failure: 'dead', occurrence: 1 }],
  interrupt: ({ points }) => {
    const connected = thinned(points.filter(({ hasInterrupt }) => hasInterrupt));
    return [...at(connected, 'interrupt', 'shared'), ...at(connected, 'frame', 'arrives')];
  },
  'lost-interrupt': ({ interrupts }) => at(interrupts, 'interrupt', 'lost'),
  timer: ({ points }) => [
    ...at(thinned(points.filter(({ hasTimer }) => hasTimer)), 'timer', 'due'),
    ...at(thinned(points.filter(({ cancelsTimer }) => cancelsTimer)), 'timer', 'running'),
  ],
  stuck: ({ reads }) => polls(reads),
  register: ({ reads }) => {
    const kept = thinned(reads);
    return [...at(kept, 'read', '0xFFFFFFFF'), ...at(kept, 'read', '0x00000000')];
  },
  descriptor: ({ dmaWrites }) => {
    const kept = thinned(dmaWrites);
    return [...at(kept, 'dma', '0xFF'), ...at(kept, 'dma', '0x00')];
  },
  shortage: ({ points }) => {
    const allocations = thinned(points.filter(({ allocates }) => allocates));
    if (allocations.length === 0) return [];
    const limited = (bytes: number) => ({
      call: 'pool',
      failure: `above:${bytes}`,
      occurrence: 1,
    });
    return [...at(allocations, 'pool', 'empty'), ...ALLOCATION_BYTES_MAX.map(limited)];
  },
  registry: ({ keywords }) =>
    [...keywords].flatMap(([keyword, isThere]) =>
      [
        ...(isThere ? ['missing'] : []),
        ...['zero', 'maximal', 'negative', 'text', 'empty', 'long'],
      ].map((way) => ({ call: 'registry', failure: `${way}:${keyword}`, occurrence: 1 })),
    ),
  oid: ({ oids }) => oids.map((oid) => ({ call: 'oid', failure: formatOid(oid), occurrence: 1 })),
  eeprom: () => [{ call: 'eeprom', failure: 'checksum', occurrence: 1 }],
  link: () => [{ call: 'link', failure: 'down', occurrence: 1 }],
};

function at(moments: readonly Moment[], call: string, failure: string): Fault[] {
  const points = [...new Set(moments.map(({ point }) => Math.max(point, 1)))];
  return points.map((occurrence) => ({ call, failure, occurrence }));
}

/** Of all moments at one place the first ones and the last, in the order of the run. */
function thinned<T extends Moment>(moments: readonly T[]): T[] {
  const last = new Map(moments.map((moment) => [moment.place, moment]));
  const counts = new Map<string, number>();
  return moments.filter((moment) => {
    const count = (counts.get(moment.place) ?? 0) + 1;
    counts.set(moment.place, count);
    return count <= FIRST_KEPT || last.get(moment.place) === moment;
  });
}

/** Registers that were read again and again at one place until bits of them changed. */
function polls(reads: readonly DeviceRead[]): Fault[] {
  const faults = new Map<string, Fault>();
  for (let first = 0, end = 0; first < reads.length; first = end) {
    const { place, value, point } = reads[first];
    while (end < reads.length && reads[end].place === place) end++;
    const mask = (value ^ reads[end - 1].value) >>> 0;
    if (end - first < POLL_READS_MIN || mask === 0) continue;
    const failure = `0x${mask.toString(16).toUpperCase().padStart(8, '0')}`;
    if (!faults.has(place)) faults.set(place, { call: 'stuck', failure, occurrence: point });
  }
  return [...faults.values()];
}
