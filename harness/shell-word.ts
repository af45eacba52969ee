/** Words as a shell takes them. */

/** A word in quotes where it needs them: what is pasted into a shell comes out as it was. */
export function shellWord(word: string): string {
  return /^[\w./=:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
