/** The scenarios that ndislab brings, by name. */
export { SCENARIOS, type ScenarioName } from './table';
