/** Reading a file of lines of which only one at a time is in memory. */
import { closeSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Gives each line that ends, without its end.
 *
 * @returns how many bytes these lines take.
 * @throws UsageError if the file cannot be read.
 */
export function readLines(path: string, onLine: (line: string) => void): number {
  const read = <T>(what: () => T): T => {
    try {
      return what();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(`${shellWord(path)} cannot be read (${code})`);
    }
  };
  const file = read(() => openSync(path, 'r'));
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let begun: Buffer[] = [];
    let wholeBytes = 0;
    for (;;) {
      const byteCount = read(() => readSync(file, chunk, 0, CHUNK_BYTES, null));
      if (byteCount === 0) return wholeBytes;
      const bytes = chunk.subarray(0, byteCount);
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
        const line = Buffer.concat([...begun, bytes.subarray(start, end)]);
        begun = [];
        start = end + 1;
        wholeBytes += line.length + 1;
        onLine(line.toString());
      }
      begun.push(Buffer.from(bytes.subarray(start)));
    }
  } finally {
    closeSync(file);
  }
}
