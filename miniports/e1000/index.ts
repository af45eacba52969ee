/** The miniport driver of the Intel 82540EM. */
export { DriverEntry } from './driver-entry';
