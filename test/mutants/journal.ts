/** A file of what became of mutants, a line each, from which a run goes on that was ended. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Mutant } from './mutants';
import type { Answer } from './worker';

interface Line {
  readonly entry: string;
  readonly answer: Answer;
}

/** A mutant of these sources: one of others has another. */
export function entryOf({ name, source }: Pick<Mutant, 'name' | 'source'>): string {
  return `${name} ${createHash('sha256').update(source).digest('hex').slice(0, 16)}`;
}

/** The answers by entry; none without a file. A line that was cut off is no answer. */
export function readJournal(file: string | undefined): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  if (file === undefined || !existsSync(file)) return answers;
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = parse(text);
    if (line !== undefined) answers.set(line.entry, line.answer);
  }
  return answers;
}

function parse(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

/** Writes down what became of a mutant; a fault of ndislab is none of its doing. */
export function note(file: string | undefined, mutant: Mutant, answer: Answer): void {
  if (file === undefined || 'fault' in answer) return;
  const line: Line = { entry: entryOf(mutant), answer };
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
