/** Traces as JSON lines, for programs: one object for every event, at virtual time. */
import { pino } from 'pino';
import type { TraceFile } from './trace-file';

/** A run begins with a line that tells it from others; events have `timeNs`, `event`, `name`. */
export function openJsonLines(path: string): TraceFile {
  const destination = pino.destination({ dest: path, sync: true, append: true });
  const log = pino(
    { base: null, timestamp: false, formatters: { level: (level) => ({ level }) } },
    destination,
  );
  return {
    beginRun({ driver, device, scenario, profile, seed, fault, replay }) {
      log.info({ event: 'run', driver, device, scenario, profile, seed, fault, replay });
    },
    write({ kind, timeNs, name, values, finding }) {
      const line = { timeNs, event: kind, name, values };
      if (kind === 'finding') log.warn({ ...line, evidence: finding?.evidence });
      else log.info(line);
    },
    close() {
      destination.end();
    },
  };
}
