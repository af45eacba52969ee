/** Traces of runs in files. */
export {
  openTraceFile,
  traceFormOf,
  type TraceFile,
  type TraceForm,
  type TraceRun,
} from './trace-file';
