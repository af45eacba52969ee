/** The C structures of the kernel interface. */
export * from './configuration';
export * from './dispatcher';
export * from './dma';
export * from './driver-object';
export * from './list';
export * from './lookaside-list';
export * from './mdl';
export * from './miniport-block';
export * from './miniport-characteristics';
export * from './packet';
export * from './pci-config';
export * from './power';
export * from './protocol';
export * from './resource-list';
export * from './string';
export * from './synchronization';
export * from './task-offload';
