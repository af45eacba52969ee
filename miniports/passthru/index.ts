/** An intermediate driver that hands everything on, after the sample passthru of the DDK's idea. */
export { DriverEntry, lower } from './driver-entry';
