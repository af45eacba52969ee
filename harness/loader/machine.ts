/** Drivers of machine code: .sys files. */
import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { ImageFormatError, readMachineDriver, type MachineDriver } from '../../ndis/loader';
import { UsageError } from '../result';

/** Whether a path is that of a driver of machine code, by its extension. */
export function isMachineFile(path: string): boolean {
  return extname(path).toLowerCase() === '.sys';
}

/** Loads and checks a .sys file. @throws UsageError if there is none, or it is not a driver. */
export function loadMachineFile(path: string): MachineDriver {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`there is no file ${path}`);
  if (stat.isDirectory()) throw new UsageError(`${path} is a folder; give the driver's file in it`);
  try {
    const driver = { image: new Uint8Array(readFileSync(path)), name: basename(path) };
    readMachineDriver(driver);
    return driver;
  } catch (error) {
    if (!(error instanceof ImageFormatError)) throw error;
    throw new UsageError(`${path} cannot be loaded: ${error.message}`);
  }
}
