/** The drivers in C: clean where they should be, and e1000.sys does as its likeness in TypeScript. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { coverageOf } from '../../../harness/code-coverage/coverage';
import { loadDriverFile } from '../../../harness/loader';
import { runScenario } from '../../../harness/run';
import type { ScenarioResult } from '../../../harness/result';
import { playOn } from '../../../harness/scenario-check';
import { SCENARIOS, type ScenarioName } from '../../../harness/scenarios';
import { Session } from '../../../harness/session';
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

/** A life of a driver in a tier of the processor: all that happens, with the registers there. */
function live(driverName: string, translateAfter: number) {
  const { driver } = loadDriverFile(driverName);
  const seen: string[] = [];
  const coverage = coverageOf(driver)!;
  const session: Session = new Session({
    driver,
    driverName,
    coverage,
    onEvent: ({ kind, timeNs, name, values = [] }) => {
      const { registers, eflags } = session.os.processor.cpu;
      seen.push([kind, timeNs, name, ...values, registers.slice(0, 8), eflags].join(' '));
    },
  });
  const { cpu } = session.os.processor;
  const { translator } = cpu.code;
  translator.heatMax = translateAfter;
  const translate = jest.spyOn(translator, 'translate');
  session.play(() => playOn(SCENARIOS.life, session));
  const memory = createHash('sha256').update(session.board.memory.bytes).digest('hex');
  const { instructionCount } = cpu;
  session.dispose();
  const { blocks } = coverage;
  return { seen, memory, instructionCount, blocks, translations: translate.mock.calls.length };
}

test.each(MACHINE_SAMPLES)('$name does the same in both tiers, at every boundary', ({ name }) => {
  const interpreted = live(name, Infinity);
  const translated = live(name, 2);
  expect(interpreted.translations).toBe(0);
  // Those without a NIC decline it, after a few instructions.
  if (!name.startsWith('mini')) expect(translated.translations).toBeGreaterThan(3);
  expect(translated).toEqual({ ...interpreted, translations: expect.any(Number) });
});

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
