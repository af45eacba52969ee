/** The virtio network device, driven through its legacy interface. */
export { VirtioNet } from './device';
export { REGISTER_BANKS } from './registers';
