/** The form of `ndislab run --format json`, as a schema that reads and publishes it. */
import { z } from 'zod';
import { RESOURCE_KINDS, type ResourceKind } from '../../ndis/resource-kinds';
import { RULE_NAMES, type RuleName } from '../../ndis/rules';
import type { ScenarioResult } from '../result';

const verdict = z.enum(['clean', 'findings', 'inconclusive']);
const resourceKind = z.enum(Object.keys(RESOURCE_KINDS) as [ResourceKind, ...ResourceKind[]]);
const status = z.string().regex(/^0x[0-9A-F]{8}$/);

const callers = z.array(z.string()).optional();

const evidence = z.strictObject({
  resource: z
    .strictObject({
      kind: resourceKind,
      key: z.string().describe('The handle or address.'),
      acquiredBy: z.string().describe('The call that acquired it.'),
      acquiredIn: z.string().describe('The handler that was running then.'),
      acquiredAt: z.string().optional().describe('File and line of that call.'),
      acquiredThrough: callers.describe('The calls around it, innermost first.'),
    })
    .optional(),
  call: z.string().optional().describe('The call in which it was noticed.'),
  at: z.string().optional().describe("The driver's file and line at that moment."),
  symbol: z.string().optional().describe('In machine code, that place by name.'),
  callers: callers.describe('In machine code, the calls around it, innermost first.'),
  listing: z
    .array(z.string())
    .optional()
    .describe('In machine code, the instructions around it; a > marks the one it is about.'),
  fault: z.string().optional().describe('What had been made to fail before.'),
  exit: z.string().optional().describe('The return on which a resource was lost.'),
  address: z.string().optional(),
  irql: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const finding = z.strictObject({
  rule: z.enum(RULE_NAMES as [RuleName, ...RuleName[]]),
  message: z.string().describe('What happened, and what the driver should have done.'),
  boundary: z
    .string()
    .describe('The handler in which it happened, or on whose return it was seen.'),
  evidence,
});

const stopped = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bug-check'),
    code: z.number(),
    parameters: z.array(z.number()),
  }),
  z.strictObject({ kind: z.literal('inconclusive'), what: z.string() }),
  z.strictObject({ kind: z.literal('limit'), what: z.string() }),
]);

const run = z.strictObject({
  fault: z.string().nullable().describe('The planned faults as on the command line.'),
  verdict,
  statuses: z
    .record(z.string(), status)
    .describe('What handlers returned, by name: the first failure of each, if any.'),
  resources: z.array(
    z.strictObject({
      kind: resourceKind,
      acquired: z.int().nonnegative(),
      released: z.int().nonnegative(),
      live: z.int().nonnegative(),
    }),
  ),
  findings: z.array(finding),
  stopped: stopped.nullable().describe('Why the run ended before its scenario.'),
  traceHash: z.string().regex(/^[0-9a-f]{16}$/),
  replay: z.string().describe('A command line that repeats the run byte for byte.'),
});

export const RESULT_SCHEMA = z
  .strictObject({
    schema: z.literal(1),
    driver: z.string(),
    device: z.string(),
    scenario: z.string(),
    profile: z.enum(['strict', 'windows']),
    seed: z.int(),
    verdict,
    runs: z.array(run),
  })
  .meta({ title: 'The result of a scenario played by ndislab' });

/** Reads a result that was printed. @throws Error that says what is not as the schema has it. */
export function parseResult(text: string): ScenarioResult {
  return RESULT_SCHEMA.parse(JSON.parse(text));
}

/** The schema as a JSON Schema document (draft 2020-12). */
export function resultJsonSchema(): object {
  return z.toJSONSchema(RESULT_SCHEMA);
}
