/** The Realtek RTL8029AS, an NE2000 on PCI. */
export { Rtl8029 } from './device';
export { REGISTER_BANKS } from './registers';
