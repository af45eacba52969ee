/** A scenario that there is not. */
import { suggestion } from '../nearest';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { REPLAY } from './replay';
import { soak } from './soak';
import { SCENARIOS } from './table';

/** The mistake of naming a scenario that there is not. */
export function noSuchScenario(name: string): UsageError {
  const names = [...Object.keys(SCENARIOS), REPLAY.name, soak.name];
  const hint = suggestion(name, names) || '; ndislab list scenarios names them all';
  return new UsageError(`there is no scenario ${shellWord(name)}${hint}`);
}
