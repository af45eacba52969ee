/** The miniport driver of the Realtek RTL8139C. */
export { DriverEntry } from './driver-entry';
