/** The findings of many runs, each told once: what is the same under several faults is one. */
import type { Finding } from '../../ndis/finding';
import type { RunResult } from '../result';

/** One thing that is wrong, and the runs that show it. */
export interface FindingGroup {
  /** As the first run shows it. */
  readonly finding: Finding;
  readonly runs: readonly GroupedRun[];
}

export interface GroupedRun {
  readonly run: RunResult;
  readonly finding: Finding;
}

/** Groups by rule, boundary, and the line or call that is to be changed; in order of appearance. */
export function groupFindings(runs: readonly RunResult[]): readonly FindingGroup[] {
  const groups = new Map<string, { finding: Finding; runs: GroupedRun[] }>();
  for (const run of runs)
    for (const finding of run.findings) {
      const key = keyOf(finding);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { finding, runs: [{ run, finding }] });
      else if (group.runs.at(-1)?.run !== run) group.runs.push({ run, finding });
    }
  return [...groups.values()];
}

function keyOf({ rule, boundary, evidence }: Finding): string {
  const { resource, call, at } = evidence;
  const acquired = resource?.acquiredAt ?? `${resource?.acquiredBy} in ${resource?.acquiredIn}`;
  return [rule, boundary, resource?.kind, acquired, call, at].join('|');
}
