/** Compares two runs of a program, and tells known deviations from what nobody has explained. */
import { digest, isDigest } from './bytes';
import type { BitMask, Deviation } from './device';
import { type Answer, type Operation, operationsOf, type Program } from './program';

/** Where an interrupt came or went in one run only. */
export const INTERRUPT_PLACE = 'interrupt';
export const FRAME_PLACE = 'frames sent';
/** With it begins what ours answers to an access of what it does not model: never an equal. */
export const UNMODELLED = 'unmodelled ';

export interface Difference {
  readonly seed: number;
  /** Index of the operation in the program. */
  readonly index: number;
  readonly place: string;
  readonly ours: string;
  readonly qemu: string;
}

export interface Verdict {
  /** Answers compared, and how many of them were equal. */
  readonly comparedCount: number;
  readonly equalCount: number;
  /** By index of the deviation: how many answers it explained or helped to. */
  readonly deviationCounts: readonly number[];
  readonly unexplained: readonly Difference[];
}

/** Judges what ours and QEMU's answered to the same program. */
export function compare(
  program: Program,
  ours: readonly Answer[],
  qemu: readonly Answer[],
  deviations: readonly Deviation[],
): Verdict {
  const { seed } = program;
  const deviationCounts = deviations.map(() => 0);
  const unexplained: Difference[] = [];
  let comparedCount = 0;
  let equalCount = 0;
  operationsOf(program).forEach((operation, index) => {
    const own = ours[index];
    const other = qemu[index];
    if (own.edges !== other.edges) {
      const known = deviations.findIndex(
        ({ edges }) => edges?.ours === own.edges && edges.qemu === other.edges,
      );
      if (known >= 0) deviationCounts[known]++;
      else
        unexplained.push({
          ...{ seed, index, place: INTERRUPT_PLACE },
          ...{ ours: own.edges, qemu: other.edges },
        });
    }
    const place = placeOf(operation);
    if (own.text.startsWith(UNMODELLED)) {
      const what = { place: place ?? 'write', ours: own.text, qemu: other.text };
      unexplained.push({ seed, index, ...what });
      return;
    }
    if (place === undefined) return;
    comparedCount++;
    const text = comparable(operation, own.text, other.text);
    if (text === other.text) {
      equalCount++;
      return;
    }
    const used =
      operation.kind === 'frames'
        ? explainFrames(text, other.text, deviations)
        : explain(place, operation, text, other.text, deviations);
    if (used === undefined) unexplained.push({ seed, index, place, ours: text, qemu: other.text });
    else for (const one of used) deviationCounts[one]++;
  });
  return { comparedCount, equalCount, deviationCounts, unexplained };
}

/** Adds what one program gave to what others did. */
export function addVerdict(sum: Verdict, more: Verdict): Verdict {
  return {
    comparedCount: sum.comparedCount + more.comparedCount,
    equalCount: sum.equalCount + more.equalCount,
    deviationCounts: more.deviationCounts.map(
      (count, at) => count + (sum.deviationCounts[at] ?? 0),
    ),
    unexplained: [...sum.unexplained, ...more.unexplained],
  };
}

export const NO_VERDICT: Verdict = {
  comparedCount: 0,
  equalCount: 0,
  deviationCounts: [],
  unexplained: [],
};

function placeOf(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'read':
    case 'config-read':
    case 'check':
      return operation.place;
    case 'level':
      return INTERRUPT_PLACE;
    case 'frames':
      return FRAME_PLACE;
    default:
      return undefined;
  }
}

/** Ours in the form that QEMU's answer has: recorded ones keep long bytes as digests. */
function comparable(operation: Operation, ours: string, qemu: string): string {
  if (operation.kind === 'check' && isDigest(qemu)) return digest(ours);
  if (operation.kind !== 'frames' || !qemu.includes('#')) return ours;
  const others = qemu.split(' ');
  const frames = ours.split(' ');
  return frames.map((one, at) => (isDigest(others[at] ?? '#') ? digest(one) : one)).join(' ');
}

/** The deviations that together account for every bit that differs; undefined if they do not. */
function explain(
  place: string,
  operation: Operation,
  ours: string,
  qemu: string,
  deviations: readonly Deviation[],
): number[] | undefined {
  if (!('place' in operation)) return undefined;
  if (isDigest(qemu)) return undefined;
  const isMemory = operation.kind === 'check';
  const width = isMemory ? operation.byteCount : operation.width;
  const own = isMemory ? Buffer.from(ours, 'hex') : numberBytes(parseInt(ours, 16), width);
  const other = isMemory ? Buffer.from(qemu, 'hex') : numberBytes(parseInt(qemu, 16), width);
  const onlyOurs = own.map((byte, at) => byte & ~other[at]);
  const onlyQemu = own.map((byte, at) => other[at] & ~byte);
  const used = deviations.flatMap((deviation, index) => {
    if (!deviation.places.includes(place)) return [];
    const helpsOurs = takeOut(onlyOurs, maskBytes(deviation.ours, width));
    const helpsQemu = takeOut(onlyQemu, maskBytes(deviation.qemu, width));
    return helpsOurs || helpsQemu ? [index] : [];
  });
  return [...onlyOurs, ...onlyQemu].every((byte) => byte === 0) ? used : undefined;
}

/** The one deviation that accounts for all that differs in frames; undefined if none does. */
function explainFrames(
  ours: string,
  qemu: string,
  deviations: readonly Deviation[],
): number[] | undefined {
  const known = deviations.findIndex(
    ({ frames }) => frames !== undefined && isReplaced(ours, frames.ours, qemu, frames.qemu),
  );
  return known < 0 ? undefined : [known];
}

/** Whether `ours` becomes `qemu` where `own` stands for `other`, which is as long. */
function isReplaced(ours: string, own: string, qemu: string, other: string): boolean {
  if (ours.length !== qemu.length) return false;
  for (let at = 0; at < ours.length;) {
    if (ours[at] === qemu[at]) at++;
    else if (ours.startsWith(own, at) && qemu.startsWith(other, at)) at += own.length;
    else return false;
  }
  return true;
}

function takeOut(bits: Uint8Array, mask: Uint8Array): boolean {
  const before = bits.some((byte, at) => (byte & mask[at]) !== 0);
  for (let at = 0; at < bits.length; at++) bits[at] &= ~mask[at];
  return before;
}

function numberBytes(value: number, width: number): Uint8Array {
  return Uint8Array.from({ length: width }, (_, at) => (at < 4 ? value >>> (8 * at) : 0));
}

function maskBytes(mask: BitMask | undefined, width: number): Uint8Array {
  if (mask === undefined) return new Uint8Array(width);
  if (typeof mask === 'number') return numberBytes(mask, width);
  const bytes = new Uint8Array(width);
  bytes.set(Buffer.from(mask, 'hex').subarray(0, width));
  return bytes;
}
