/** The Intel (Digital) 21143 PCI/CardBus 10/100Mb/s Ethernet LAN Controller. */
export { I21143 } from './device';
export { REGISTER_BANKS } from './registers';
