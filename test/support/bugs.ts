/** Samples with a bug put into them, of a kind that shipped drivers had. */
import { runScenario } from '../../harness/run';
import { SCENARIOS, type ScenarioName } from '../../harness/scenarios';
import { deviceOf } from '../../miniports/sample-devices';
import type { DriverModule } from '../../ndis';
import type { RuleName } from '../../ndis/rules';
import { Linker, sourcesOf } from '../mutants/linker';

export interface Bug {
  readonly sample: string;
  readonly file: string;
  /** In the place of what. */
  readonly right: string;
  readonly wrong: string;
}

/** With its name, and the rule that it breaks. */
export interface NamedBug extends Bug {
  readonly bug: string;
  readonly shows: RuleName;
}

export function driverWith({ sample, file, right, wrong }: Bug): DriverModule {
  const source = sourcesOf(sample).get(file)!;
  expect(source).toContain(right);
  return new Linker(sample).link({ file, source: source.replace(right, wrong) });
}

/** The rules that the sample breaks in a scenario, with the bug in it. */
export function rulesUnder(scenario: ScenarioName, bug: Bug): RuleName[] {
  const { sample } = bug;
  const options = { driver: driverWith(bug), driverName: sample, device: deviceOf(sample) };
  const { runs } = runScenario({ ...options, scenario: SCENARIOS[scenario] });
  return runs.flatMap(({ findings }) => findings.map(({ rule }) => rule));
}
