/** The miniport driver of the Intel (Digital) 21143. */
export { DriverEntry } from './driver-entry';
