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
  /** How many characters a line of that terminal has. */
  readonly columns?: number;
  /**
   * Has something said when the process is interrupted, which ends it as ever.
   *
   * @returns what takes that back.
   */
  readonly onInterrupt?: (say: () => void) => () => void;
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

const INTERRUPTIONS = ['SIGINT', 'SIGTERM'] as const;

/**
 * The terminal of this process. A reader that goes away early ends the output, not in an error; a
 * report that cannot be written, as to a full disk, is no report.
 */
export function processTerminal(): Terminal {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    process.stderr.write(`ndislab: the report cannot be written to stdout (${code})\n`);
    process.exit(Exit.USAGE);
  });
  // There is nobody to tell, and the report is more than what is said beside it.
  process.stderr.on('error', () => undefined);
  const { NO_COLOR = '', TERM } = process.env;
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isColoured: process.stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb',
    isWatched: process.stderr.isTTY === true && TERM !== 'dumb',
    get columns() {
      return process.stderr.columns;
    },
    onInterrupt(say) {
      const interrupted = (signal: NodeJS.Signals) => {
        say();
        process.kill(process.pid, signal);
      };
      for (const signal of INTERRUPTIONS) process.once(signal, interrupted);
      return () => {
        for (const signal of INTERRUPTIONS) process.off(signal, interrupted);
      };
    },
  };
}
