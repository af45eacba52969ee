/** The results of a sweep as they come, line by line, so that an interrupted one can go on. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { MarkedPlace } from '../code-coverage/coverage';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import type { RunOutcome, Shard } from './outcome';
import { OUTCOME_SCHEMA } from './part';
import type { SweepRequest } from './request';

/** What was executed of the driver, in a line of its own. */
const COVERED_SCHEMA = z.strictObject({ covered: z.array(z.int().nonnegative()) });

/** What is known of a sweep so far. */
export interface JournalContents {
  readonly outcomes: readonly RunOutcome[];
  readonly covered: readonly MarkedPlace[];
}

export class Journal {
  readonly path: string;
  #isBegun = false;

  constructor(path: string) {
    this.path = path;
  }

  /** What is there of a sweep, whole tasks only. @throws UsageError if it is of another sweep. */
  read(digest: string): JournalContents {
    if (!existsSync(this.path))
      throw new UsageError(
        `there is nothing to resume: no journal ${shellWord(this.path)}; leave out --resume`,
      );
    const [head = '', ...lines] = readFileSync(this.path, 'utf8').split('\n');
    if (head !== headOf(digest))
      throw new UsageError(
        `${shellWord(this.path)} is the journal of another sweep: the driver or an option has ` +
          'changed; leave out --resume',
      );
    return {
      outcomes: wholeTasks(lines.flatMap((line) => parseLine(OUTCOME_SCHEMA, line))),
      covered: lines
        .flatMap((line) => parseLine(COVERED_SCHEMA, line))
        .flatMap((one) => one.covered),
    };
  }

  /** Begins anew, with what is known already. @throws UsageError if it cannot be written. */
  begin(digest: string, { outcomes, covered }: JournalContents): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      writeFileSync(this.path, `${headOf(digest)}\n${outcomes.map(lineOf).join('')}`);
      this.#isBegun = true;
      this.cover(covered);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(`the journal ${shellWord(this.path)} cannot be written (${code})`);
    }
  }

  add(outcomes: readonly RunOutcome[]): void {
    appendFileSync(this.path, outcomes.map(lineOf).join(''));
  }

  /** Adds what was executed of the driver, before the outcomes of the same runs. */
  cover(covered: readonly MarkedPlace[]): void {
    if (this.#isBegun && covered.length > 0) appendFileSync(this.path, lineOf({ covered }));
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

/** Where the journal of a sweep is if the user does not say: where the host keeps passing things. */
export function usualJournal(request: SweepRequest, shard: Shard): string {
  const text = JSON.stringify([resolve('.'), request, shard]);
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return join(tmpdir(), 'ndislab', `sweep-${name}.jsonl`);
}

function headOf(digest: string): string {
  return JSON.stringify({ schema: 1, journal: 'ndislab sweep', digest });
}

function lineOf(what: RunOutcome | Pick<JournalContents, 'covered'>): string {
  return `${JSON.stringify(what)}\n`;
}

/** What of that form is in a line; none in one that was not written to its end. */
function parseLine<T>(schema: z.ZodType<T>, line: string): T[] {
  try {
    return [schema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** The outcomes of those first faults of which no run is missing. */
function wholeTasks(outcomes: readonly RunOutcome[]): RunOutcome[] {
  const byFirst = new Map<number, RunOutcome[]>();
  for (const outcome of outcomes) {
    const list = byFirst.get(outcome.place[0]);
    if (list === undefined) byFirst.set(outcome.place[0], [outcome]);
    else list.push(outcome);
  }
  return [...byFirst.values()].flatMap((list) => {
    const alone = list.find(({ place }) => place[1] === 0);
    return alone !== undefined && list.length === 1 + (alone.seconds ?? 0) ? list : [];
  });
}
