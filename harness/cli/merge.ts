/** `ndislab merge`: the report of a whole sweep from those of its shards. */
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { mergeParts, parsePart } from '../sweep/part';
import { readText } from '../text-file';
import { SweepReports, type ReportFlags } from './sweep-report';
import type { ExitCode, Terminal } from './terminal';

export function mergeCommand(
  paths: readonly string[],
  flags: ReportFlags,
  terminal: Terminal,
): ExitCode {
  const reports = new SweepReports(flags);
  return reports.tell(mergeParts(partsOf(paths)), terminal);
}

function* partsOf(paths: readonly string[]) {
  for (const path of paths) yield { ...parsePart(read(path), path), path };
}

function read(path: string): string {
  try {
    return readText(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${shellWord(path)} cannot be read (${code})`);
  }
}
