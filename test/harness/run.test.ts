import { planRuns, replayLine, runOnce, runScenario, type RunOptions } from '../../harness/run';
import type { DriverSource } from '../../ndis/loader';
import type { Scenario } from '../../harness/scenario';
import { SCENARIOS } from '../../harness/scenarios';
import { NULL, virtual } from '../../ndis';
import { FAILURE, inlineDriver, type DriverParts } from '../support/inline-driver';

function options(parts: DriverParts = {}, more: Partial<RunOptions> = {}): RunOptions {
  return { driver: inlineDriver(parts), driverName: 'my driver.ts', ...more };
}

const once: Scenario = {
  name: 'once',
  summary: 'Load, start, halt, unload.',
  plan: () => [{ faults: [] }],
  play(session) {
    if (session.load()) session.start();
    session.halt();
    session.unload();
  },
};

const leaking: DriverParts = { initialize: (ndis) => void ndis.NdisAllocateMemoryWithTag(8, 1) };

test('a scenario that plans nothing is still played once', () => {
  expect(planRuns(options({}, { scenario: { ...once, plan: () => [] } }))).toEqual([
    { faults: [] },
  ]);
});

test('faults that are given are played alone', () => {
  const faults = [{ call: 'NdisMMapIoSpace', failure: 'NDIS_STATUS_RESOURCES', occurrence: 1 }];
  expect(planRuns(options({}, { scenario: SCENARIOS['registration-failure'], faults }))).toEqual([
    { faults },
  ]);
});

test('a rehearsal tells the scenario which calls can fail', () => {
  const plans = planRuns(
    options(
      { initialize: (ndis) => void ndis.NdisAllocateMemoryWithTag(8, 1) },
      { scenario: SCENARIOS['initialize-failure'] },
    ),
  );
  expect(plans).toEqual([
    {
      faults: [
        { call: 'NdisAllocateMemoryWithTag', failure: 'NDIS_STATUS_FAILURE', occurrence: 1 },
      ],
    },
  ]);
});

test.each([
  // NDIS_RESOURCE_LIST with an interrupt, memory and ports: 8 + 3 * 16 bytes (ntddk.h).
  { failure: undefined, want: [0xc000009a, 56] },
  { failure: 'NDIS_STATUS_RESOURCES', want: [0xc000009a, 56] },
  { failure: 'NDIS_STATUS_FAILURE', want: [FAILURE, 0] },
])('a query of resources says how much room it needs: $failure', ({ failure, want }) => {
  const seen: number[][] = [];
  const parts: DriverParts = {
    MiniportInitialize(ndis, _media, _count, _handle, context) {
      const { Status, BufferSize } = ndis.NdisMQueryAdapterResources(context, NULL, 0);
      seen.push([Status, BufferSize]);
      return FAILURE;
    },
  };
  const call = 'NdisMQueryAdapterResources';
  const faults = failure === undefined ? [] : [{ call, failure, occurrence: 1 }];
  runOnce(options(parts, { scenario: once }), { faults });
  expect(seen).toContainEqual(want);
});

test.each([
  { name: 'any', far: () => true, want: [false, false] },
  { name: 'a bad', far: (first: number) => (first & 1) === 1, want: [false, true] },
])('what goes wrong with $name network address is put down to it', ({ name, far, want }) => {
  const readsFar: DriverParts = {
    MiniportInitialize(ndis, _media, _count, _handle, context) {
      const { ConfigurationHandle } = ndis.NdisOpenConfiguration(context);
      const { NetworkAddress } = ndis.NdisReadNetworkAddress(ConfigurationHandle);
      if (NetworkAddress !== NULL && far(ndis.memory.read8(NetworkAddress)))
        ndis.memory.read8(virtual(NetworkAddress + 6));
      ndis.NdisCloseConfiguration(ConfigurationHandle);
      return FAILURE;
    },
  };
  const rulesWith = (address: string) =>
    runScenario(
      options(readsFar, {
        scenario: SCENARIOS['configuration'],
        faults: [{ call: 'registry', failure: `${address}:NetworkAddress`, occurrence: 1 }],
      }),
    ).runs[0].findings.map(({ rule }) => rule);
  const rules = ['station', 'multicast'].map(rulesWith);
  expect(rules[1]).toContain('memory/out-of-bounds');
  expect(rules[0].includes('memory/out-of-bounds')).toBe(name === 'any');
  expect(rules.map((one) => one.includes('resource/registry-value-not-checked'))).toEqual(want);
});

test('a registration that fails in each way: a good driver is clean', () => {
  const result = runScenario(options({}, { scenario: SCENARIOS['registration-failure'] }));
  // The wrapper, four statuses and three spoiled registrations.
  expect(result.runs).toHaveLength(8);
  const [wrapper, ...others] = result.runs;
  // The driver registers with the NULL that it was given.
  expect(wrapper.findings.map(({ rule }) => rule)).toContain('registration/null-wrapper-used');
  for (const run of others) expect(run).toMatchObject({ verdict: 'clean', findings: [] });
});

describe('what is found', () => {
  test("is played again with the driver's lines", () => {
    let asked = 0;
    const result = runOnce(
      options(leaking, { scenario: once, callSite: () => `driver.ts:${++asked > 0 ? 7 : 0}` }),
      { faults: [] },
    );
    expect(asked).toBeGreaterThan(0);
    expect(result.findings).toMatchObject([
      { rule: 'resource/memory-not-freed', evidence: { at: 'driver.ts:7' } },
    ]);
  });

  test('a clean run asks for no lines', () => {
    const callSite = () => {
      throw new Error('asked');
    };
    expect(runOnce(options({}, { scenario: once, callSite }), { faults: [] }).verdict).toBe(
      'clean',
    );
  });

  test('repeats to the byte', () => {
    const play = () =>
      runScenario(options(leaking, { scenario: SCENARIOS['registration-failure'] }));
    expect(play()).toEqual(play());
  });
});

test.each([
  [{}, "ndislab run 'my driver.ts' --device 82540em --scenario life --seed 1"],
  [
    { profile: 'windows', seed: 9 },
    "ndislab run 'my driver.ts' --device 82540em --scenario life --profile windows --seed 9",
  ],
  [
    { driverName: 'e1000', scenario: { ...once, file: 'a b/once.ts' } },
    "ndislab run e1000 --device 82540em --scenario 'a b/once.ts' --seed 1",
  ],
  [
    { configuration: { inf: 'a b.inf', set: ['X=1', "Y=it's"], registry: [] } },
    "ndislab run 'my driver.ts' --device 82540em --inf 'a b.inf' --set X=1 --set 'Y=it'\\''s' " +
      '--scenario life --seed 1',
  ],
  [
    { lower: { driver: {} as DriverSource, name: './below.sys' } },
    "ndislab run 'my driver.ts' --device 82540em --lower ./below.sys --scenario life --seed 1",
  ],
] as [Partial<RunOptions>, string][])('replay of %o', (more, want) => {
  expect(replayLine(options({}, more), { faults: [] })).toBe(want);
});

test('a fault stands in the replay line', () => {
  const faults = [{ call: 'A', failure: 'NULL', occurrence: 2 }];
  expect(replayLine(options(), { faults })).toContain("--fail 'A=NULL#2' --seed 1");
});

test('a summary takes the worst verdict', () => {
  const result = runScenario(options({ initialize: () => FAILURE }, { scenario: once }));
  expect(result).toMatchObject({
    schema: 1,
    scenario: 'once',
    profile: 'strict',
    verdict: 'findings',
  });
});

test('a fault that makes the first load fail does not make the second one differ', () => {
  const faults = [{ call: 'NdisMRegisterMiniport', failure: 'NDIS_STATUS_FAILURE', occurrence: 1 }];
  const result = runScenario(options({}, { scenario: SCENARIOS.life, faults }));
  const rules = result.runs.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  expect(rules).not.toContain('resource/single-fault-not-survived');
});

test('the replay line quotes a name as a shell wants it', () => {
  const line = replayLine(options({}, { driverName: "o'brien.ts" }), { faults: [] });
  expect(line).toContain("ndislab run 'o'\\''brien.ts' --device");
});
