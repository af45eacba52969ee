/** Options that take one of a few words, or a whole number. */
import { nearest } from '../nearest';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';

const SEED_MAX = 0xffff_ffff;

export function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((one) => one === value);
  if (found !== undefined) return found;
  const near = nearest(value, choices);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UsageError(`${option} is ${choices.join(' or ')}, not ${shellWord(value)}${hint}`);
}

export function readSeed(text: string): number {
  const seed = /^(\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : NaN;
  if (seed <= SEED_MAX) return seed;
  throw new UsageError(`--seed is a whole number from 0 to ${SEED_MAX}, not ${shellWord(text)}`);
}
