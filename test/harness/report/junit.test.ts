/** The report that build servers read. */
import { junitReport } from '../../../harness/report/junit';
import { leakingRun, result, run } from '../../support/results';

test('a suite for the scenario, a case for each run', () => {
  const stopped = run({ verdict: 'inconclusive', stopped: { kind: 'limit', what: 'too long' } });
  const runs = [run(), leakingRun('NDIS_STATUS_FAILURE'), stopped];
  const xml = junitReport(result(runs, 'findings'));
  expect(xml).toContain('<testsuites tests="3" failures="1" errors="1" skipped="0">');
  expect(xml).toContain('<testsuite name="driver.ts: life" tests="3" failures="1" errors="1"');
  expect(xml).toContain('<testcase classname="driver.ts.life" name="no fault"/>');
  expect(xml).toContain('name="NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1"');
  expect(xml).toContain('<failure message="registration/wrapper-not-terminated" type="findings"/>');
  expect(xml).toContain('<error message="too long" type="inconclusive"/>');
});

test('no clock of the host is in it', () => {
  const one = result([run()], 'clean');
  expect(junitReport(one)).toBe(junitReport(one));
  expect(junitReport(one)).not.toContain('timestamp');
});

test('characters that XML reserves are escaped', () => {
  const odd = { ...result([run()], 'clean'), driver: 'a<b>&"c".ts' };
  expect(junitReport(odd)).toContain('a&lt;b>&amp;&quot;c&quot;.ts');
});
