/** The Intel 82540EM Gigabit Ethernet Controller. */
export { type DeviceActivity, I82540em, type I82540emPorts } from './device';
export { REGISTERS } from './registers';
