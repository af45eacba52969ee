/** A WAN miniport without hardware: two lines whose ends are tied together by a cable. */
export { DriverEntry } from './driver-entry';
