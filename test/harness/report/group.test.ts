/** What counts as the same finding. */
import { groupFindings } from '../../../harness/report/group';
import { leak, leakingRun, run } from '../../support/results';

test('the same resource from the same line, under several faults', () => {
  const runs = [leakingRun('NDIS_STATUS_FAILURE'), run(), leakingRun('NDIS_STATUS_RESOURCES')];
  const groups = groupFindings(runs);
  expect(groups).toHaveLength(1);
  expect(groups[0].runs.map((one) => one.run)).toEqual([runs[0], runs[2]]);
});

test('twice in one run counts as one run', () => {
  const finding = leak('NDIS_STATUS_FAILURE');
  const [group] = groupFindings([run({ findings: [finding, finding] })]);
  expect(group.runs).toHaveLength(1);
});

test('another boundary, line or rule is another finding', () => {
  const finding = leak('NDIS_STATUS_FAILURE');
  const { evidence } = finding;
  const findings = [
    finding,
    { ...finding, boundary: 'MiniportUnload' },
    { ...finding, evidence: { ...evidence, at: 'driver.ts:5' } },
    { ...finding, rule: 'resource/memory-not-freed' as const },
  ];
  expect(groupFindings([run({ findings })])).toHaveLength(4);
});
