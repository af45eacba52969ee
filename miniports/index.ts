/** The sample drivers. */
export {
  expectedIn,
  NAMED_SCENARIOS,
  SAMPLES,
  type ExpectedFindings,
  type Sample,
  type SampleModule,
} from './samples';
