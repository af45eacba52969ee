/** The Realtek RTL8139C Fast Ethernet Controller. */
export { Rtl8139 } from './device';
export { REGISTER_BANKS } from './registers';
