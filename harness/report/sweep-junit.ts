/** A sweep for build servers: a test case for each bug, for each kind of fault, for the fixed. */
import builder from 'junit-report-builder';
import { count } from '../count';
import { expiredText } from '../sweep/baseline';
import type { SweepFinding, SweepResult } from '../sweep/result';

export function junitSweep(result: SweepResult): string {
  const { driver, device, profile, seed, findings, inconclusive, kinds } = result;
  const report = builder.newBuilder();
  const suite = report.testSuite().name(`${driver}: sweep`);
  suite.property('device', device);
  suite.property('profile', profile);
  suite.property('seed', String(seed));
  const className = `${driver}.sweep`;
  for (const { kind, runs } of kinds)
    suite
      .testCase()
      .className(className)
      .name(`${kind}: ${count(runs, 'run')}`);
  for (const finding of findings) {
    const { rule, fingerprint, accepted } = finding;
    const test = suite.testCase().className(className).name(`${rule} ${fingerprint}`);
    if (accepted === undefined)
      test.failure(finding.message, 'finding').standardOutput(details(finding));
    else test.skipped().standardOutput(`accepted until ${accepted.until}: ${accepted.reason}`);
  }
  for (const { what, faults } of inconclusive) {
    const test = suite.testCase().className(className).name(what);
    test.error(what, 'inconclusive').standardOutput(faults.join('\n'));
  }
  for (const fingerprint of result.fixed)
    suite.testCase().className(className).name(`fixed: ${fingerprint}`);
  return `${report.build()}\n`;
}

function details({ boundary, at, faults, replay, expired }: SweepFinding): string {
  const place = at === undefined ? [] : [`at: ${at}`];
  const lines = faults.map((one) => `fault: ${one}`);
  const entry = expired === undefined ? [] : [`baseline: ${expiredText(expired)}`];
  return [...place, `in: ${boundary}`, ...lines, ...entry, `replay: ${replay}`].join('\n');
}
