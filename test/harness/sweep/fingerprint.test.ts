import { fingerprintOf } from '../../../harness/sweep/fingerprint';
import { leak } from '../../support/results';

const finding = leak('NDIS_STATUS_FAILURE');
const { evidence } = finding;
const known = fingerprintOf('src/Driver.ts', finding);

test.each([
  { name: 'the folder', driver: 'C:\\drivers\\driver.ts', other: finding },
  { name: 'the extension', driver: 'driver.sys', other: finding },
  { name: 'the status', driver: 'driver.ts', other: leak('NDIS_STATUS_RESOURCES') },
  {
    name: 'the line',
    driver: 'driver.ts',
    other: { ...finding, evidence: { ...evidence, at: 'x.ts:9' } },
  },
])('$name does not count', ({ driver, other }) => {
  expect(fingerprintOf(driver, other)).toBe(known);
});

test.each([
  { name: 'driver', driver: 'other.ts', other: finding },
  {
    name: 'rule',
    driver: 'driver.ts',
    other: { ...finding, rule: 'resource/memory-not-freed' } as const,
  },
  { name: 'exit', driver: 'driver.ts', other: { ...finding, boundary: 'MiniportHalt' } },
  {
    name: 'acquiring call',
    driver: 'driver.ts',
    other: {
      ...finding,
      evidence: { ...evidence, resource: { ...evidence.resource!, acquiredBy: 'NdisX' } },
    },
  },
])('another $name is another bug', ({ driver, other }) => {
  expect(fingerprintOf(driver, other)).not.toBe(known);
});
