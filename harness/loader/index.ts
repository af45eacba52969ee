/** Loading drivers and scenarios. */
export { loadDriverFile, loadLowerFile, type LoadedDriverFile } from './driver';
export { isPath } from './path';
export { loadScenario, type LoadedScenario } from './scenario';
