/** The trace of runs in a file: one line of JSON for every event, at virtual time. */
import { pino } from 'pino';
import type { TraceEvent } from '../ndis/trace';

/** A file to which events are appended as they come: it holds the last of them whatever happens. */
export interface TraceFile {
  /** A run begins: a line with `event` "run" and its fault, or null. */
  beginRun(fault: string | null): void;
  /** A line with `timeNs`, `event`, `name`, and `values` where there are any. */
  write(event: TraceEvent): void;
}

/** Nothing of the host's time, name or process is in the lines: the same runs give the same file. */
export function openTraceFile(path: string): TraceFile {
  const log = pino(
    { base: null, timestamp: false, formatters: { level: (level) => ({ level }) } },
    pino.destination({ dest: path, sync: true, append: true }),
  );
  return {
    beginRun: (fault) => log.info({ event: 'run', fault }),
    write({ kind, timeNs, name, values }) {
      const line = { timeNs, event: kind, name, values };
      if (kind === 'finding') log.warn(line);
      else log.info(line);
    },
  };
}
