/** The Intel 82540EM Gigabit Ethernet Controller. */
export { I82540em } from './device';
export { REGISTER_BANKS } from './register-banks';
