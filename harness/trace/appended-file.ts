/**
 * A file that grows by whole pieces, each on the disk before the next is made: a run that has to be
 * cut off leaves what came before, and the process that plays on appends to it.
 */
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';

export class AppendedFile {
  readonly #descriptor: number;
  /** Whether nothing has been written yet, by whichever process. */
  isEmpty: boolean;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'a');
    this.isEmpty = fstatSync(this.#descriptor).size === 0;
  }

  write(piece: Uint8Array): void {
    for (let start = 0; start < piece.length;)
      start += writeSync(this.#descriptor, piece, start, piece.length - start);
    this.isEmpty = false;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
