/** A protocol driver that answers ARP requests and ICMP echoes for one IPv4 address. */
export { DriverEntry, lower } from './driver-entry';
