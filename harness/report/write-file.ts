/** Writing a report to a file, whole or not at all. */
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';

/** Finds out before a long run. @throws UsageError if a file cannot be written there. */
export function checkWritable(path: string): void {
  const there = existsSync(path) ? statSync(path) : undefined;
  // A new file would take the place of what is there, be it /dev/null.
  if (there?.isFile() === false) {
    const what = there.isDirectory() ? 'a folder' : 'a device or a pipe, and no file';
    throw new UsageError(`cannot write ${shellWord(path)}: it is ${what}`);
  }
  const part = partOf(path);
  try {
    writeFileSync(part, '', { flag: 'wx' });
    rmSync(part);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** @throws UsageError if the file cannot be written; then nothing of it is left behind. */
export function writeWhole(path: string, contents: string | Uint8Array): void {
  const part = new PartFile(path);
  try {
    writeFileSync(part.path, contents);
  } catch (error) {
    part.discard();
    throw cannotWrite(path, error);
  }
  part.keep();
}

/** By which a user ends the process. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A file that is written piece by piece elsewhere, and gets its name when it is whole. */
export class PartFile {
  static readonly #open = new Set<PartFile>();
  /** Where to write: beside the file, for it is renamed. */
  readonly path: string;
  readonly #whole: string;

  /** @throws UsageError if the file cannot be written. */
  constructor(path: string) {
    checkWritable(path);
    this.#whole = targetOf(path);
    this.path = resolve(partOf(path));
    writeFileSync(this.path, '', { flag: 'wx' });
    if (PartFile.#open.size === 0)
      for (const signal of SIGNALS) process.on(signal, PartFile.#discardAll);
    PartFile.#open.add(this);
  }

  /** @throws UsageError if the file cannot be written any more. */
  keep(): void {
    try {
      renameSync(this.path, this.#whole);
    } catch (error) {
      this.discard();
      throw cannotWrite(this.#whole, error);
    }
    this.#forget();
  }

  discard(): void {
    rmSync(this.path, { force: true });
    this.#forget();
  }

  #forget(): void {
    PartFile.#open.delete(this);
    if (PartFile.#open.size > 0) return;
    for (const signal of SIGNALS) process.off(signal, PartFile.#discardAll);
  }

  /** Leaves nothing behind, and ends the process as the signal would have. */
  static readonly #discardAll = (signal: NodeJS.Signals): void => {
    for (const part of [...PartFile.#open]) part.discard();
    process.kill(process.pid, signal);
  };
}

function cannotWrite(path: string, error: unknown): UsageError {
  return new UsageError(
    `cannot write ${shellWord(path)}: ${reason(error as NodeJS.ErrnoException)}`,
  );
}

function partOf(path: string): string {
  return `${targetOf(path)}.${process.pid}.part`;
}

/** What a link leads to: the link itself stays. */
function targetOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
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
