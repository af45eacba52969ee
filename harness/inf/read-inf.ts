/** INF files of a user's own, and those beside them that they include. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decodeInf } from './decode';
import { InfError } from './inf-error';
import type { FindInf } from './install';
import { parseInf, type InfFile } from './syntax';

/** Four times what the largest INFs of network cards have. */
const FILE_BYTES_MAX = 8 * 1024 * 1024;

/** Reads an INF. @throws InfError if it cannot be read, or is none. */
export function readInf(path: string): InfFile {
  return parseInf(decodeInf(readBytes(path), path), path);
}

/** Finds INFs in the folder of one, whatever the case of their names; each is read once. */
export function findBeside(path: string): FindInf {
  const folder = dirname(path);
  const known = new Map<string, InfFile | undefined>();
  return (name) => {
    const lower = name.toLowerCase();
    if (!known.has(lower)) {
      const found = readdirSync(folder).find((one) => one.toLowerCase() === lower);
      known.set(lower, found === undefined ? undefined : readInf(join(folder, found)));
    }
    return known.get(lower);
  };
}

function readBytes(path: string): Uint8Array {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new InfError(path, undefined, 'there is no such file');
  if (stat.isDirectory()) throw new InfError(path, undefined, 'a folder; give the INF in it');
  if (!stat.isFile()) throw new InfError(path, undefined, 'no regular file');
  if (stat.size > FILE_BYTES_MAX)
    throw new InfError(
      path,
      undefined,
      `${Math.ceil(stat.size / 1024 / 1024)} MB; an INF has up to ${FILE_BYTES_MAX / 1024 / 1024}`,
    );
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InfError(path, undefined, (error as Error).message);
  }
}
