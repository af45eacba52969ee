/** What is said of a run that was cut off. */
import { lostRun } from '../../../harness/isolation/lost-run';

const planned = { faults: [], fault: 'NdisMSleep=NULL#1', replay: 'ndislab run driver.ts' };

test.each([
  { cause: 'spin', rule: 'registration/callback-never-returns', says: /ran on and on/ },
  { cause: 'exit', rule: 'registration/callback-never-returns', says: /ended the thread/ },
  { cause: 'memory', rule: 'memory/host-memory-exhausted', says: /until there was none left/ },
] as const)('$cause', ({ cause, rule, says }) => {
  const result = lostRun(planned, cause, 'MiniportISR');
  expect(result).toMatchObject({
    fault: planned.fault,
    replay: planned.replay,
    verdict: 'findings',
    resources: [],
    statuses: {},
  });
  expect(result.findings).toHaveLength(1);
  expect(result.findings[0]).toMatchObject({
    rule,
    boundary: 'MiniportISR',
    evidence: { fault: planned.fault },
  });
  expect(result.findings[0].message).toMatch(/^MiniportISR /);
  expect(result.findings[0].message).toMatch(says);
});

test('a handler that is not known is not guessed', () => {
  const [finding] = lostRun({ ...planned, fault: null }, 'memory', undefined).findings;
  expect(finding).toMatchObject({ boundary: 'idle', evidence: {} });
  expect(finding.message).toMatch(/^The driver /);
});
