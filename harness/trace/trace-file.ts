/** What becomes of the events of runs: files of three forms, written as the events come. */
import type { TraceEvent } from '../../ndis/trace';
import type { Played } from '../result';
import type * as JsonLines from './json-lines';
import { openPcapng } from './pcapng-file';
import { openTraceEvents } from './trace-event-file';

/** What a file says of a run before its first event. */
export interface TraceRun extends Played {
  /** From 1, in the order of the scenario. */
  readonly number: number;
  /** The planned faults as on the command line, or null. */
  readonly fault: string | null;
  /** A command line that repeats the run byte for byte. */
  readonly replay: string;
}

/**
 * A file to which events are appended as they come: it holds the last of them whatever happens.
 * Nothing of the host's time, name or process is in it: the same runs give the same file.
 */
export interface TraceFile {
  beginRun(run: TraceRun): void;
  write(event: TraceEvent): void;
  /** After the last run of all: writes what the form has at its end. */
  close(): void;
}

/**
 * `trace-events` is the JSON that ui.perfetto.dev and chrome://tracing open, `json-lines` one object
 * a line, `pcapng` a capture of what went over the wire, for Wireshark.
 */
export type TraceForm = 'trace-events' | 'json-lines' | 'pcapng';

/** The form of a trace by its file's name. */
export function traceFormOf(path: string): TraceForm {
  return /\.(jsonl|ndjson)$/i.test(path) ? 'json-lines' : 'trace-events';
}

/** Opens a file to append to, be it new or begun by another process. */
export function openTraceFile(path: string, form: TraceForm = traceFormOf(path)): TraceFile {
  switch (form) {
    case 'trace-events':
      return openTraceEvents(path);
    case 'json-lines':
      // With the logger that writes it, which takes long to load.
      return (require('./json-lines') as typeof JsonLines).openJsonLines(path);
    case 'pcapng':
      return openPcapng(path);
  }
}
