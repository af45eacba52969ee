/**
 * Plays mutants of one sample until the first finding: the scenarios, then the calls of a life that
 * fail, then all else that a sweep does to it. Each step costs more than those before it.
 */
import { describeStop } from '../../ndis/finding';
import { formatFault } from '../../ndis/faults';
import { createCallSite } from '../../harness/call-site';
import type { RunResult } from '../../harness/result';
import { faultText, planRuns, runOnce, type RunOptions } from '../../harness/run';
import { SCENARIOS, type ScenarioName } from '../../harness/scenarios';
import { FAULT_KINDS, type FaultKind } from '../../harness/sweep/kinds';
import { SweepPlayer } from '../../harness/sweep/player';
import { Linker } from './linker';
import { GOOD_SAMPLES, type Mutant } from './mutants';
import type { Sample } from '../../miniports';

/** What shows a mutant: the rule that it breaks, or why the run could not go on, and where. */
export interface Finding {
  readonly what: string;
  readonly scenario: string;
}

type Changed = Pick<Mutant, 'file' | 'source'>;

/** A sample in a place to run in: with its device, and above the driver that stands below it. */
interface Setting {
  readonly device: string;
  readonly lower?: string;
  /** All, and a sweep, if not told. */
  readonly scenarios?: readonly ScenarioName[];
}

/**
 * One that indicates packets, and one that shows frames and has the rest transferred. The latter is
 * for NDIS 4, and not made for a NIC that sleeps or is pulled out.
 */
const ABOVE: readonly Setting[] = [
  { device: '82540em', lower: 'e1000' },
  { device: 'rtl8029', lower: 'ne2000', scenarios: ['life', 'packet-shapes'] },
];

function settingsOf({ driver, device }: Sample): readonly Setting[] {
  return driver?.lower === undefined ? [{ device }] : ABOVE;
}

export class MutantPlayer {
  readonly #settings: readonly Setting[];
  readonly #sample: string;
  readonly #linker: Linker;
  readonly #heartbeat: () => void;

  constructor(sample: string, heartbeat: () => void) {
    this.#sample = sample;
    this.#settings = settingsOf(GOOD_SAMPLES.find(({ name }) => name === sample)!);
    this.#linker = new Linker(sample);
    this.#heartbeat = heartbeat;
  }

  /** What shows a change, or the sample as it is; undefined if nothing does. */
  play(changed?: Changed): Finding | undefined {
    const module = this.#linker.link(changed);
    const all = this.#settings.map(({ device, lower, scenarios }) => {
      const driver = { ...module, lower };
      const driverName = this.#sample;
      const options: RunOptions = { driver, driverName, device, heartbeat: this.#heartbeat };
      return { options, scenarios };
    });
    const whole = all.filter(({ scenarios }) => scenarios === undefined);
    return (
      firstOf(all, ({ options, scenarios }) => playScenarios(options, scenarios)) ??
      firstOf(whole, ({ options }) => playSweep(options, ['call'])) ??
      firstOf(whole, ({ options }) => playSweep(options, DISTURBANCES))
    );
  }
}

function firstOf<T>(all: readonly T[], play: (one: T) => Finding | undefined): Finding | undefined {
  for (const one of all) {
    const found = play(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Those that show most in the shortest time. */
const TELLING: readonly ScenarioName[] = ['life', 'registration-failure', 'initialize-failure'];

const ORDER = [...new Set([...TELLING, ...(Object.keys(SCENARIOS) as ScenarioName[])])];

function playScenarios(
  common: RunOptions,
  names: readonly ScenarioName[] = ORDER,
): Finding | undefined {
  for (const scenario of names.map((name) => SCENARIOS[name])) {
    const options = { ...common, scenario };
    for (const plan of planRuns(options)) {
      const what = seenIn(runOnce(options, plan));
      if (what === undefined) continue;
      const fault = faultText(plan);
      return { what, scenario: scenario.name + (fault === null ? '' : ` with ${fault}`) };
    }
  }
  return undefined;
}

function seenIn({ verdict, findings, stopped }: RunResult): string | undefined {
  if (verdict === 'clean') return undefined;
  return findings[0]?.rule ?? (stopped === null ? verdict : describeStop(stopped));
}

const DISTURBANCES = (Object.keys(FAULT_KINDS) as FaultKind[]).filter((kind) => kind !== 'call');

function playSweep(common: RunOptions, kinds: readonly FaultKind[]): Finding | undefined {
  const options = { ...common, callSite: createCallSite() };
  const { driverName, device } = options;
  const request = {
    driver: driverName,
    device: device!,
    profile: 'strict',
    seed: 1,
    kinds,
  } as const;
  const player = new SweepPlayer({ ...request, pairs: false }, options);
  const plan = player.plan();
  for (const [index, { fault }] of plan.faults.entries()) {
    const { outcomes } = player.play({ first: index + 1, fault, from: 0, to: 1 }, () => undefined);
    const shown = outcomes.find(({ verdict }) => verdict !== 'clean');
    if (shown === undefined) continue;
    const what = shown.seen[0]?.rule ?? shown.stopped ?? shown.verdict;
    return { what, scenario: `sweep with ${formatFault(fault)}` };
  }
  return undefined;
}
