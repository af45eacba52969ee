/** The results of a sweep as they come, line by line, so that an interrupted one can go on. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { MarkedPlace } from '../code-coverage/coverage';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { readLines } from './lines';
import type { PlayedRuns, Shard } from './outcome';
import { OUTCOME_SCHEMA } from './part';
import type { SweepRequest } from './request';

const count = z.int().nonnegative();

const LINE_SCHEMA = z.union([
  z
    .strictObject({
      first: count,
      from: count,
      to: count,
      outcomes: z.array(OUTCOME_SCHEMA),
    })
    .refine(isSound),
  /** What was executed of the driver. */
  z.strictObject({ covered: z.array(count) }),
]);

type Line = z.infer<typeof LINE_SCHEMA>;

/** Gets what is known of a sweep so far. */
export interface JournalReader {
  played(runs: PlayedRuns): void;
  covered(places: readonly MarkedPlace[]): void;
  /** Gets a line that says what cannot be read; its runs are then not known. */
  warn(text: string): void;
}

export class Journal {
  readonly path: string;
  readonly #unwritten: ((text: string) => void) | undefined;
  #isBegun = false;
  #isGivenUp = false;

  /**
   * @param unwritten - gets a line if it cannot be written, and the sweep goes on without; where
   * nobody takes it, that is an error.
   */
  constructor(path: string, unwritten?: (text: string) => void) {
    this.path = path;
    this.#unwritten = unwritten;
  }

  /** Begins with nothing known. @throws UsageError if it cannot be written. */
  begin(digest: string): void {
    this.#write(() => {
      mkdirSync(dirname(this.path), { recursive: true });
      writeFileSync(this.path, `${headOf(digest)}\n`);
    });
    this.#isBegun = true;
  }

  /**
   * Goes on with what is there, which it reads. A line that was not written to its end goes.
   *
   * @throws UsageError if it is not there, is of another sweep, or cannot be written.
   */
  resume(digest: string, reader: JournalReader): void {
    if (!existsSync(this.path))
      throw new UsageError(
        `there is nothing to resume: no journal ${shellWord(this.path)}; leave out --resume`,
      );
    let head: string | undefined;
    let number = 0;
    const wholeBytes = readLines(this.path, (line) => {
      number++;
      if (head === undefined) this.#requireHead((head = line), digest);
      else this.#readLine(line, number, reader);
    });
    this.#requireHead(head, digest);
    this.#write(() => truncateSync(this.path, wholeBytes));
    this.#isBegun = true;
  }

  /** Whether a sweep can be gone on with. */
  get isKept(): boolean {
    return this.#isBegun && !this.#isGivenUp;
  }

  add(runs: PlayedRuns): void {
    this.#append(runs);
  }

  /** Adds what was executed of the driver, before the outcomes of the same runs. */
  cover(covered: readonly MarkedPlace[]): void {
    if (this.#isBegun && covered.length > 0) this.#append({ covered });
  }

  remove(): void {
    try {
      rmSync(this.path, { force: true });
    } catch {
      // It could not be written either, and that was told.
    }
  }

  #requireHead(head: string | undefined, digest: string): void {
    if (head === headOf(digest)) return;
    throw new UsageError(
      `${shellWord(this.path)} is the journal of another sweep: the driver, an option or ndislab ` +
        'has changed; leave out --resume',
    );
  }

  #readLine(text: string, number: number, reader: JournalReader): void {
    const line = parseLine(text);
    if (line === undefined)
      reader.warn(
        `line ${number} of ${shellWord(this.path)} is damaged: its runs are played again`,
      );
    else if ('covered' in line) reader.covered(line.covered);
    else reader.played(line);
  }

  #append(line: PlayedRuns | { readonly covered: readonly MarkedPlace[] }): void {
    this.#write(() => appendFileSync(this.path, `${JSON.stringify(line)}\n`));
  }

  #write(write: () => void): void {
    if (this.#isGivenUp) return;
    try {
      write();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const text = `the journal ${shellWord(this.path)} cannot be written (${code})`;
      if (this.#unwritten === undefined) throw new UsageError(text);
      this.#isGivenUp = true;
      this.#unwritten(`${text}: --resume will not find all of it; --journal names another`);
    }
  }
}

/**
 * Where the journal of a sweep is if the user does not say: where the host keeps passing things, and
 * in no folder, which would be that of the user who swept first.
 */
export function usualJournal(request: SweepRequest, shard: Shard): string {
  const text = JSON.stringify([process.getuid?.(), resolve('.'), request, shard]);
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return join(tmpdir(), `ndislab-sweep-${name}.jsonl`);
}

function headOf(digest: string): string {
  return JSON.stringify({ schema: 2, journal: 'ndislab sweep', digest });
}

/** Undefined if it is none. */
function parseLine(text: string): Line | undefined {
  try {
    return LINE_SCHEMA.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether the outcomes are of these runs, with that of the first fault alone if it is one of them. */
function isSound({ first, from, to, outcomes }: PlayedRuns): boolean {
  const isOf = ({ place: [ofFirst, number] }: (typeof outcomes)[number]) =>
    ofFirst === first && from <= number && number < to;
  return from < to && outcomes.every(isOf) && (from > 0 || outcomes[0]?.place[1] === 0);
}
