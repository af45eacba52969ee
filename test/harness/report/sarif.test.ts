import type { Log } from 'sarif';
import { sarifSweep } from '../../../harness/report';
import { result } from '../../support/sweeps';

const FOUND = 'aaaaaaaaaaaaaaaa';

test('a finding with its rule, fingerprint and line', () => {
  const log = JSON.parse(sarifSweep(result([FOUND]), '1.2.3')) as Record<string, unknown>;
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'ndislab',
            version: '1.2.3',
            rules: [{ id: 'resource/memory-not-freed' }],
          },
        },
        results: [
          {
            ruleId: 'resource/memory-not-freed',
            ruleIndex: 0,
            level: 'error',
            partialFingerprints: { 'ndislab/v1': FOUND },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'src/my%20driver.ts' },
                  region: { startLine: 12 },
                },
                logicalLocations: [{ name: 'MiniportInitialize' }],
              },
            ],
          },
        ],
      },
    ],
  });
});

test('what a baseline accepts is suppressed', () => {
  const plain = result([FOUND]);
  const accepted = { reason: 'old', until: '2027-01-31' };
  const findings = plain.findings.map((finding) => ({ ...finding, at: undefined, accepted }));
  const text = sarifSweep({ ...plain, findings }, '1.2.3');
  expect(text).toContain('"justification": "old"');
});

test.each([
  {
    name: 'a line',
    at: 'src/a#b 100%.ts:12',
    driver: 'driver.ts',
    want: {
      artifactLocation: { uri: 'src/a%23b%20100%25.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 12 },
    },
  },
  {
    name: 'a place in an image, which is no line',
    at: 'a.sys+0x322',
    driver: 'bin/a.sys',
    want: { artifactLocation: { uri: 'bin/a.sys', uriBaseId: '%SRCROOT%' } },
  },
  {
    name: 'no place, in a file elsewhere',
    at: undefined,
    driver: '/drivers/a.ts',
    want: { artifactLocation: { uri: 'file:///drivers/a.ts' } },
  },
  {
    name: 'no place, as Windows writes paths',
    at: undefined,
    driver: '.\\src\\a.ts',
    want: { artifactLocation: { uri: './src/a.ts', uriBaseId: '%SRCROOT%' } },
  },
])('$name: each result has a file, without which GitHub refuses the log', (row) => {
  const plain = result([FOUND]);
  const findings = plain.findings.map((finding) => ({ ...finding, at: row.at }));
  const log = JSON.parse(sarifSweep({ ...plain, driver: row.driver, findings }, '1')) as Log;
  const [place] = log.runs[0].results![0].locations!;
  expect(place.physicalLocation).toEqual(row.want);
});
