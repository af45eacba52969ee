/** Playing a scenario in isolation from the driver. */
export { HarnessFault, playIsolated, type IsolationOptions } from './play';
export type { PlayRequest } from './protocol';
