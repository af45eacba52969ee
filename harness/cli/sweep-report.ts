/** What the commands `sweep` and `merge` have in common: the forms of their reports. */
import { resolve } from 'node:path';
import { applyBaseline, readBaseline, type Baseline } from '../sweep/baseline';
import { isWhole, sweepResult } from '../sweep/gather';
import type { Swept } from '../sweep/outcome';
import type { SweepResult } from '../sweep/result';
import {
  checkWritable,
  ctrfSweep,
  jsonSweep,
  junitSweep,
  painter,
  prettySweep,
  sarifSweep,
  writeWhole,
} from '../report';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { oneOf } from './choice';
import { DriverCoverage } from './coverage';
import { EXIT_OF } from './run';
import { SWEEP_FORMATS, type SweepFormat } from './sweep-formats';
import type { ExitCode, Terminal } from './terminal';
import { version } from './version';

const FILES = ['json', 'junit', 'sarif', 'ctrf'] as const;

/** The options as typed. */
export interface ReportFlags {
  readonly format: string;
  readonly baseline?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly ctrf?: string;
  readonly coverage?: string;
}

const REPORTS: Readonly<Record<Exclude<SweepFormat, 'pretty'>, (result: SweepResult) => string>> = {
  json: jsonSweep,
  junit: junitSweep,
  sarif: (result) => sarifSweep(result, version()),
  ctrf: (result) => ctrfSweep(result, version()),
};

/** The reports that are asked for. What is wrong with them is said before the sweep, not after. */
export class SweepReports {
  readonly format: SweepFormat;
  readonly #flags: ReportFlags;
  readonly #baseline: Baseline | undefined;

  /** @throws UsageError */
  constructor(flags: ReportFlags) {
    this.#flags = flags;
    this.format = oneOf('--format', flags.format, SWEEP_FORMATS);
    this.#baseline = flags.baseline === undefined ? undefined : readBaseline(flags.baseline);
    const paths = [...FILES, 'coverage' as const]
      .map((form) => flags[form])
      .filter((path) => path !== undefined);
    for (const path of paths) checkWritable(path);
    const files = paths.map((path) => resolve(path));
    const twice = paths.find((_path, index) => files.indexOf(files[index]) !== index);
    if (twice !== undefined)
      throw new UsageError(
        `${shellWord(twice)} is named twice, and one report would overwrite the other`,
      );
  }

  /** Writes and prints all of them. */
  tell(swept: Swept, terminal: Terminal): ExitCode {
    const coverage = this.writeCoverage(swept);
    const whole = sweepResult(swept);
    const result =
      this.#baseline === undefined
        ? whole
        : applyBaseline(whole, this.#baseline, today(), isWhole(swept));
    for (const form of FILES) {
      const path = this.#flags[form];
      if (path !== undefined) writeWhole(path, REPORTS[form](result));
    }
    const paint = painter(terminal.isColoured);
    const more = coverage === undefined ? [] : [coverage.block(paint)];
    terminal.out(
      this.format === 'pretty' ? prettySweep(result, paint, more) : REPORTS[this.format](result),
    );
    return EXIT_OF[result.verdict];
  }

  /** Writes what was executed where that is asked for. @throws UsageError if nobody has noted it. */
  writeCoverage({ coverage: record }: Swept): DriverCoverage | undefined {
    const { coverage: path } = this.#flags;
    if (path === undefined) return undefined;
    if (record === undefined)
      throw new UsageError('the shards do not tell coverage: sweep them with --coverage, too');
    const coverage = DriverCoverage.from(record);
    coverage.write(path);
    return coverage;
  }
}

/** The one thing that a report takes from the host's clock: whether a baseline's day has passed. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
