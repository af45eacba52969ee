/** Writing a report to a file, whole or not at all. */
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UsageError } from '../result';

/** Finds out before a long run. @throws UsageError if a file cannot be written there. */
export function checkWritable(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`cannot write ${path}: it is a folder`);
  const part = partOf(path);
  try {
    writeFileSync(part, '', { flag: 'wx' });
    rmSync(part);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${reason(error as NodeJS.ErrnoException)}`);
  }
}

/** @throws UsageError if the file cannot be written; then nothing of it is left behind. */
export function writeWhole(path: string, text: string): void {
  const part = partOf(path);
  try {
    writeFileSync(part, text, { flag: 'wx' });
    renameSync(part, path);
  } catch (error) {
    if (existsSync(part)) rmSync(part);
    throw new UsageError(`cannot write ${path}: ${reason(error as NodeJS.ErrnoException)}`);
  }
}

function partOf(path: string): string {
  return `${path}.${process.pid}.part`;
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'a part of its path is no folder';
    default:
      return message;
  }
}
