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
  expect(text).not.toContain('physicalLocation');
});
