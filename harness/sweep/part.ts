/** A shard's results as a file, and the whole made of the files of all shards. */
import { z } from 'zod';
import { RULE_NAMES, type RuleName } from '../../ndis/rules';
import { RESOURCE_KINDS, type ResourceKind } from '../../ndis/resource-kinds';
import { Coverage } from '../code-coverage/coverage';
import { IMAGE_BYTES_MAX } from '../../ndis/loader';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { bugsOf } from './gather';
import { FAULT_KINDS, type FaultKind } from './kinds';
import { comparePlaces, WHOLE, type RunOutcome, type Swept } from './outcome';

const kind = z.enum(Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]]);
const fault = z.strictObject({ call: z.string(), failure: z.string(), occurrence: z.int() });
const count = z.int().nonnegative();
const seen = z.strictObject({
  rule: z.enum(RULE_NAMES as [RuleName, ...RuleName[]]),
  fingerprint: z.string(),
});
const told = seen.extend({
  message: z.string(),
  boundary: z.string(),
  at: z.string().optional(),
  replay: z.string(),
});

export const OUTCOME_SCHEMA = z.strictObject({
  place: z.tuple([count, count]),
  faults: z.array(fault),
  verdict: z.enum(['clean', 'findings', 'inconclusive']),
  seen: z.array(seen),
  seconds: count.optional(),
  unwind: z.array(
    z.strictObject({
      fault: z.string(),
      kind: z.enum(Object.keys(RESOURCE_KINDS) as [ResourceKind, ...ResourceKind[]]),
      acquiredAt: z.string(),
      outcome: z.enum(['released', 'held', 'lost']),
      count,
    }),
  ),
  stopped: z.string().optional(),
  told: z.array(told).optional(),
});

const named = { name: z.string() };
const COVERED_IMAGE_SCHEMA = z.strictObject({
  ...named,
  byteCount: count.max(IMAGE_BYTES_MAX),
  preferredBase: count,
  entry: count,
  checksum: count,
  timestamp: count,
  sections: z.array(z.strictObject({ ...named, start: count, byteCount: count })),
  functions: z.array(z.strictObject({ ...named, offset: count })),
});

const PART_SCHEMA = z.strictObject({
  schema: z.literal(1),
  shard: z.strictObject({ index: z.int().positive(), count: z.int().positive() }),
  digest: z.string(),
  request: z.strictObject({
    driver: z.string(),
    device: z.string(),
    lower: z.string().optional(),
    inf: z.string().optional(),
    set: z.array(z.string()).optional(),
    profile: z.enum(['strict', 'windows']),
    seed: z.int(),
    kinds: z.array(kind),
    pairs: z.boolean(),
    coverage: z.literal(true).optional(),
  }),
  faults: z.array(z.strictObject({ kind, fault })),
  outcomes: z.array(OUTCOME_SCHEMA),
  told: z.array(told),
  coverage: z.strictObject({ image: COVERED_IMAGE_SCHEMA, places: z.array(count) }).optional(),
});

export function partText(swept: Swept): string {
  return `${JSON.stringify({ schema: 1, ...swept })}\n`;
}

/** @throws UsageError if it is not what a shard has printed. */
export function parsePart(text: string, path: string): Swept {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notAPart(path, 'it is not JSON');
  }
  const { data, error } = PART_SCHEMA.safeParse(value);
  if (data === undefined) throw notAPart(path, `${error.issues[0].path.join('.')} is wrong`);
  const { request, shard, digest, faults, outcomes, told: tellings, coverage } = data;
  return { request, shard, digest, faults, outcomes, told: tellings, coverage };
}

function notAPart(path: string, why: string): UsageError {
  const right = 'it would be the output of ndislab sweep --shard I/N --format json';
  return new UsageError(`${shellWord(path)} is no part of a sweep: ${why}; ${right}`);
}

/** The whole sweep. @throws UsageError if parts are missing, twice there, or of different sweeps. */
export function mergeParts(parts: readonly (Swept & { readonly path: string })[]): Swept {
  const [first] = parts;
  const { request, digest, faults, shard } = first;
  const other = parts.find((part) => part.digest !== digest || part.shard.count !== shard.count);
  if (other !== undefined)
    throw new UsageError(
      `${shellWord(first.path)} and ${shellWord(other.path)} are not of the same sweep: driver, ` +
        'options and number of shards must be the same',
    );
  for (let index = 1; index <= shard.count; index++) {
    const there = parts.filter((part) => part.shard.index === index);
    if (there.length === 0)
      throw new UsageError(`shard ${index}/${shard.count} of the sweep is missing`);
    if (there.length > 1)
      throw new UsageError(
        `${there.map(({ path }) => shellWord(path)).join(' and ')} are both shard ${index}/${shard.count}`,
      );
  }
  const outcomes = joined(parts);
  const told = tellings(parts, outcomes);
  return { request, shard: WHOLE, digest, faults, outcomes, told, coverage: united(parts) };
}

/** What was executed in any of the parts: all have it, or none, for their digest is the same. */
function united(parts: readonly Swept[]): Swept['coverage'] {
  const [{ coverage }] = parts;
  if (coverage === undefined) return undefined;
  const union = new Coverage(coverage.image.byteCount);
  for (const part of parts) union.add(part.coverage?.places ?? []);
  return { image: coverage.image, places: union.places };
}

/** The outcomes of all, of which each shard has the one of the clean run. */
function joined(parts: readonly Swept[]): RunOutcome[] {
  const others = parts.slice(1).flatMap(({ outcomes }) => outcomes.filter(isFaulty));
  return [...parts[0].outcomes, ...others].sort((a, b) => comparePlaces(a.place, b.place));
}

function isFaulty({ place }: RunOutcome): boolean {
  return place[0] > 0;
}

/** What is told of each bug by the part that has its first run. */
function tellings(parts: readonly Swept[], outcomes: readonly RunOutcome[]): Swept['told'] {
  return bugsOf(outcomes).map(({ fingerprint, runs: [{ place }] }) => {
    const part = parts.find((one) => one.outcomes.some((run) => !comparePlaces(run.place, place)));
    return part!.told.find((one) => one.fingerprint === fingerprint)!;
  });
}
