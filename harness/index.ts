/** What a program that tests a driver imports: scenarios, their results, and reports of them. */
export type { DriverModule, DriverSource } from '../ndis/loader';
export { formatFault, type Fault } from '../ndis/faults';
export type { Evidence, Finding, ResourceEvidence, StopReason } from '../ndis/finding';
export { loadDriverFile, loadScenario } from './loader';
export { readCapture, type CapturedFrame } from './capture';
export { createCallSite, type CallSiteOptions } from './call-site';
export { DEFAULT_DEVICE, DEVICES, type DeviceName } from './devices';
export { loadConfiguration, type Configuration, type ConfigurationRequest } from './inf';
export {
  HarnessFault,
  playAllIsolated,
  playIsolated,
  type IsolationOptions,
  type PlayRequest,
} from './isolation';
export { sweepDriver, type SweepDriverOptions } from './sweep/sweep-driver';
export type { SweepFinding, SweepResult } from './sweep/result';
export { jsonReport, junitReport, painter, parseResult, prettyReport } from './report';
export {
  UsageError,
  type ResourceCount,
  type RunResult,
  type ScenarioResult,
  type Verdict,
} from './result';
export { planRuns, runOnce, runScenario, type RunOptions } from './run';
export type { FallibleCall, Rehearse, RunPlan, Scenario } from './scenario';
export { replayScenario, SCENARIOS, type ScenarioName } from './scenarios';
export { Session } from './session';
export type { SessionOptions } from './session-options';
export { openTraceFile, type TraceFile, type TraceForm, type TraceRun } from './trace';
