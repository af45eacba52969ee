/** The miniport driver of the virtio network device, through its legacy interface. */
export { DriverEntry } from './driver-entry';
