/** Shrinking: what is left is what fails, and setup. */
import { operationsOf, type Operation, type Program, type Step } from './program';
import { shrink } from './shrink';

function settle(durationNs: number): Operation {
  return { kind: 'settle', durationNs };
}

function programOf(steps: readonly Step[]): Program {
  return { device: 'x', seed: 1, variant: 'y', steps };
}

test('two operations out of many', async () => {
  const steps = Array.from({ length: 20 }, (_, at) => ({
    isSetup: at === 0,
    operations: [settle(10 * at), settle(10 * at + 1), settle(10 * at + 2)],
  }));
  const smallest = await shrink(programOf(steps), async (candidate) => {
    const times = operationsOf(candidate).map((one) => 'durationNs' in one && one.durationNs);
    return times.includes(71) && times.includes(152);
  });
  const setup = [settle(0), settle(1), settle(2)];
  expect(operationsOf(smallest)).toEqual([...setup, settle(71), settle(152)]);
});

test('a program that no part can be left out of', async () => {
  const program = programOf([{ isSetup: false, operations: [settle(1), settle(2)] }]);
  const smallest = await shrink(program, async (one) => operationsOf(one).length === 2);
  expect(smallest).toEqual(program);
});
