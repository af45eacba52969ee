import { jsonSweep, junitSweep, painter, parseSweep, prettySweep } from '../../../harness/report';
import { sweepResult } from '../../../harness/sweep/gather';
import { result, swept } from '../../support/sweeps';

const FOUND = result(['aaaaaaaaaaaaaaaa']);
const accepted = { reason: 'old', until: '2027-01-31' };
const ACCEPTED = {
  ...FOUND,
  verdict: 'clean',
  fixed: ['bbbbbbbbbbbbbbbb'],
  findings: FOUND.findings.map((one) => ({ ...one, accepted })),
} as const;

test('a finding has what one needs to act', () => {
  const text = prettySweep(FOUND, painter(false));
  for (const part of [
    'src/my driver.ts:12',
    'MiniportInitialize',
    'NdisMMapIoSpace=NDIS_STATUS_RESOURCES#1',
    'aaaaaaaaaaaaaaaa',
    'ndislab run driver.ts --fail',
  ])
    expect(text).toContain(part);
  expect(text).toMatch(/\nfindings: 3 runs, 1 bug\n$/);
});

test('what is accepted and what is fixed are said, and do not count', () => {
  const text = prettySweep(ACCEPTED, painter(false));
  expect(text).toContain('until 2027-01-31: old');
  expect(text).toContain('fixed: not found any more');
  expect(text).toMatch(/\nclean: 3 runs, 0 new bugs, 1 accepted\n$/);
});

test('what was accepted until a day that has passed counts, and why it did not is said', () => {
  const findings = FOUND.findings.map((one) => ({ ...one, expired: accepted }));
  const text = prettySweep({ ...FOUND, findings }, painter(false));
  expect(text).toContain('baseline     was accepted until 2027-01-31: old');
  expect(text).toMatch(/\nfindings: 3 runs, 1 bug\n$/);
  expect(junitSweep({ ...FOUND, findings })).toContain('was accepted until 2027-01-31: old');
  expect(parseSweep(jsonSweep({ ...FOUND, findings }))).toEqual({ ...FOUND, findings });
});

test('a driver that did not start is not shown as a clean one', () => {
  const unswept = 'MiniportInitialize returned NDIS_STATUS_FAILURE';
  const none = { ...result([]), kinds: [], unswept };
  const text = prettySweep(none, painter(false));
  expect(text).toContain(`was not swept: without a fault, ${unswept}`);
  expect(text).toMatch(/\nclean: 3 runs, 0 bugs\n$/);
  expect(parseSweep(jsonSweep(none))).toEqual(none);
});

test('the report of a shard says that it is one', () => {
  const part = sweepResult(swept([], { index: 2, count: 8 }));
  expect(prettySweep(part, painter(false))).toMatch(
    /^driver\.ts on 82540em: shard 2\/8 of a sweep \(profile/,
  );
  expect(parseSweep(jsonSweep(part))).toEqual(part);
});

test('JUnit: a bug fails, an accepted one is skipped', () => {
  expect(junitSweep(FOUND)).toContain('failures="1"');
  expect(junitSweep(ACCEPTED)).toContain('failures="0"');
  expect(junitSweep(ACCEPTED)).toContain('name="fixed: bbbbbbbbbbbbbbbb"');
});

test('JSON is as its schema has it', () => {
  expect(parseSweep(jsonSweep(ACCEPTED))).toEqual(ACCEPTED);
});
