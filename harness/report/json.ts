/** The report for programs: one JSON document, as docs/result.schema.json describes it. */
import type { ScenarioResult } from '../result';

export function jsonReport(result: ScenarioResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
