/** The AMD PCnet-PCI II and PCnet-FAST III Ethernet controllers. */
export { Am79c973, PcnetPci } from './device';
export { REGISTER_BANKS } from './registers';
