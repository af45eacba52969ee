/** What is wrong with an INF, and where. */

export class InfError extends Error {
  /**
   * @param file - as the user named it.
   * @param line - counted from 1; undefined if it is about the file as a whole.
   */
  constructor(file: string, line: number | undefined, message: string) {
    super(`${file === '' ? "''" : file}${line === undefined ? '' : `:${line}`}: ${message}`);
    this.name = 'InfError';
  }
}
