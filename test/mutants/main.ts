/**
 * `npm run mutants`: breaks the good samples mechanically, one step at a time, and sees whether each
 * mutant is found. Exit status 1 if one survives without a reason in survivors.ts, a reason there
 * is of no survivor, fewer than FOUND_MIN are found of those that are not chosen by number, ndislab
 * itself fails, or a sample as it is does not pass; 2 if an option is wrong. USAGE says the options.
 */
import './compiled';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../hardware/random';
import { playAll } from './crew';
import { REASONS } from './survivors';
import { GOOD_SAMPLES, type Mutant, mutantsOf } from './mutants';
import { OPERATORS, type Operator } from './operators';
import { entryOf, note, readJournal } from './journal';
import { foundPart, pageOf, tableOf, type Outcome } from './report';
import type { Answer } from './worker';

const USAGE = `npm run mutants -- [OPTIONS]
  --sample NAME     only of this sample; may be given again
  --operator NAME   only of this operator; may be given again
  --only TEXT       only those whose name has this in it
  --size N          so many of them, chosen by --seed
  --seed N          1 if not told
  --threads N       1 if not told
  --verbose         what shows each mutant
  --journal FILE    what is known already, and where what becomes known goes: a run goes on there
  --report          writes docs/mutants.md; of all mutants`;

const PAGE = join(__dirname, '..', '..', 'docs', 'mutants.md');

/** Of those that differ from the sample in what they do. */
const FOUND_MIN = 0.95;

class UsageError extends Error {}

interface Options {
  readonly samples: readonly string[];
  readonly operators: readonly Operator[];
  readonly only: string;
  /** Infinity for all. */
  readonly size: number;
  readonly seed: number;
  readonly threads: number;
  readonly journal: string | undefined;
  readonly isVerbose: boolean;
  readonly isReport: boolean;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sample: { type: 'string', multiple: true },
      operator: { type: 'string', multiple: true },
      only: { type: 'string', default: '' },
      size: { type: 'string' },
      seed: { type: 'string', default: '1' },
      threads: { type: 'string', default: '1' },
      journal: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
    },
  });
  const names = GOOD_SAMPLES.map(({ name }) => name);
  const { sample: samples = names, operator = Object.keys(OPERATORS), only, size } = values;
  requireKnown('sample', samples, names);
  requireKnown('operator', operator, Object.keys(OPERATORS));
  const isPart = [values.sample, values.operator, size].some((one) => one !== undefined);
  if (values.report && (isPart || only !== ''))
    throw new UsageError('--report is of all mutants: it goes without what chooses some');
  return {
    samples,
    operators: operator as Operator[],
    only,
    size: size === undefined ? Infinity : readCount('size', size),
    seed: readCount('seed', values.seed),
    threads: readCount('threads', values.threads),
    journal: values.journal,
    isVerbose: values.verbose,
    isReport: values.report,
  };
}

function requireKnown(what: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((one) => !known.includes(one));
  if (unknown !== undefined)
    throw new UsageError(`there is no ${what} ${unknown}; there are ${known.join(', ')}`);
}

function readCount(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`--${option} is a whole number from 1 on, not ${text}`);
  return value;
}

/** So many of a list, in its order. */
function choose<T>(list: readonly T[], size: number, seed: number): readonly T[] {
  const random = new Random(seed);
  const left = list.map((_, index) => index);
  while (left.length > size) left.splice(random.below(left.length), 1);
  return left.map((index) => list[index]);
}

function outcomeOf(mutant: Mutant, answer: Answer): Outcome {
  const { name, sample, operator } = mutant;
  if ('fault' in answer) return { name, sample, operator, end: 'fault', how: answer.fault };
  const { found } = answer;
  if (found !== undefined)
    return { name, sample, operator, end: 'found', how: `${found.what}, ${found.scenario}` };
  const reason = REASONS.get(name);
  const end = reason === undefined ? 'survivor' : reason.isEquivalent ? 'equivalent' : 'unseen';
  return { name, sample, operator, end, how: reason?.because ?? '' };
}

/** What is wrong with the samples themselves, without which no mutant says anything. */
async function troubleOf(samples: readonly string[], threads: number): Promise<string[]> {
  const trouble: string[] = [];
  const orders = samples.map((sample) => ({ sample }));
  await playAll(orders, threads, ({ sample }, answer) => {
    const what = 'fault' in answer ? answer.fault : answer.found?.what;
    if (what !== undefined) trouble.push(`${sample}, as it is: ${what}`);
  });
  return trouble;
}

async function playMutants(
  mutants: readonly Mutant[],
  { threads, journal, isVerbose }: Options,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const known = readJournal(journal);
  const answerOf = (mutant: Mutant) => known.get(entryOf(mutant));
  for (const mutant of mutants) {
    const answer = answerOf(mutant);
    if (answer !== undefined) outcomes.set(mutant.name, outcomeOf(mutant, answer));
  }
  const left = mutants.filter((mutant) => answerOf(mutant) === undefined);
  await playAll(left, threads, (mutant, answer) => {
    const outcome = outcomeOf(mutant, answer);
    note(journal, mutant, answer);
    outcomes.set(mutant.name, outcome);
    if (isVerbose || outcome.end === 'survivor' || outcome.end === 'fault')
      console.log(`${outcome.end}: ${outcome.name}: ${outcome.how}`);
  });
  return mutants.map(({ name }) => outcomes.get(name)!);
}

async function run(options: Options): Promise<number> {
  const { samples, operators, only, size, seed, threads, isReport } = options;
  const all = samples.flatMap(mutantsOf);
  const some = all.filter(
    ({ name, operator }) => operators.includes(operator) && name.includes(only),
  );
  const mutants = choose(some, size, seed);
  const trouble = size === Infinity ? await troubleOf(samples, threads) : [];
  trouble.forEach((line) => console.log(line));
  if (trouble.length > 0) return 1;
  const outcomes = await playMutants(mutants, options);
  console.log(tableOf(outcomes));
  const stale = staleReasons(all, samples, outcomes);
  for (const name of stale) console.log(`no survivor any more: ${name}`);
  if (isReport) writeFileSync(PAGE, pageOf(outcomes));
  const isBad =
    outcomes.some(({ end }) => end === 'survivor' || end === 'fault') ||
    (size === Infinity && foundPart(outcomes) < FOUND_MIN);
  return isBad || stale.length > 0 ? 1 : 0;
}

/** Reasons of mutants that there are not, or that are found. */
function staleReasons(
  all: readonly Mutant[],
  samples: readonly string[],
  outcomes: readonly Outcome[],
): readonly string[] {
  const names = new Set(all.map(({ name }) => name));
  const found = new Set(outcomes.filter(({ end }) => end === 'found').map(({ name }) => name));
  const ofSamples = [...REASONS.keys()].filter((name) => samples.includes(name.split(' ')[0]));
  return ofSamples.filter((name) => !names.has(name) || found.has(name));
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  return run(options);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
