/** The 21143's driver in the scenarios: it keeps every rule. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import * as driver from '../../../miniports/dc21x4';
import { closeSession, openSession } from '../../support/dc21x4-session';

const names = Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[];

function play(name: keyof typeof SCENARIOS, profile: 'strict' | 'windows', device = 'i21143') {
  const scenario = SCENARIOS[name];
  return runScenario({ driver, driverName: 'dc21x4', device, scenario, profile }).runs;
}

test.each([
  ...names.map((name) => ({ name, profile: 'strict' as const })),
  { name: 'life' as const, profile: 'windows' as const },
])('scenario $name is clean, profile $profile', ({ name, profile }) => {
  const faulty = play(name, profile).filter(({ verdict }) => verdict !== 'clean');
  expect(faulty.map(({ replay, findings, stopped }) => ({ replay, findings, stopped }))).toEqual(
    [],
  );
});

test('on a chip before revision 4.1, which cannot be put to sleep by its bus', () => {
  const [run] = play('life', 'strict', 'i21143,revision=0x30');
  expect(run).toMatchObject({ verdict: 'clean', findings: [] });
});

test('the same seed gives the same run', () => {
  expect(play('life', 'strict')[0].traceHash).toBe(play('life', 'strict')[0].traceHash);
});

test('it is a serialized driver of NDIS 5.1', () => {
  const session = openSession();
  const { characteristics, isDeserialized } = session.adapter!;
  expect(characteristics).toMatchObject({ MajorNdisVersion: 5, MinorNdisVersion: 1 });
  expect(isDeserialized).toBe(false);
  expect(closeSession(session)).toEqual([]);
});
