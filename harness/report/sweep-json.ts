/** A sweep for programs: one JSON document, as docs/sweep.schema.json describes it. */
import { z } from 'zod';
import { RESOURCE_KINDS, type ResourceKind } from '../../ndis/resource-kinds';
import { RULE_NAMES, type RuleName } from '../../ndis/rules';
import { FAULT_KINDS, type FaultKind } from '../sweep/kinds';
import type { SweepResult } from '../sweep/result';

const fingerprint = z.string().regex(/^[0-9a-f]{16}$/);
const count = z.int().nonnegative();
const acceptance = z.strictObject({ reason: z.string(), until: z.iso.date() });

const finding = z.strictObject({
  rule: z.enum(RULE_NAMES as [RuleName, ...RuleName[]]),
  fingerprint: fingerprint.describe('The same for the same bug, whatever lines it is on.'),
  message: z.string().describe('What happened, and what the driver should have done.'),
  boundary: z
    .string()
    .describe('The handler in which it happened, or on whose return it was seen.'),
  at: z.string().optional().describe("The driver's file and line that is to be looked at."),
  faults: z.array(z.string()).describe('The least sets of faults that show it.'),
  replay: z.string().describe('A command line that repeats the first run that shows it.'),
  accepted: acceptance.optional().describe('A baseline accepts it, so that it does not count.'),
  expired: acceptance
    .optional()
    .describe('A baseline accepted it until a day that has passed, so that it counts again.'),
});

const unwound = z.strictObject({
  fault: z.string().describe('The fault as on the command line.'),
  kind: z.enum(Object.keys(RESOURCE_KINDS) as [ResourceKind, ...ResourceKind[]]),
  acquiredAt: z.string().describe("The driver's file and line, or the call and the handler."),
  outcome: z
    .enum(['released', 'held', 'lost'])
    .describe('By the return of the handler that was to unwind.'),
  count,
});

const SWEEP_SCHEMA = z
  .strictObject({
    schema: z.literal(1),
    driver: z.string(),
    device: z.string(),
    profile: z.enum(['strict', 'windows']),
    seed: z.int(),
    shard: z.string().optional().describe('As 2/8, if it is of a shard alone.'),
    verdict: z.enum(['clean', 'findings', 'inconclusive']),
    runs: count,
    kinds: z.array(
      z.strictObject({
        kind: z.enum(Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]]),
        runs: count,
      }),
    ),
    findings: z.array(finding),
    inconclusive: z.array(z.strictObject({ what: z.string(), faults: z.array(z.string()) })),
    unwind: z.array(unwound).describe('What was held at each fault, and became of it.'),
    unswept: z
      .string()
      .optional()
      .describe('What the driver did without a fault so that most of a life could not be swept.'),
    fixed: z
      .array(fingerprint)
      .describe('What a baseline accepts and was not found, if all was swept.'),
  })
  .meta({ title: 'The result of a sweep by ndislab' });

export function jsonSweep(result: SweepResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** Reads a result that was printed. @throws Error that says what is not as the schema has it. */
export function parseSweep(text: string): SweepResult {
  return SWEEP_SCHEMA.parse(JSON.parse(text));
}

/** The schema as a JSON Schema document (draft 2020-12). */
export function sweepJsonSchema(): object {
  return z.toJSONSchema(SWEEP_SCHEMA);
}
