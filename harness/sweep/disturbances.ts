/** The faults that no call returns, for a run that was recorded: what, and at which points. */
import { formatFault, type Fault } from '../../ndis/faults';
import { formatOid } from '../../ndis/oid';
import { DESCRIPTOR_BYTES_MAX, FIELD_BYTES } from '../disturbance/forms';
import type { FaultKind } from './kinds';
import type { DeviceRead, DmaWrite, Moment, Recorder } from './recorder';

/** In a loop, the same thing is disturbed the first two times and the last. */
const FIRST_KEPT = 2;
/** A bit that is waited for has been read at least that often. */
const POLL_READS_MIN = 2;

/** What a system short of memory may still give at a time: less than a page, a page, some pages. */
const ALLOCATION_BYTES_MAX = [256, 4096, 32768];

/** In a descriptor any field may be a length, an index or a status; what is longer begins so. */
const FIELDS_BYTES_MAX = 16;
/** Status and length, as some NICs put them before a frame. */
const HEAD_BYTES = 4;

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
  stuck: ({ reads }) => [...polls(reads), ...answers(reads)],
  register: ({ reads }) => {
    const kept = thinned(reads);
    return [...at(kept, 'read', '0xFFFFFFFF'), ...at(kept, 'read', '0x00000000')];
  },
  descriptor: ({ dmaWrites }) => {
    const kept = thinned(dmaWrites);
    const whole = kept.filter(({ byteCount }) => byteCount <= DESCRIPTOR_BYTES_MAX);
    return [...at(whole, 'dma', '0xFF'), ...at(whole, 'dma', '0x00'), ...fieldsOf(kept)];
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

/** Each field of a descriptor has all ones, or zeros; of a frame, what may stand before it. */
function fieldsOf(writes: readonly DmaWrite[]): Fault[] {
  const faults = new Map<string, Fault>();
  for (const write of writes)
    for (const failure of fieldFailures(write))
      for (const fault of at([write], 'dma', failure)) faults.set(formatFault(fault), fault);
  return [...faults.values()];
}

function fieldFailures({ byteCount }: DmaWrite): string[] {
  const end = byteCount > FIELDS_BYTES_MAX ? HEAD_BYTES : byteCount;
  const failures: string[] = [];
  for (let offset = 0; offset + FIELD_BYTES <= end; offset += FIELD_BYTES)
    failures.push(`0xFF@${offset}of${byteCount}`, `0x00@${offset}of${byteCount}`);
  return failures;
}

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

/**
 * Registers that were read otherwise than they had been written: the NIC may have done what it was
 * told before the driver looked for the first time. What MiniportISR looks at is true: a NIC that
 * interrupts and says that it does not, or the reverse, is beyond any driver.
 */
function answers(reads: readonly DeviceRead[]): Fault[] {
  const first = new Map<string, DeviceRead>();
  const ofIsr = new Set(reads.filter(({ isInIsr }) => isInIsr).map(({ register }) => register));
  for (const read of reads) {
    const isTrue = read.written === undefined || ofIsr.has(read.register);
    const hasAnswered = !isTrue && read.written !== read.value;
    if (hasAnswered && !first.has(read.place)) first.set(read.place, read);
  }
  return at([...first.values()], 'stuck', 'written');
}
