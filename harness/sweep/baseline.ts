/** Bugs that are known and accepted for a while, so that only what is new fails a build. */
import { z } from 'zod';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { readText } from '../text-file';
import { verdictOf } from './gather';
import type { Acceptance, SweepResult } from './result';

const BASELINE_SCHEMA = z.strictObject({
  schema: z.literal(1),
  accepted: z.array(
    z.strictObject({
      fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
      /** For the reader. */
      rule: z.string().optional(),
      reason: z.string().min(1),
      until: z.iso.date(),
    }),
  ),
});

export type Baseline = z.infer<typeof BASELINE_SCHEMA>;

const FORM =
  '{ "schema": 1, "accepted": [{ "fingerprint": "16 hexadecimal digits", "reason": "...", "until": "2027-01-31" }] }';

/** @throws UsageError if the file cannot be read, or is no baseline. */
export function readBaseline(path: string): Baseline {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`the baseline ${shellWord(path)} cannot be read (${code})`);
  }
  return parseBaseline(text, path);
}

export function parseBaseline(text: string, path: string): Baseline {
  const wrong = (why: string) =>
    new UsageError(`${shellWord(path)} is no baseline: ${why}; it would be ${FORM}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('it is not JSON');
  }
  const { data, error } = BASELINE_SCHEMA.safeParse(value);
  if (data !== undefined) return data;
  const [{ path: where, message }] = error.issues;
  throw wrong(`${where.join('.') || 'it'}: ${message}`);
}

/**
 * The result with what the baseline accepts marked as such. An entry holds to the end of its day.
 *
 * @param today - as 2027-01-31.
 * @param isWhole - whether all was swept: what is not found in a part need not be fixed.
 */
export function applyBaseline(
  result: SweepResult,
  baseline: Baseline,
  today: string,
  isWhole: boolean,
): SweepResult {
  // Of several entries for a bug the one that holds longest counts.
  const entries = new Map(
    [...baseline.accepted]
      .sort((a, b) => (a.until < b.until ? -1 : 1))
      .map((one) => [one.fingerprint, one]),
  );
  const findings = result.findings.map((finding) => {
    const entry = entries.get(finding.fingerprint);
    if (entry === undefined) return finding;
    const { reason, until } = entry;
    return { ...finding, [until >= today ? 'accepted' : 'expired']: { reason, until } };
  });
  for (const { fingerprint } of findings) entries.delete(fingerprint);
  const isComplete = result.inconclusive.length === 0 && result.unswept === undefined;
  const fixed = isWhole && isComplete ? [...entries.keys()] : [];
  const counting = findings.filter(({ accepted }) => accepted === undefined).length;
  const verdict = verdictOf(counting, result.inconclusive.length);
  return { ...result, verdict, findings, fixed };
}

/** What a baseline's entry, whose day has passed, said. */
export function expiredText({ until, reason }: Acceptance): string {
  return `was accepted until ${until}: ${reason}`;
}
