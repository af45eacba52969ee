/** A miniport without hardware: its adapters are the stations of a network of their own. */
export { DriverEntry } from './driver-entry';
