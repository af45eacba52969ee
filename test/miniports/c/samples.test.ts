/** The drivers in C: clean where they should be, and e1000.sys does as its likeness in TypeScript. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadDriverFile } from '../../../harness/loader';
import { runScenario } from '../../../harness/run';
import type { ScenarioResult } from '../../../harness/result';
import { SCENARIOS, type ScenarioName } from '../../../harness/scenarios';
import { MACHINE_SAMPLES } from '../../../miniports/c/samples';

function play(driverName: string, name: ScenarioName): ScenarioResult {
  const { driver } = loadDriverFile(driverName);
  return runScenario({ driver, driverName, scenario: SCENARIOS[name] });
}

/** The frames on the wire in a life, each with its direction, as hex. */
function framesOf(driverName: string): string[] {
  const frames: string[] = [];
  const { driver } = loadDriverFile(driverName);
  runScenario({
    driver,
    driverName,
    scenario: SCENARIOS.life,
    onEvent: ({ kind, name, bytes }) => {
      if (kind === 'frame') frames.push(`${name} ${Buffer.from(bytes!).toString('hex')}`);
    },
  });
  return frames;
}

test.each(MACHINE_SAMPLES)('$file is there', ({ file }) => {
  expect(existsSync(join(__dirname, '..', '..', '..', 'miniports', 'c', file))).toBe(true);
});

describe('e1000.sys', () => {
  test.each(['registration-failure', 'life'] as const)('comes clean through %s', (scenario) => {
    const result = play('e1000-c', scenario);
    expect(result.runs.flatMap(({ findings }) => findings)).toEqual([]);
    expect(result.verdict).toBe('clean');
  });

  test('sends and receives the same frames as the driver in TypeScript', () => {
    const frames = framesOf('e1000-c');
    expect(frames.length).toBeGreaterThan(100);
    expect(frames).toEqual(framesOf('e1000'));
  });

  test('fails each step of its initialization with the same status', () => {
    const statuses = (name: string) =>
      play(name, 'initialize-failure').runs.map(({ fault, statuses, findings }) => {
        return { fault, statuses, findings };
      });
    const own = statuses('e1000-c');
    expect(own.length).toBeGreaterThan(100);
    expect(own).toEqual(statuses('e1000'));
  });
});
