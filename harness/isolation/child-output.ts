/** What a process that plays prints. */
import type { ChildProcess } from 'node:child_process';

/** What V8 says when it ends the process for want of memory. */
const OUT_OF_MEMORY = /out of memory|Allocation failed|invalid table size/i;
/** What is kept of a child's stderr to see why it ended. */
const STDERR_KEPT_CHARACTERS = 65_536;

/** What a process has said on stderr, and whether it is V8 that has run out of memory. */
export interface LastWords {
  readonly said: string;
  readonly isOutOfMemory: boolean;
}

/** Passes on what the driver prints; the function given back tells what was said on stderr. */
export function listenTo(
  child: ChildProcess,
  onOutput: ((text: string) => void) | undefined,
): () => LastWords {
  let said = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-STDERR_KEPT_CHARACTERS);
  });
  return () => ({ said, isOutOfMemory: OUT_OF_MEMORY.test(said) });
}
