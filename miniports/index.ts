/** The sample drivers. */
export { SAMPLES, type ExpectedFindings, type Sample, type SampleModule } from './samples';
