/** A protocol driver that answers ARP requests and ICMP echoes for one IPv4 address. */
export { answersFor, DriverEntry, lower } from './driver-entry';
