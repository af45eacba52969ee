/** What a miniport includes: the kernel interface, its types, constants and structures. */
export * from './constants';
export type { DriverModule } from './loader/typescript-image';
export type { Handler, Ndis } from './driver-interface';
export { array, layout, type Layout, type View, type ViewOf } from './layout';
export * from './oid';
export * from './status';
export * from './structures';
export * from './types';
export {
  NULL,
  physical,
  virtual,
  type PhysicalAddress,
  type VirtualAddress,
} from '../hardware/address';
