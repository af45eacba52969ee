/** The RTL8139C's driver in the scenarios: it keeps every rule. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import * as driver from '../../../miniports/rtl8139';
import { closeSession, startedSession } from '../../support/rtl8139-session';

const names = Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[];

describe.each(['strict', 'windows'] as const)('profile %s', (profile) => {
  test.each(names)('scenario %s is clean', (name) => {
    const { runs } = runScenario({
      driver,
      driverName: 'rtl8139',
      device: 'rtl8139',
      scenario: SCENARIOS[name],
      profile,
    });
    const faulty = runs.filter(({ verdict }) => verdict !== 'clean');
    expect(faulty.map(({ replay, findings, stopped }) => ({ replay, findings, stopped }))).toEqual(
      [],
    );
  });
});

test.each(names)('the same seed gives the same run of %s', (name) => {
  const play = () =>
    runScenario({
      driver,
      driverName: 'rtl8139',
      device: 'rtl8139',
      scenario: SCENARIOS[name],
      seed: 7,
    }).runs.map(({ traceHash }) => traceHash);
  expect(play()).toEqual(play());
});

test('it is a serialized driver of NDIS 5.0', () => {
  const session = startedSession();
  const { characteristics, isDeserialized } = session.adapter!;
  expect(characteristics).toMatchObject({ MajorNdisVersion: 5, MinorNdisVersion: 0 });
  expect(isDeserialized).toBe(false);
  expect(closeSession(session)).toEqual([]);
});
