/**
 * A sweep in the Common Test Report Format (ctrf.io, specification 0.0.0): each kind of fault is a
 * test, and so is each bug. Times are 0, for the same sweep is to give the same bytes.
 */
import { count } from '../count';
import type { SweepFinding, SweepResult } from '../sweep/result';

interface Test {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped' | 'other';
  readonly duration: 0;
  readonly suite: readonly string[];
  readonly message?: string;
  readonly trace?: string;
  readonly filePath?: string;
  readonly line?: number;
  readonly extra?: object;
}

/** @param version - of ndislab. */
export function ctrfSweep(result: SweepResult, version: string): string {
  const { device, profile, seed, runs } = result;
  const tests = testsOf(result);
  const by = (status: Test['status']) => tests.filter((test) => test.status === status).length;
  const summary = {
    tests: tests.length,
    passed: by('passed'),
    failed: by('failed'),
    skipped: by('skipped'),
    pending: 0,
    other: by('other'),
    start: 0,
    stop: 0,
  };
  const tool = { name: 'ndislab', version };
  const environment = { extra: { device, profile, seed, runs } };
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: { tool, summary, tests, environment },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function testsOf({ driver, kinds, findings, inconclusive }: SweepResult): Test[] {
  const common = { duration: 0, suite: [driver, 'sweep'] } as const;
  return [
    ...kinds.map(({ kind, runs }): Test => ({
      name: `${kind}: ${count(runs, 'run')}`,
      status: 'passed',
      ...common,
    })),
    ...findings.map((finding): Test => ({ ...testOf(finding), ...common })),
    ...inconclusive.map(({ what, faults }): Test => ({
      name: what,
      status: 'other',
      ...common,
      message: what,
      extra: { faults },
    })),
  ];
}

function testOf(finding: SweepFinding): Pick<Test, 'name' | 'status'> {
  const { rule, fingerprint, message, at, faults, replay, accepted, expired } = finding;
  const match = /^(.+):(\d+)$/.exec(at ?? '');
  const place = match === null ? {} : { filePath: match[1], line: Number(match[2]) };
  return {
    name: `${rule} ${fingerprint}`,
    status: accepted === undefined ? 'failed' : 'skipped',
    ...{ message, trace: `replay: ${replay}`, ...place },
    ...{ extra: { fingerprint, faults, accepted, expired } },
  };
}
