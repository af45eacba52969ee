/** Where a command writes, and what it ends with. */

/** The report goes to stdout, everything else to stderr. */
export interface Terminal {
  /** The report. */
  out(text: string): void;
  /** Diagnostics. */
  err(text: string): void;
  readonly isColoured: boolean;
  /** Whether somebody looks at the diagnostics as they come, on a terminal. */
  readonly isWatched?: boolean;
}

/** What a command ends with. */
export const Exit = {
  CLEAN: 0,
  FINDINGS: 1,
  USAGE: 2,
  HARNESS_FAULT: 3,
  INCONCLUSIVE: 4,
} as const;
export type ExitCode = (typeof Exit)[keyof typeof Exit];

/** The terminal of this process. A reader that goes away early ends the output, not in an error. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  const { NO_COLOR = '', TERM } = process.env;
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isColoured: process.stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb',
    isWatched: process.stderr.isTTY === true && TERM !== 'dumb',
  };
}
