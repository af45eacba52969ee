/** The scenarios that ndislab brings. */
export { REPLAY, replayScenario } from './replay';
export { soak } from './soak';
export { SCENARIOS, type ScenarioName } from './table';
