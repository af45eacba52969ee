/** Numbers in sentences. */

/** A count with its noun: `1 run`, `3 runs`. */
export function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}
