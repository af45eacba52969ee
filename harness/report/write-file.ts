/** Writing a report to a file, whole or not at all. */
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';

/** Finds out before a long run. @throws UsageError if a file cannot be written there. */
export function checkWritable(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`cannot write ${shellWord(path)}: it is a folder`);
  const part = partOf(path);
  try {
    writeFileSync(part, '', { flag: 'wx' });
    rmSync(part);
  } catch (error) {
    throw new UsageError(
      `cannot write ${shellWord(path)}: ${reason(error as NodeJS.ErrnoException)}`,
    );
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
    throw new UsageError(
      `cannot write ${shellWord(path)}: ${reason(error as NodeJS.ErrnoException)}`,
    );
  }
}

/** A file that is written piece by piece elsewhere, and gets its name when it is whole. */
export class PartFile {
  /** Where to write: beside the file, for it is renamed. */
  readonly path: string;
  readonly #whole: string;

  /** @throws UsageError if the file cannot be written. */
  constructor(path: string) {
    checkWritable(path);
    this.#whole = path;
    this.path = resolve(partOf(path));
    writeFileSync(this.path, '', { flag: 'wx' });
  }

  /** @throws UsageError if the file cannot be written any more. */
  keep(): void {
    try {
      renameSync(this.path, this.#whole);
    } catch (error) {
      this.discard();
      throw new UsageError(
        `cannot write ${shellWord(this.#whole)}: ${reason(error as NodeJS.ErrnoException)}`,
      );
    }
  }

  discard(): void {
    rmSync(this.path, { force: true });
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
