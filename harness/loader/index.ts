/** Loading drivers and scenarios. */
export { isPath, loadDriverFile, type LoadedDriverFile } from './driver';
export { loadScenario, noSuchScenario, type LoadedScenario } from './scenario';
