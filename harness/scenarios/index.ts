/** The scenarios that ndislab brings. */
export { REPLAY, replayScenario } from './replay';
export { SCENARIOS, type ScenarioName } from './table';
