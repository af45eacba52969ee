/** Loading drivers and scenarios. */
export { isPath, loadDriverFile, type LoadedDriverFile } from './driver';
export { loadScenario, type LoadedScenario } from './scenario';
