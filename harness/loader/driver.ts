/** Drivers by what a user calls them: a sample's name, or the path of a file that is a driver. */
import { existsSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { DriverModule } from '../../ndis';
import type { DriverSource } from '../../ndis/loader';
import { SAMPLES } from '../../miniports';
import { suggestion } from '../nearest';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { isMachineFile, loadMachineFile } from './machine';
import { requireUserFile } from './typescript';

const EXTENSIONS = ['.ts', '.cts', '.mts', '.js', '.cjs', '.mjs'];

export interface LoadedDriverFile {
  readonly driver: DriverSource;
  /** As reports and replay lines call it. */
  readonly name: string;
}

/** Whether a word on the command line means a file. */
export function isPath(word: string): boolean {
  return /[\\/]|^\.+$/.test(word) || extname(word) !== '';
}

/** Finds and loads a driver. @throws UsageError if there is none of that name, or it is not one. */
export function loadDriverFile(name: string): LoadedDriverFile {
  if (!isPath(name)) {
    const sample = SAMPLES.find((one) => one.name === name);
    if (sample !== undefined) return { driver: sample.driver, name };
    throw new UsageError(`there is no driver ${shellWord(name)}${hintFor(name)}`);
  }
  if (isMachineFile(name)) return { driver: loadMachineFile(name), name };
  const { DriverEntry, lower } = requireUserFile(findFile(name, 'driver'));
  if (typeof DriverEntry !== 'function')
    throw new UsageError(
      `${name} is no driver: it exports no function DriverEntry` +
        (DriverEntry === undefined ? '' : `, but a DriverEntry that is a ${typeof DriverEntry}`),
    );
  return { driver: { DriverEntry, lower } as DriverModule, name };
}

/** What a name that is no sample's may mean: a file without its extension, or a sample. */
function hintFor(name: string): string {
  const file = [...EXTENSIONS, '.sys'].map((one) => name + one).find((one) => existsSync(one));
  if (file !== undefined) return `; did you mean ${file}?`;
  const samples = SAMPLES.map((one) => one.name);
  const where = '; ndislab list drivers names the samples, and a file is given by its path';
  return suggestion(name, samples) || where;
}

/** The absolute path of a file to load. @throws UsageError if there is none, or of another kind. */
export function findFile(path: string, what: string): string {
  const file = resolve(path);
  if (!existsSync(file)) throw new UsageError(`there is no file ${path}`);
  if (statSync(file).isDirectory())
    throw new UsageError(`${path} is a folder; give the ${what}'s file in it`);
  if (!EXTENSIONS.includes(extname(file))) {
    const kinds = what === 'driver' ? 'TypeScript, JavaScript or .sys' : 'TypeScript or JavaScript';
    throw new UsageError(`${path} is no ${kinds} file`);
  }
  return file;
}
