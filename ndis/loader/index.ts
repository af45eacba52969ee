/** Drivers, whichever they are made of. */
export { loadImage, type DriverSource } from './load-image';
export { MachineImage, readMachineDriver, type MachineDriver } from './machine-image';
export { FILE_BYTES_MAX, IMAGE_BYTES_MAX, ImageFormatError, type PortableExecutable } from './pe';
export { TypeScriptImage, type DriverModule } from './typescript-image';
