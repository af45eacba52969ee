/** Registry values without sense, that a driver lives with, and network addresses. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import * as e1000 from '../../../miniports/e1000';
import { driverWith, rulesUnder } from '../../support/bugs';

test('a ring of no descriptors is found by the sends that never end', () => {
  const driver = driverWith({
    sample: 'e1000',
    file: 'configuration.ts',
    right: 'IntegerData >= keyword.min &&',
    wrong: '(IntegerData >= keyword.min || keyword === TRANSMIT_BUFFERS) &&',
  });
  const { runs } = runScenario({
    driver,
    driverName: 'e1000',
    scenario: SCENARIOS.configuration,
  });
  const wrong = runs.filter(({ verdict }) => verdict !== 'clean');
  expect(wrong.map(({ fault }) => fault)).toEqual(['registry=zero:TransmitBuffers#1']);
  expect(wrong[0].findings.map(({ rule }) => rule)).toContain(
    'resource/registry-value-not-checked',
  );
});

const ADDRESS_CHECK = {
  sample: 'e1000',
  file: 'configuration.ts',
  right: '  if (!isStationAddress(ndis, NetworkAddress)) return;\n',
};

test('a network address of zeros is not taken', () => {
  const wrong = '  if ((ndis.memory.read8(NetworkAddress) & 1) !== 0) return;\n';
  expect(rulesUnder('configuration', { ...ADDRESS_CHECK, wrong })).toEqual([
    'resource/network-address-not-checked',
  ]);
});

// "it should use the permanent medium access control (MAC) address or a default address"
test('a default address may be used in place of one that no station has', () => {
  const wrong = `
  if (!isStationAddress(ndis, NetworkAddress)) {
    ndis.memory.write32(virtual(adapter.CurrentAddress), 0x0002);
    ndis.memory.write16(virtual(adapter.CurrentAddress + 4), 0x7700);
    adapter.HasNetworkAddress = true;
    return;
  }
`;
  expect(rulesUnder('configuration', { ...ADDRESS_CHECK, wrong })).toEqual([]);
});

test('a network address may be written with hyphens', () => {
  const value = { type: 'string', value: '02-12-34-56-78-9A' } as const;
  const { runs } = runScenario({
    driver: e1000,
    driverName: 'e1000',
    configuration: { set: [], registry: [{ key: '', name: 'NetworkAddress', value }] },
    scenario: { ...SCENARIOS.configuration, plan: () => [{ faults: [] }] },
  });
  expect(runs.map(({ verdict }) => verdict)).toEqual(['clean']);
});
