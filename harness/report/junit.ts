/** The report for build servers: a test suite for the scenario, a test case for each run. */
import builder from 'junit-report-builder';
import { describeStop } from '../../ndis/finding';
import type { RunResult, ScenarioResult } from '../result';

export function junitReport(result: ScenarioResult): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name(`${result.driver}: ${result.scenario}`);
  suite.property('device', result.device);
  suite.property('profile', result.profile);
  suite.property('seed', String(result.seed));
  for (const run of result.runs) {
    const name = run.fault ?? 'no fault';
    const test = suite.testCase().className(`${result.driver}.${result.scenario}`).name(name);
    if (run.verdict === 'findings')
      test.failure(summary(run), 'findings').standardOutput(details(run));
    if (run.verdict === 'inconclusive')
      test.error(run.stopped === null ? 'inconclusive' : describeStop(run.stopped), 'inconclusive');
  }
  return `${report.build()}\n`;
}

function summary({ findings }: RunResult): string {
  return [...new Set(findings.map((finding) => finding.rule))].join(', ');
}

function details({ findings, replay }: RunResult): string {
  const lines = findings.map(({ rule, message, evidence }) => {
    const at = evidence.resource?.acquiredAt ?? evidence.at;
    return `${rule}${at === undefined ? '' : ` (${at})`}: ${message}`;
  });
  return [...lines, `replay: ${replay}`].join('\n');
}
