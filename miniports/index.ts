/** The sample drivers. */
export {
  expectedIn,
  SAMPLES,
  type ExpectedFindings,
  type Sample,
  type SampleModule,
} from './samples';
