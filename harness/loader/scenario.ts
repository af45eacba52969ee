/** Scenarios by what a user calls them: one of those that ndislab brings, or a file with one. */
import type { Scenario } from '../scenario';
import { UsageError } from '../result';
import { readCapture } from '../capture';
import { REPLAY, replayScenario, SCENARIOS, soak } from '../scenarios';
import { noSuchScenario } from '../scenarios/no-such-scenario';
import { shellWord } from '../shell-word';
import { findFile, isPath } from './path';
import { requireUserFile } from './typescript';

/** A scenario, and the absolute path of its file if it is a user's own. */
export type LoadedScenario = Scenario & { readonly path?: string };

/**
 * Finds a scenario.
 *
 * @param input - the path of a capture, which `replay` needs and no other takes.
 * @throws UsageError if there is none of that name, the file has none, or the capture is no good.
 */
export function loadScenario(name: string, input?: string): LoadedScenario {
  if (name === REPLAY.name) {
    if (input !== undefined) return replayScenario(readCapture(input), input);
    throw new UsageError('the scenario replay plays a capture, which --in FILE names');
  }
  if (input !== undefined)
    throw new UsageError(`the scenario ${shellWord(name)} plays no capture; --in goes with replay`);
  if (name === soak.name) return soak;
  if (Object.hasOwn(SCENARIOS, name)) return SCENARIOS[name as keyof typeof SCENARIOS];
  if (!isPath(name)) throw noSuchScenario(name);
  const path = findFile(name, 'scenario');
  const exported = requireUserFile(path);
  const found = Object.values(exported).find(isScenario);
  if (found === undefined)
    throw new UsageError(
      `${name} is no scenario: it exports no object with name, summary, plan() and play()`,
    );
  return { ...found, plan: found.plan.bind(found), play: found.play.bind(found), file: name, path };
}

function isScenario(value: unknown): value is Scenario {
  if (typeof value !== 'object' || value === null) return false;
  const { name, summary, plan, play } = value as Partial<Record<keyof Scenario, unknown>>;
  return (
    typeof name === 'string' &&
    typeof summary === 'string' &&
    typeof plan === 'function' &&
    typeof play === 'function'
  );
}
