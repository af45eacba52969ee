/** Bringing a driver into memory, be it TypeScript or machine code. */
import type { LoadableImage } from '../kernel/image';
import type { OperatingSystem } from '../operating-system';
import { MachineImage, type MachineDriver } from './machine-image';
import { TypeScriptImage, type DriverModule } from './typescript-image';

/** A driver as a user gives it: a module that exports DriverEntry, or a .sys file. */
export type DriverSource = DriverModule | MachineDriver;

/**
 * Loads a driver under the name of its service, as `e1000`.
 *
 * @throws ImageFormatError if it is a .sys file that is damaged or of another kind.
 */
export function loadImage(os: OperatingSystem, name: string, driver: DriverSource): LoadableImage {
  if ('image' in driver) return new MachineImage(os, name, driver);
  return new TypeScriptImage(os, name, driver);
}
