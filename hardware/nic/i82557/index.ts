/** The Intel 82557, 82558 and 82559 Fast Ethernet controllers. */
export { I82557 } from './device';
export { REGISTER_BANKS } from './registers';
