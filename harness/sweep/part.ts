/** A shard's results as a file, and the whole made of the files of all shards. */
import { z } from 'zod';
import { RULE_NAMES, type RuleName } from '../../ndis/rules';
import { RESOURCE_KINDS, type ResourceKind } from '../../ndis/resource-kinds';
import { Coverage } from '../code-coverage/coverage';
import { IMAGE_BYTES_MAX } from '../../ndis/loader';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { Collection } from './collection';
import { bugsOf } from './gather';
import { FAULT_KINDS, type FaultKind } from './kinds';
import { indexOfFirst, WHOLE, type RunOutcome, type Swept } from './outcome';

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
  refused: z.string().optional(),
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

/** @throws UsageError if V8 has no string as long as that. */
export function partText(swept: Swept): string {
  try {
    return `${JSON.stringify({ schema: 1, ...swept })}\n`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(
      'the part of the sweep is too long for JSON: make more and smaller shards',
    );
  }
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

/** @param path - where it was read from. */
type Part = Swept & { readonly path: string };

/**
 * The whole sweep. Of parts that are read as they are asked for, one at a time is in memory.
 *
 * @throws UsageError if parts are missing, twice there, or of different sweeps.
 */
export function mergeParts(parts: Iterable<Part>): Swept {
  let head: Omit<Part, 'outcomes' | 'told'> | undefined;
  let union: Coverage | undefined;
  const collection = new Collection();
  const byIndex = new Map<number, Pick<Part, 'path' | 'told'>>();
  for (const { outcomes, told, ...part } of parts) {
    const { path, shard, coverage } = part;
    requireSameSweep((head ??= part), part);
    const twin = byIndex.get(shard.index);
    if (twin !== undefined)
      throw new UsageError(
        `${shellWord(twin.path)} and ${shellWord(path)} are both shard ${shard.index}/${shard.count}`,
      );
    // Each part has the clean run.
    for (const outcome of byIndex.size === 0 ? outcomes : outcomes.filter(isFaulty))
      collection.add(outcome);
    byIndex.set(shard.index, { path, told });
    // All parts tell what was executed, or none, for their digest is the same.
    if (coverage !== undefined) {
      union ??= new Coverage(coverage.image.byteCount);
      union.add(coverage.places);
    }
  }
  const { request, digest, faults, shard, coverage } = head!;
  for (let index = 1; index <= shard.count; index++)
    if (!byIndex.has(index))
      throw new UsageError(`shard ${index}/${shard.count} of the sweep is missing`);
  const { outcomes } = collection;
  // Each bug is told by the part that has its first run; one of the clean run by any.
  const told = bugsOf(outcomes).map(({ fingerprint, runs: [{ place }] }) => {
    const index = place[0] === 0 ? shard.index : indexOfFirst(place[0], shard.count);
    return byIndex.get(index)!.told.find((one) => one.fingerprint === fingerprint)!;
  });
  const whole = { request, shard: WHOLE, digest, faults, outcomes, told };
  return coverage === undefined
    ? whole
    : { ...whole, coverage: { image: coverage.image, places: union!.places } };
}

function requireSameSweep(a: Omit<Part, 'outcomes' | 'told'>, b: typeof a): void {
  if (a.digest === b.digest && a.shard.count === b.shard.count) return;
  throw new UsageError(
    `${shellWord(a.path)} and ${shellWord(b.path)} are not of the same sweep: driver, ` +
      'options and number of shards must be the same',
  );
}

function isFaulty({ place }: RunOutcome): boolean {
  return place[0] > 0;
}
