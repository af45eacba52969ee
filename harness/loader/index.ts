/** Loading drivers and scenarios. */
export { loadDriverFile, loadLowerFile, loadMachineDriver, type LoadedDriverFile } from './driver';
export { isPath } from './path';
export { loadScenario, type LoadedScenario } from './scenario';
