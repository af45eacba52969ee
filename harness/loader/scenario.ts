/** Scenarios by what a user calls them: one of those that ndislab brings, or a file with one. */
import type { Scenario } from '../scenario';
import { UsageError } from '../result';
import { SCENARIOS } from '../scenarios';
import { suggestion } from '../nearest';
import { findFile, isPath } from './driver';
import { requireUserFile } from './typescript';

/** A scenario, and the absolute path of its file if it is a user's own. */
export type LoadedScenario = Scenario & { readonly path?: string };

/** Finds a scenario. @throws UsageError if there is none of that name, or the file has none. */
export function loadScenario(name: string): LoadedScenario {
  if (Object.hasOwn(SCENARIOS, name)) return SCENARIOS[name as keyof typeof SCENARIOS];
  if (!isPath(name))
    throw new UsageError(`there is no scenario ${name}${suggestion(name, Object.keys(SCENARIOS))}`);
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
