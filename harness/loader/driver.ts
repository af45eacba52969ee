/** Drivers by what a user calls them: a sample's name, or the path of a file that is a driver. */
import { existsSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import type { DriverModule } from '../../ndis';
import type { DriverSource, MachineDriver } from '../../ndis/loader';
import type * as Miniports from '../../miniports';
import { suggestion } from '../nearest';
import { PACKAGE_ROOT } from '../package-root';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { isMachineFile, loadMachineFile } from './machine';
import { EXTENSIONS, findFile, isPath } from './path';
import { requireUserFile } from './typescript';

/** Loaded when a sample is named: they are many. */
function samples(): typeof Miniports.SAMPLES {
  return (require('../../miniports') as typeof Miniports).SAMPLES;
}

export interface LoadedDriverFile {
  readonly driver: DriverSource;
  /** As reports and replay lines call it. */
  readonly name: string;
}

/** Finds and loads a driver. @throws UsageError if there is none of that name, or it is not one. */
export function loadDriverFile(name: string): LoadedDriverFile {
  if (!isPath(name)) {
    const sample = samples().find((one) => one.name === name);
    if (sample !== undefined) return { driver: sample.driver ?? machineSample(sample), name };
    throw new UsageError(`there is no driver ${shellWord(name)}${hintFor(name)}`);
  }
  if (isMachineFile(name)) return { driver: loadMachineFile(name), name };
  const { DriverEntry, lower, answersFor } = requireUserFile(findFile(name, 'driver'));
  if (typeof DriverEntry !== 'function')
    throw new UsageError(
      `${name} is no driver: it exports no function DriverEntry` +
        (DriverEntry === undefined ? '' : `, but a DriverEntry that is a ${typeof DriverEntry}`),
    );
  if (answersFor !== undefined && !isIpv4Address(answersFor))
    throw new UsageError(
      `${name} says answersFor = ${JSON.stringify(answersFor)}; it is an IPv4 address, as '192.0.2.2'`,
    );
  return { driver: { DriverEntry, lower, answersFor } as DriverModule, name };
}

/**
 * The driver of that name if it is of machine code, without running anything of it. @throws
 * UsageError if there is no such sample or .sys file, or it is no driver.
 */
export function loadMachineDriver(name: string): MachineDriver | undefined {
  if (isPath(name) && !isMachineFile(name)) return undefined;
  const { driver } = loadDriverFile(name);
  return 'image' in driver ? driver : undefined;
}

/** The driver that is to stand below another one, if one is named. @throws UsageError as above. */
export function loadLowerFile(name: string | undefined): LoadedDriverFile | undefined {
  return name === undefined ? undefined : loadDriverFile(name);
}

function isIpv4Address(value: unknown): boolean {
  return typeof value === 'string' && isIPv4(value);
}

/** A sample of machine code, of which the package brings the file. */
function machineSample({ path }: Miniports.Sample): DriverSource {
  return loadMachineFile(join(PACKAGE_ROOT, 'miniports', path));
}

/** What a name that is no sample's may mean: a file without its extension, or a sample. */
function hintFor(name: string): string {
  const file = [...EXTENSIONS, '.sys'].map((one) => name + one).find((one) => existsSync(one));
  if (file !== undefined) return `; did you mean ${file}?`;
  const names = samples().map((one) => one.name);
  const where = '; ndislab list drivers names the samples, and a file is given by its path';
  return suggestion(name, names) || where;
}
