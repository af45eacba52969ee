/** The miniport driver of the Realtek RTL8029AS, an NE2000 on PCI. */
export { DriverEntry } from './driver-entry';
