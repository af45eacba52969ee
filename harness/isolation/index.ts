/** Playing scenarios in isolation from the driver. */
export { HarnessFault } from './harness-fault';
export { playAllIsolated, playIsolated, type IsolationOptions } from './play';
export type { PlayRequest, TraceRequest } from './protocol';
