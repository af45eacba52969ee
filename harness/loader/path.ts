/** Words on the command line that mean files. */
import { existsSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { UsageError } from '../result';

/** Of files that Node can load, with ts-node's help. */
export const EXTENSIONS = ['.ts', '.cts', '.mts', '.js', '.cjs', '.mjs'];

/** Whether a word on the command line means a file. */
export function isPath(word: string): boolean {
  return /[\\/]|^\.+$/.test(word) || extname(word) !== '';
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
